import { cross, dot, type Vector3 } from "#shared/domain/geometry.ts";
import { isUnsplitMosaic, type SeriesFrame } from "./seriesFrame.ts";

/** The plane of a frame: its axes as orthonormal vectors in LPS. */
export interface Plane {
  readonly row: Vector3;
  readonly column: Vector3;
  readonly normal: Vector3;
}

/** The plane of a frame, or null where it states none. The column is made perpendicular to the row, which rounding in the file may have spoilt. */
export function planeOf(slice: SeriesFrame): Plane | null {
  const { orientation, position } = slice.frame;
  if (!orientation || !position || isUnsplitMosaic(slice)) return null;
  return planeThrough([orientation[0], orientation[1], orientation[2]], [orientation[3], orientation[4], orientation[5]]);
}

/** The plane of a row and a column that need be neither of unit length nor perpendicular: the row keeps its direction. */
export function planeThrough(rowAxis: Vector3, columnAxis: Vector3): Plane {
  const row = unit(rowAxis);
  const along = dot(columnAxis, row);
  const column = unit([columnAxis[0] - along * row[0], columnAxis[1] - along * row[1], columnAxis[2] - along * row[2]]);
  return { row, column, normal: cross(row, column) };
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
