import type { MaskGrid } from "./mask.ts";

/** Voxels are neighbours that share a face (4 in a slice, 6 in 3D), or a face, an edge or a corner (8 in a slice, 26 in 3D). */
export type Connectivity = "faces" | "corners";

/** The connected parts of a mask. */
export interface Components {
  /** For each voxel the number of its part, from 1; 0 outside the mask. */
  readonly parts: Int32Array;
  /** Voxels of each part, by its number less 1. The largest is first; of equal ones, the one with the lowest voxel index. */
  readonly sizes: readonly number[];
}

/** Finds the connected parts of a mask. On a grid of one slice neighbours are in the slice. */
export function componentsOf(mask: Uint8Array, grid: MaskGrid, connectivity: Connectivity): Components {
  const parts = new Int32Array(mask.length);
  const waiting = new Int32Array(mask.length);
  const sizes: number[] = [];
  const neighbours = neighboursOf(grid, connectivity);
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || parts[start] !== 0) continue;
    const part = sizes.length + 1;
    let [count, size] = [1, 0];
    waiting[0] = start;
    parts[start] = part;
    while (count > 0) {
      const index = waiting[--count]!;
      size++;
      neighbours(index, (next) => {
        if (mask[next] === 0 || parts[next] !== 0) return;
        parts[next] = part;
        waiting[count++] = next;
      });
    }
    sizes.push(size);
  }
  const order = [...sizes.keys()].toSorted((a, b) => sizes[b]! - sizes[a]! || a - b);
  const rank = new Int32Array(sizes.length + 1);
  for (const [at, part] of order.entries()) rank[part + 1] = at + 1;
  return { parts: parts.map((part) => rank[part]!), sizes: order.map((part) => sizes[part]!) };
}

/** Calls back with the neighbours of a voxel, by their index. */
export function neighboursOf(
  { size: [columns, rows, slices] }: MaskGrid,
  connectivity: Connectivity,
): (index: number, found: (neighbour: number) => void) => void {
  const steps: Array<readonly [number, number, number]> = [];
  for (const dk of [-1, 0, 1])
    for (const dj of [-1, 0, 1])
      for (const di of [-1, 0, 1]) {
        const moved = Math.abs(di) + Math.abs(dj) + Math.abs(dk);
        if (moved === 1 || (moved > 1 && connectivity === "corners")) steps.push([di, dj, dk]);
      }
  return (index, found) => {
    const i = index % columns;
    const j = Math.floor(index / columns) % rows;
    const k = Math.floor(index / (columns * rows));
    for (const [di, dj, dk] of steps) {
      if (i + di < 0 || i + di >= columns || j + dj < 0 || j + dj >= rows || k + dk < 0 || k + dk >= slices) continue;
      found(index + di + (dj + dk * rows) * columns);
    }
  };
}
