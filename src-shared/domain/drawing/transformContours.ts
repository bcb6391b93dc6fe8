import type { SlicePoint } from "../rasterisePolygon.ts";
import type { Contour } from "./contours.ts";

type Spacing = readonly [number, number];

/** How a shape is moved on its slice; all in millimetres of the slice, so that it keeps its form where pixels are not square. */
export interface Placement {
  /** About which it is scaled and turned, mm from the centre of the first pixel. */
  readonly centreMm: readonly [number, number];
  readonly shiftMm: readonly [number, number];
  /** Along columns and rows, before it is turned. */
  readonly scale: readonly [number, number];
  /** Clockwise as the pixels lie, columns to the right and rows down; radians. */
  readonly angle: number;
}

/** A point moved as a placement says: scaled, turned, shifted. */
export function placed([x, y]: SlicePoint, { centreMm, shiftMm, scale, angle }: Placement, [sx, sy]: Spacing): SlicePoint {
  const dx = (x * sx - centreMm[0]) * scale[0];
  const dy = (y * sy - centreMm[1]) * scale[1];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [(centreMm[0] + shiftMm[0] + cos * dx - sin * dy) / sx, (centreMm[1] + shiftMm[1] + sin * dx + cos * dy) / sy];
}

/** Contours moved as a placement says. */
export function placedContours(contours: readonly Contour[], placement: Placement, spacingMm: Spacing): Contour[] {
  return contours.map((contour) => contour.map((point) => placed(point, placement, spacingMm)));
}

/** The mirror images of contours about the line through two points, at right angles in millimetres. The two points must differ. */
export function mirroredContours(contours: readonly Contour[], [a, b]: readonly [SlicePoint, SlicePoint], [sx, sy]: Spacing): Contour[] {
  const [lineX, lineY] = [(b[0] - a[0]) * sx, (b[1] - a[1]) * sy];
  const square = lineX * lineX + lineY * lineY;
  return contours.map((contour) =>
    contour.map(([x, y]): SlicePoint => {
      const [px, py] = [(x - a[0]) * sx, (y - a[1]) * sy];
      // Twice the way from the point to the line.
      const part = (2 * (px * lineY - py * lineX)) / square;
      return [x - (part * lineY) / sx, y + (part * lineX) / sy];
    }),
  );
}
