import { HoverCard } from "@mantine/core";
import type { GradePicture } from "./gradePictures.ts";
import classes from "./FormPanel.module.css";

interface Props {
  readonly picture: GradePicture;
  /** As papers write the grade. */
  readonly grade: string;
  readonly wording: string;
  /** Where it is shown larger. */
  readonly position: "left" | "top";
}

/** An example of a grade beside its wording; larger while the mouse is on it. */
export function ReferencePicture({ picture: { address, caption }, grade, wording, position }: Props) {
  return (
    <HoverCard position={position} openDelay={150} withinPortal shadow="md">
      <HoverCard.Target>
        <img src={address} alt={`Example of grade ${grade}`} className={classes.picture} />
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes.larger}>
        <img src={address} alt="" />
        <p>
          <b>{grade}</b> {wording}
        </p>
        <p className={classes.quiet}>{caption}</p>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
