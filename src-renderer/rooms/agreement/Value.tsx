import { Tooltip } from "@mantine/core";
import classes from "./AgreementRoom.module.css";

/** A value, or a dash that says on hover and focus why there is none. */
export function Value({ children, reason }: { children: string; reason: string | null | undefined }) {
  if (!reason) return children;
  return (
    <Tooltip label={reason} w={280} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.reason} aria-label={`${children === "–" ? "not defined" : children}: ${reason}`}>
        {children}
      </button>
    </Tooltip>
  );
}
