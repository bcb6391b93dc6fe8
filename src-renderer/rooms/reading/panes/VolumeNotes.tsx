import { useState } from "react";
import { CloseButton } from "@mantine/core";
import type { Volume } from "#shared/domain/volume.ts";
import classes from "./Furniture.module.css";

/** Why a volume must be looked at twice, and which of its slices are black in a reformat, in plain words; the reader may put it away. */
export function VolumeNotes({ volume, gaps }: { volume: Volume; gaps: readonly string[] }) {
  const [isAway, setAway] = useState(false);
  if (isAway || volume.warnings.length + gaps.length === 0) return null;
  return (
    <div className={classes.notes} role="note" data-furniture="notes">
      <ul>
        {volume.warnings.map(({ code, message }) => (
          <li key={`${code} ${message}`}>{message}</li>
        ))}
        {gaps.map((message) => (
          <li key={message}>{message} It is black here.</li>
        ))}
      </ul>
      <CloseButton size="xs" aria-label="Put the notes away" onClick={() => setAway(true)} />
    </div>
  );
}
