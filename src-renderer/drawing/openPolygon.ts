import type { OpenPolygon } from "#shared/api/segmentation.ts";
import type { SlicePoint } from "./brush.ts";
import { valuesOnTheirWay } from "./brushHandlers.ts";
import { sheetInWords, type Sheet } from "./sheet.ts";
import type { DrawingSession } from "./drawingSession.ts";
import type { ToolPane } from "./toolPane.ts";

/** A polygon that is open on a sheet. */
export function polygonOn({ plane, sliceIndex }: Sheet, points: OpenPolygon["points"], isErasing: boolean): OpenPolygon {
  return plane === "acquisition" ? { sliceIndex, points, isErasing } : { plane, sliceIndex, points, isErasing };
}

/** Whether a polygon is open on what is shown in a plane at a slice. */
export function isOnSheet(polygon: OpenPolygon, { plane, sliceIndex }: Pick<Sheet, "plane" | "sliceIndex">): boolean {
  return (polygon.plane ?? "acquisition") === plane && polygon.sliceIndex === sliceIndex;
}

/** "slice 3", "slice 3 of the coronal reformat": where a polygon is open. */
export function placeOfPolygon({ plane, sliceIndex }: OpenPolygon): string {
  return sheetInWords({ plane: plane ?? "acquisition", sliceIndex });
}

/** The polygon that is open on the slice or cut on show; null where there is none, or it waits elsewhere. */
export function polygonInView({ session, sheet, viewport }: ToolPane): OpenPolygon | null {
  const polygon = session?.state.value.polygon ?? null;
  return polygon && sheet && viewport.state.isRendered && isOnSheet(polygon, sheet) ? polygon : null;
}

/** Where an open polygon is, and what to do about it. */
export function waitingWords(polygon: OpenPolygon): string {
  return `A polygon is open on ${placeOfPolygon(polygon)}. Go there to close it, or give it up.`;
}

/** Closes and fills the polygon on the slice or cut on show; says why it does not. */
export function closePolygon(pane: ToolPane): void {
  const { session, sheet } = pane;
  const waiting = session?.state.value.polygon;
  if (!session || !waiting) return;
  const polygon = polygonInView(pane);
  const reason = !polygon
    ? waitingWords(waiting)
    : polygon.points.length < 3
      ? "A polygon needs three corners."
      : (session.whyNotDrawable() ?? (pane.rule.range === null || (sheet && pane.hasValues([sheet])) ? null : valuesOnTheirWay));
  if (reason !== null || !polygon || !sheet) {
    if (reason !== null) pane.say(reason);
    return;
  }
  session.setPolygon(null);
  session.fillCurve("polygon", sheet, polygon.points, { isErasing: polygon.isErasing, ...pane.paint });
}

/** A contour that could not be finished in sight waits as an open polygon, its corners a voxel apart; given up where another polygon is open there. */
export function keepAsPolygon(
  session: DrawingSession,
  contour: { readonly sheet: Sheet; readonly points: readonly SlicePoint[]; readonly isErasing: boolean },
  say: (sentence: string) => void,
): void {
  const { sheet, points, isErasing } = contour;
  if (session.state.value.polygon) {
    say(`The contour on ${sheetInWords(sheet)} was given up: its volume was left with the button down, and another polygon is open there.`);
    return;
  }
  const corners: SlicePoint[] = [];
  for (const point of points) {
    const last = corners.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= 1) corners.push(point);
  }
  session.setPolygon(polygonOn(sheet, corners, isErasing));
  say(
    `The contour was not filled, because its volume was left with the button down. It waits on ${sheetInWords(sheet)} as an open polygon.`,
  );
}
