import { HoverCard } from "@mantine/core";
import classes from "./FormPanel.module.css";

interface Props {
  readonly address: string;
  /** As papers write the grade. */
  readonly grade: string;
  readonly wording: string;
}

/** An example of a grade beside its wording; larger while the mouse is on it. */
export function ReferencePicture({ address, grade, wording }: Props) {
  return (
    <HoverCard position="left" openDelay={150} withinPortal shadow="md">
      <HoverCard.Target>
        <img src={address} alt={`Example of grade ${grade}`} className={classes.picture} />
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes.larger}>
        <img src={address} alt="" />
        <p>
          <b>{grade}</b> {wording}
        </p>
        <p className={classes.quiet}>Synthetic T1-weighted section of a thigh; the vastus lateralis has this grade.</p>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
