import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { Desk } from "../desk.ts";
import type { OpenCase } from "./openCase.ts";

/** Shows what the coordinator drew in a training case over the same images, as dashed outlines. Nothing in every other reading. */
export function showCoordinators(desk: Desk, drawing: DrawingDesk, { reading }: Pick<OpenCase, "reading">): void {
  for (const { imageId, segmentationId } of reading.coordinators?.drawings ?? []) {
    const volume = desk.volume(imageId)?.volume;
    if (volume) void drawing.attempt(drawing.projections.show(volume, volume, segmentationId));
  }
}
