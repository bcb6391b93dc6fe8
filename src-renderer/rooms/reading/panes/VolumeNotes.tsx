import { useState } from "react";
import { CloseButton } from "@mantine/core";
import type { Volume } from "#shared/domain/volume.ts";
import classes from "./Pane.module.css";

/** Why a volume must be looked at twice, in plain words; the reader may put it away. */
export function VolumeNotes({ volume }: { volume: Volume }) {
  const [isAway, setAway] = useState(false);
  if (isAway || volume.warnings.length === 0) return null;
  return (
    <div className={classes.notes} role="note">
      <ul>{volume.warnings.map(({ code, message }) => <li key={`${code} ${message}`}>{message}</li>)}</ul>
      <CloseButton size="xs" aria-label="Put the notes away" onClick={() => setAway(true)} />
    </div>
  );
}
