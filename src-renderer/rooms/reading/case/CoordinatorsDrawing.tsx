import { Checkbox } from "@mantine/core";
import { useEffect } from "react";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import type { OpenCase } from "./openCase.ts";
import classes from "./Case.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly openCase: OpenCase;
}

/** Shows what the coordinator drew in a training case as dashed outlines over the own drawing, from the start, and lets them be put away. */
export function CoordinatorsDrawing({ desk, drawing, openCase }: Props) {
  const { coordinators } = openCase.reading;
  const shown = useObservable(drawing.projections.shown);
  const drawings = coordinators?.drawings ?? [];
  const isShown = drawings.some(({ imageId, segmentationId }) => shown.get(imageId)?.segmentationId === segmentationId);

  const show = () => {
    for (const { imageId, segmentationId } of coordinators?.drawings ?? []) {
      const volume = desk.volume(imageId)?.volume;
      if (volume) void drawing.attempt(drawing.projections.show(volume, volume, segmentationId));
    }
  };
  // Put away by the reader, they stay away.
  useEffect(show, [desk, drawing, coordinators]);

  if (drawings.length === 0) return null;
  return (
    <div className={classes.part}>
      <Checkbox
        label="Coordinator's drawing (dashed outlines)"
        checked={isShown}
        onChange={(event) => {
          if (event.currentTarget.checked) show();
          else for (const { imageId } of drawings) drawing.projections.hide(imageId);
        }}
      />
    </div>
  );
}
