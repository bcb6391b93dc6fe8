import { HoverCard } from "@mantine/core";
import type { GradePicture } from "./gradePictures.ts";
import classes from "./FormPanel.module.css";

interface Props {
  readonly picture: GradePicture;
  /** As papers write the grade. */
  readonly grade: string;
  readonly wording: string;
}

/** An example of a grade beside its wording; larger while the mouse is on it. */
export function ReferencePicture({ picture: { address, caption }, grade, wording }: Props) {
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
        <p className={classes.quiet}>{caption}</p>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
