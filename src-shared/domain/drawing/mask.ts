import type { Vector3 } from "../geometry.ts";

/**
 * The lattice of a mask or label map, on any plane: voxels along three axes and the millimetres between them. A single slice has size 1 along
 * the third. Voxel (i, j, k) has the index (k * size[1] + j) * size[0] + i.
 */
export interface MaskGrid {
  readonly size: readonly [number, number, number];
  readonly spacingMm: Vector3;
}

/** Voxels, first and last included, along each axis. */
export interface MaskBox {
  readonly first: readonly [number, number, number];
  readonly last: readonly [number, number, number];
}

/** What makes a mask (0 or 1 a voxel) of another on the same lattice. */
export type MaskOperation = (mask: Uint8Array, grid: MaskGrid) => Uint8Array;

/** The voxels of one label, as a mask. */
export function maskOf(labels: Uint8Array, label: number): Uint8Array {
  return labels.map((each) => (each === label ? 1 : 0));
}

/** How many voxels a mask holds. */
export function countOf(mask: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < mask.length; index++) count += mask[index]!;
  return count;
}

/** The grid of one slice of a grid. */
export function sliceGridOf({ size, spacingMm }: MaskGrid): MaskGrid {
  return { size: [size[0], size[1], 1], spacingMm };
}

/** Applies an operation to the whole mask (in 3D), or to each of its slices by itself. */
export function applyTo(mask: Uint8Array, grid: MaskGrid, is3D: boolean, operation: MaskOperation): Uint8Array {
  if (is3D || grid.size[2] === 1) return operation(mask, grid);
  const perSlice = grid.size[0] * grid.size[1];
  const made = new Uint8Array(mask.length);
  for (let k = 0; k < grid.size[2]; k++)
    made.set(operation(mask.subarray(k * perSlice, (k + 1) * perSlice), sliceGridOf(grid)), k * perSlice);
  return made;
}

/** The smallest box around the voxels of a mask; null where it is empty. */
export function boxOf(mask: Uint8Array, grid: MaskGrid): MaskBox | null {
  return boxesOf(mask, grid)[1] ?? null;
}

/** The smallest boxes around the voxels of every label, by the label; none at labels that do not occur, and at 0. */
export function boxesOf(labels: Uint8Array, { size: [columns, rows, slices] }: MaskGrid): ReadonlyArray<MaskBox | undefined> {
  const boxes: Array<{ readonly first: [number, number, number]; readonly last: [number, number, number] } | undefined> = [];
  for (let k = 0, start = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++, start += columns) {
      // Run by run: most voxels are like the one before.
      for (let i = 0; i < columns;) {
        const label = labels[start + i]!;
        const from = i;
        do i++;
        while (i < columns && labels[start + i] === label);
        if (label === 0) continue;
        const box = (boxes[label] ??= { first: [from, j, k], last: [i - 1, j, k] });
        box.first[0] = Math.min(box.first[0], from);
        box.last[0] = Math.max(box.last[0], i - 1);
        box.first[1] = Math.min(box.first[1], j);
        box.last[1] = Math.max(box.last[1], j);
        box.last[2] = k;
      }
    }
  }
  return boxes;
}

/** The smallest box around the voxels of one label; null where there is none. */
export function boxOfLabel(labels: Uint8Array, { size: [columns, rows, slices] }: MaskGrid, label: number): MaskBox | null {
  const first: [number, number, number] = [columns, rows, slices];
  const last: [number, number, number] = [-1, -1, -1];
  // A search within a row is many times as fast as a look at each voxel.
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = labels.subarray((k * rows + j) * columns, (k * rows + j + 1) * columns);
      const from = row.indexOf(label);
      if (from < 0) continue;
      first[0] = Math.min(first[0], from);
      last[0] = Math.max(last[0], row.lastIndexOf(label));
      first[1] = Math.min(first[1], j);
      last[1] = Math.max(last[1], j);
      first[2] = Math.min(first[2], k);
      last[2] = k;
    }
  }
  return last[2] < 0 ? null : { first, last };
}

/** A box made larger by `marginMm` and one voxel on every side, within the grid. */
export function widened({ first, last }: MaskBox, { size, spacingMm }: MaskGrid, marginMm: number): MaskBox {
  const more = spacingMm.map((spacing) => Math.ceil(marginMm / spacing) + 1);
  const at = (axis: 0 | 1 | 2) => Math.max(0, first[axis] - more[axis]!);
  const to = (axis: 0 | 1 | 2) => Math.min(size[axis] - 1, last[axis] + more[axis]!);
  return { first: [at(0), at(1), at(2)], last: [to(0), to(1), to(2)] };
}

/** The grid of a box of a grid. */
export function boxGrid({ first, last }: MaskBox, { spacingMm }: MaskGrid): MaskGrid {
  return { size: [last[0] - first[0] + 1, last[1] - first[1] + 1, last[2] - first[2] + 1], spacingMm };
}

/** What a box of a mask or label map holds. */
export function cropped(mask: Uint8Array, grid: MaskGrid, box: MaskBox): Uint8Array {
  const made = new Uint8Array(boxGrid(box, grid).size.reduce((product, length) => product * length));
  eachRow(grid, box, (start, end, at) => made.set(mask.subarray(start, end), at));
  return made;
}

/** An empty mask of a grid with a box of it filled from a smaller mask. */
export function pasted(part: Uint8Array, grid: MaskGrid, box: MaskBox): Uint8Array {
  return pastedInto(new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]), part, grid, box);
}

/** Fills a box of a mask or label map, which is changed, from a smaller one; returns it. */
export function pastedInto(whole: Uint8Array, part: Uint8Array, grid: MaskGrid, box: MaskBox): Uint8Array {
  eachRow(grid, box, (start, end, at) => whole.set(part.subarray(at, at + end - start), start));
  return whole;
}

/** An operation done on the smallest part of the grid that holds all it can change or must know: the mask and `marginMm` around it. */
export function inBox(marginMm: number, operation: MaskOperation): MaskOperation {
  return (mask, grid) => {
    const box = boxOf(mask, grid);
    if (!box) return mask.slice();
    const wide = widened(box, grid, marginMm);
    return pasted(operation(cropped(mask, grid, wide), boxGrid(wide, grid)), grid, wide);
  };
}

/** Every row of a box: where it begins and ends in the grid, and where it begins in the box. */
function eachRow(
  { size: [columns, rows] }: MaskGrid,
  { first, last }: MaskBox,
  row: (start: number, end: number, at: number) => void,
): void {
  const width = last[0] - first[0] + 1;
  let at = 0;
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++, at += width) {
      const start = (k * rows + j) * columns + first[0];
      row(start, start + width, at);
    }
  }
}
