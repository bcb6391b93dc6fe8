import { CloseButton } from "@mantine/core";
import type { Volume } from "#shared/domain/volume.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import { volumeTitle } from "../volumeTitle.ts";
import classes from "./Furniture.module.css";

/** Says that the thin outlines over an image were drawn on another series, and puts them away. */
export function ProjectionNote({ desk, drawing, volume }: { desk: Desk; drawing: DrawingDesk; volume: Volume }) {
  useObservable(drawing.projections.changes);
  const projection = useObservable(drawing.projections.shown).get(volume.id);
  if (!projection) return null;
  return (
    <div className={classes.notes} data-kind="projection" role="note" data-furniture="notes">
      <span>
        {projection.drawnOn.id === volume.id ? (
          "Dashed outlines: the coordinator's drawing"
        ) : (
          <>
            Outlines drawn on #{volumeTitle(desk.volume(projection.drawnOn.id))} ({projection.segmentation.name}, revision{" "}
            {projection.revision}){projection.isCarried && ", through an accepted registration"}
          </>
        )}
      </span>
      <CloseButton size="xs" aria-label="Hide these outlines" onClick={() => drawing.projections.hide(volume.id)} />
    </div>
  );
}
