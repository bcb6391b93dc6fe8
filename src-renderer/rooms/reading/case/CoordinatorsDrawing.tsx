import { Checkbox } from "@mantine/core";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import type { OpenCase } from "./openCase.ts";
import { showCoordinators } from "./showCoordinators.ts";
import classes from "./Case.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly openCase: OpenCase;
}

/** Puts the coordinator's drawing of a training case away, or shows it again. */
export function CoordinatorsDrawing({ desk, drawing, openCase }: Props) {
  const shown = useObservable(drawing.projections.shown);
  const drawings = openCase.reading.coordinators?.drawings ?? [];
  if (drawings.length === 0) return null;
  return (
    <div className={classes.part}>
      <Checkbox
        label="Coordinator's drawing (dashed outlines)"
        checked={drawings.some(({ imageId, segmentationId }) => shown.get(imageId)?.segmentationId === segmentationId)}
        onChange={(event) => {
          if (event.currentTarget.checked) showCoordinators(desk, drawing, openCase);
          else for (const { imageId } of drawings) drawing.projections.hide(imageId);
        }}
      />
    </div>
  );
}
