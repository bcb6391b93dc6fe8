import type { Contour } from "#shared/domain/drawing/contours.ts";
import { placed, type Placement } from "#shared/domain/drawing/transformContours.ts";
import type { SlicePoint } from "./brush.ts";

type Millimetres = readonly [number, number];

/** The box around a shape, mm of the slice from the centre of its first pixel. */
export interface ShapeBox {
  readonly low: Millimetres;
  readonly high: Millimetres;
}

/** What a drag does: move all; scale both ways alike, along columns, or along rows; turn. */
export type Hold = "move" | "scale" | "wide" | "high" | "turn";

/** The box around contours; there is at least one. */
export function boxAround(contours: readonly Contour[], [sx, sy]: Millimetres): ShapeBox {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of contours.flat()) {
    [left, right] = [Math.min(left, x * sx), Math.max(right, x * sx)];
    [top, bottom] = [Math.min(top, y * sy), Math.max(bottom, y * sy)];
  }
  return { low: [left, top], high: [right, bottom] };
}

/** Where it lies: nothing moved, scaled or turned. */
export function unmoved({ low, high }: ShapeBox): Placement {
  return { centreMm: [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2], shiftMm: [0, 0], scale: [1, 1], angle: 0 };
}

export function isUnmoved({ shiftMm, scale, angle }: Placement): boolean {
  return shiftMm[0] === 0 && shiftMm[1] === 0 && scale[0] === 1 && scale[1] === 1 && angle === 0;
}

/** The corners of the box as it was moved, in pixel coordinates, in their order around it. */
export function cornersOf({ low, high }: ShapeBox, placement: Placement, spacing: Millimetres): SlicePoint[] {
  return (
    [
      [low[0], low[1]],
      [high[0], low[1]],
      [high[0], high[1]],
      [low[0], high[1]],
    ] as const
  ).map(([x, y]) => placed([x / spacing[0], y / spacing[1]], placement, spacing));
}

/** What can be taken hold of, in pixel coordinates: corners, middles of the sides, and above the box what turns it, `awayMm` from it. */
export function handlesOf(
  box: ShapeBox,
  placement: Placement,
  spacing: Millimetres,
  awayMm: number,
): ReadonlyArray<readonly [Hold, SlicePoint]> {
  const { low, high } = box;
  const [midX, midY] = placement.centreMm;
  const at = (x: number, y: number) => placed([x / spacing[0], y / spacing[1]], placement, spacing);
  return [
    ...cornersOf(box, placement, spacing).map((corner) => ["scale", corner] as const),
    ["high", at(midX, low[1])],
    ["wide", at(high[0], midY)],
    ["high", at(midX, high[1])],
    ["wide", at(low[0], midY)],
    ["turn", at(midX, low[1] - awayMm / placement.scale[1])],
  ];
}

/** The placement after a drag of one handle, or of the whole, from one place to another, mm of the slice; it is scaled and turned about its middle. */
export function dragged(start: Placement, hold: Hold, from: Millimetres, to: Millimetres): Placement {
  if (hold === "move") return { ...start, shiftMm: [start.shiftMm[0] + to[0] - from[0], start.shiftMm[1] + to[1] - from[1]] };
  const middle: Millimetres = [start.centreMm[0] + start.shiftMm[0], start.centreMm[1] + start.shiftMm[1]];
  const [a, b] = [from, to].map(([x, y]) => [x - middle[0], y - middle[1]] as const) as [Millimetres, Millimetres];
  if (hold === "turn") return { ...start, angle: start.angle + Math.atan2(b[1], b[0]) - Math.atan2(a[1], a[0]) };
  if (hold === "scale") {
    const factor = limited(Math.hypot(...b) / Math.max(Math.hypot(...a), 1e-6));
    return { ...start, scale: [start.scale[0] * factor, start.scale[1] * factor] };
  }
  // Along the box's own sides.
  const [cos, sin] = [Math.cos(start.angle), Math.sin(start.angle)];
  const along = ([x, y]: Millimetres) => (hold === "wide" ? cos * x + sin * y : cos * y - sin * x);
  const factor = limited(along(b) / (Math.sign(along(a)) * Math.max(Math.abs(along(a)), 1e-6)));
  return { ...start, scale: hold === "wide" ? [start.scale[0] * factor, start.scale[1]] : [start.scale[0], start.scale[1] * factor] };
}

/** A shape is not turned inside out, and not made so small that it is lost. */
function limited(factor: number): number {
  return Math.min(20, Math.max(0.05, factor));
}

/** Whether a place lies in the box as it was moved. */
export function isInside({ low, high }: ShapeBox, { centreMm, shiftMm, scale, angle }: Placement, [x, y]: Millimetres): boolean {
  const [dx, dy] = [x - centreMm[0] - shiftMm[0], y - centreMm[1] - shiftMm[1]];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (
    Math.abs(cos * dx + sin * dy) <= ((high[0] - low[0]) / 2) * scale[0] &&
    Math.abs(cos * dy - sin * dx) <= ((high[1] - low[1]) / 2) * scale[1]
  );
}
