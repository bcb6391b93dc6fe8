import type { OpenPolygon } from "#shared/api/segmentation.ts";
import type { SlicePoint } from "./brush.ts";
import { valuesOnTheirWay } from "./brushHandlers.ts";
import type { DrawingSession } from "./drawingSession.ts";
import type { ToolPane } from "./toolPane.ts";

/** The polygon that is open on the slice on show; null where there is none, or it waits on another slice. */
export function polygonInView({ session, viewport }: ToolPane): OpenPolygon | null {
  const polygon = session?.state.value.polygon ?? null;
  const { plane, sliceIndex, isRendered } = viewport.state;
  return polygon && plane === "acquisition" && isRendered && sliceIndex === polygon.sliceIndex ? polygon : null;
}

/** Where an open polygon is, and what to do about it. */
export function waitingWords(sliceIndex: number): string {
  return `A polygon is open on slice ${sliceIndex + 1}. Go there to close it, or give it up.`;
}

/** Closes and fills the polygon on the slice on show; says why it does not. */
export function closePolygon(pane: ToolPane): void {
  const { session } = pane;
  const waiting = session?.state.value.polygon;
  if (!session || !waiting) return;
  const polygon = polygonInView(pane);
  const reason = !polygon
    ? waitingWords(waiting.sliceIndex)
    : polygon.points.length < 3
      ? "A polygon needs three corners."
      : (session.whyNotDrawable() ?? (pane.rule.range === null || pane.hasValues([polygon.sliceIndex]) ? null : valuesOnTheirWay));
  if (reason !== null || !polygon) {
    if (reason !== null) pane.say(reason);
    return;
  }
  session.setPolygon(null);
  session.fillCurve("polygon", polygon.sliceIndex, polygon.points, {
    isErasing: polygon.isErasing,
    rule: pane.rule,
    values: (k) => pane.valuesOf(k),
  });
}

/** A contour that could not be finished in sight waits as an open polygon, its corners a voxel apart; given up where another polygon is open there. */
export function keepAsPolygon(
  session: DrawingSession,
  contour: { readonly sliceIndex: number; readonly points: readonly SlicePoint[]; readonly isErasing: boolean },
  say: (sentence: string) => void,
): void {
  const { sliceIndex, points, isErasing } = contour;
  if (session.state.value.polygon) {
    say(
      `The contour on slice ${sliceIndex + 1} was given up: its volume was left with the button down, and another polygon is open there.`,
    );
    return;
  }
  const corners: SlicePoint[] = [];
  for (const point of points) {
    const last = corners.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= 1) corners.push(point);
  }
  session.setPolygon({ sliceIndex, points: corners, isErasing });
  say(
    `The contour was not filled, because its volume was left with the button down. It waits on slice ${sliceIndex + 1} as an open polygon.`,
  );
}
