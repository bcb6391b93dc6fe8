import { useQuery } from "@tanstack/react-query";
import { firstDrawing } from "../../../client/segmentationDoor.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { WhatWasChanged } from "./CopyNote.tsx";
import classes from "./DrawnElsewhere.module.css";

/** That a segmentation came from a file or a model; asked for, how many voxels were changed since. Nothing for any other. */
export function FirstDrawingNote({ session }: { session: DrawingSession }) {
  const { id } = session.state.value.segmentation;
  const { data: first, error } = useQuery({ queryKey: ["firstDrawing", id], queryFn: () => firstDrawing(id) });
  if (error) return <div className={classes.quiet}>Whether this came from a file could not be asked. {plainWords(error)}</div>;
  if (!first) return null;
  return (
    <div className={classes.quiet} data-testid="first-drawing">
      First drawing from a {first.source}
      {first.model && ` (${first.model.modelName} ${first.model.modelVersion})`}, revision {first.revision}{" "}
      <WhatWasChanged session={session} />
      {first.model?.notes.map((note) => (
        <div key={note} role="note">
          {note}
        </div>
      ))}
    </div>
  );
}
