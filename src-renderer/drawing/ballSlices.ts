import type { Vector3 } from "#shared/domain/geometry.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { VoxelBox } from "./brush.ts";

/** What a ball cuts out of a slice: a disc. */
export interface BallSlice {
  readonly sliceIndex: number;
  readonly radiusMm: number;
}

/** The slices that a ball about a place on a slice reaches, in order, and how wide it is there. The slices must be at even distances. */
export function ballSlices({ slices, spacingMm }: Pick<Volume, "slices" | "spacingMm">, sliceIndex: number, radiusMm: number): BallSlice[] {
  const reach = Math.floor(radiusMm / spacingMm[2] + 1e-9);
  const found: BallSlice[] = [];
  for (let k = Math.max(0, sliceIndex - reach); k <= Math.min(slices - 1, sliceIndex + reach); k++)
    found.push({ sliceIndex: k, radiusMm: Math.sqrt(Math.max(0, radiusMm ** 2 - ((k - sliceIndex) * spacingMm[2]) ** 2)) });
  return found;
}

/** What a ball that is drawn along a line takes of a slice: voxels by their index in the volume, and the box that holds them. */
interface BallPart {
  readonly sliceIndex: number;
  readonly box: VoxelBox;
  readonly voxels: readonly number[];
}

/**
 * The voxels whose centre is within a radius of the line between two points in continuous voxel coordinates, whichever way that runs through the
 * slices. The slices must be at even distances.
 */
export function ballVoxels(
  { columns, rows, slices, spacingMm: [sx, sy, sz] }: Pick<Volume, "columns" | "rows" | "slices" | "spacingMm">,
  from: Vector3,
  to: Vector3,
  radiusMm: number,
): BallPart[] {
  const [ax, ay, az] = [from[0] * sx, from[1] * sy, from[2] * sz];
  const [dx, dy, dz] = [to[0] * sx - ax, to[1] * sy - ay, to[2] * sz - az];
  const lengthSquared = dx ** 2 + dy ** 2 + dz ** 2;
  const ends = (axis: 0 | 1 | 2, spacing: number, count: number) => [
    Math.max(0, Math.floor(Math.min(from[axis], to[axis]) - radiusMm / spacing)),
    Math.min(count - 1, Math.ceil(Math.max(from[axis], to[axis]) + radiusMm / spacing)),
  ];
  const [[left, right], [top, bottom], [first, last]] = [ends(0, sx, columns), ends(1, sy, rows), ends(2, sz, slices)] as [
    [number, number],
    [number, number],
    [number, number],
  ];
  const parts: BallPart[] = [];
  for (let k = first; k <= last; k++) {
    const voxels: number[] = [];
    for (let j = top; j <= bottom; j++) {
      for (let i = left; i <= right; i++) {
        const [x, y, z] = [i * sx - ax, j * sy - ay, k * sz - az];
        const t = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy + z * dz) / lengthSquared));
        const distanceSquared = (x - t * dx) ** 2 + (y - t * dy) ** 2 + (z - t * dz) ** 2;
        if (distanceSquared <= radiusMm ** 2 * (1 + 1e-12)) voxels.push((k * rows + j) * columns + i);
      }
    }
    if (voxels.length > 0)
      parts.push({ sliceIndex: k, box: { firstColumn: left, lastColumn: right, firstRow: top, lastRow: bottom }, voxels });
  }
  return parts;
}
