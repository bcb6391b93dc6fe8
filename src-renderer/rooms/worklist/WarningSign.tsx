import { Tooltip, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import classes from "./WarningSign.module.css";

/** A sign with its words: how many warnings, and where they are known, which. */
export function WarningSign({ count, messages = [] }: { count: number; messages?: readonly string[] }) {
  if (count === 0) return null;
  const label =
    messages.length > 0
      ? messages.join(" ")
      : `${count === 1 ? "One warning" : `${count} warnings`} on the geometry or the files: select the row to read ${count === 1 ? "it" : "them"}.`;
  return (
    <Tooltip label={label} maw={340}>
      <span className={classes.sign}>
        <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
        <span aria-hidden>{count}</span>
        <VisuallyHidden>{label}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
