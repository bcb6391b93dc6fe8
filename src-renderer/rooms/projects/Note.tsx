import type { ReactNode } from "react";
import classes from "./Projects.module.css";

interface Props {
  readonly title: string;
  /** Something is to be looked at again. */
  readonly isWarning?: boolean;
  readonly children?: ReactNode;
}

/** What became of something that was done. */
export function Note({ title, isWarning = false, children }: Props) {
  return (
    <output className={classes.note} data-warning={isWarning || undefined}>
      <strong>{title}</strong>
      {children}
    </output>
  );
}
