/** Voxels of a slice as an SVG path in voxel coordinates, and how those lie on the screen. */
export interface VoxelPath {
  readonly path: string;
  /** An SVG transform. */
  readonly transform: string;
}

/**
 * The outline of voxels; null where there are none.
 * @param indices voxels of a slice, ascending
 * @param toCanvas where a place of the slice, in continuous voxel coordinates, is on the screen
 */
export function voxelPath(
  indices: readonly number[],
  columns: number,
  toCanvas: (column: number, row: number) => readonly [number, number] | null,
): VoxelPath | null {
  const [origin, right, down] = [toCanvas(0, 0), toCanvas(1, 0), toCanvas(0, 1)];
  if (indices.length === 0 || !origin || !right || !down) return null;
  const matrix = [right[0] - origin[0], right[1] - origin[1], down[0] - origin[0], down[1] - origin[1], origin[0], origin[1]];
  const parts: string[] = [];
  for (let at = 0; at < indices.length;) {
    const first = indices[at]!;
    const row = Math.floor(first / columns);
    let end = at + 1;
    while (end < indices.length && indices[end] === first + end - at && Math.floor(indices[end]! / columns) === row) end++;
    // A voxel reaches half its size to each side of its centre.
    parts.push(`M${first - row * columns - 0.5} ${row - 0.5}h${end - at}v1h${at - end}z`);
    at = end;
  }
  return { path: parts.join(""), transform: `matrix(${matrix.join(" ")})` };
}
