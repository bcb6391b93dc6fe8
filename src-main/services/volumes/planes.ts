import { cross, dot, type Vector3 } from "#shared/domain/geometry.ts";
import { isUnsplitMosaic, type SeriesFrame } from "./seriesFrame.ts";

/** The plane of a frame: its axes as orthonormal vectors in LPS. */
export interface Plane {
  readonly row: Vector3;
  readonly column: Vector3;
  readonly normal: Vector3;
}

const sameDirection = 0.001;
/** Positions closer than this, mm, are one. */
export const samePositionMm = 0.01;

/** The plane of a frame, or null where it states none. The column is made perpendicular to the row, which rounding in the file may have spoilt. */
export function planeOf(slice: SeriesFrame): Plane | null {
  const { orientation, position } = slice.frame;
  if (!orientation || !position || isUnsplitMosaic(slice)) return null;
  const row = unit([orientation[0], orientation[1], orientation[2]]);
  const stated: Vector3 = [orientation[3], orientation[4], orientation[5]];
  const along = dot(stated, row);
  const column = unit([stated[0] - along * row[0], stated[1] - along * row[1], stated[2] - along * row[2]]);
  return { row, column, normal: cross(row, column) };
}

/** Numbers the orientations of frames: equal within 0.001 in every component. -1 where there is none. */
export function numberOrientations(frames: readonly SeriesFrame[]): Map<SeriesFrame, number> {
  const found: Plane[] = [];
  return new Map(frames.map((slice) => {
    const plane = planeOf(slice);
    if (!plane) return [slice, -1];
    const known = found.findIndex((other) => isSame(plane.row, other.row) && isSame(plane.column, other.column));
    return [slice, known >= 0 ? known : found.push(plane) - 1];
  }));
}

/** Numbers the positions of frames along the normal of the first: those within 0.01 mm share a number. Frames without a plane all have 0. */
export function numberPositions(frames: readonly SeriesFrame[]): Map<SeriesFrame, number> {
  const plane = frames[0] && planeOf(frames[0]);
  if (!plane) return new Map(frames.map((slice) => [slice, 0]));
  const placed = frames.map((slice) => ({ slice, distance: dot(slice.frame.position!, plane.normal) })).sort((a, b) => a.distance - b.distance);
  let number = 0;
  return new Map(placed.map(({ slice, distance }, index) => {
    if (index > 0 && distance - placed[index - 1]!.distance > samePositionMm) number += 1;
    return [slice, number];
  }));
}

/** "axial", "coronal" or "sagittal", by the axis nearest to the normal; "oblique" where none is within 30 degrees. */
export function planeName({ normal }: Plane): string {
  const sizes = normal.map(Math.abs);
  const largest = Math.max(...sizes);
  if (largest < Math.cos(Math.PI / 6)) return "oblique";
  return ["sagittal", "coronal", "axial"][sizes.indexOf(largest)]!;
}

function unit(vector: Vector3): Vector3 {
  const length = Math.hypot(...vector);
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}

function isSame(a: Vector3, b: Vector3): boolean {
  return a.every((value, axis) => Math.abs(value - b[axis]!) < sameDirection);
}
