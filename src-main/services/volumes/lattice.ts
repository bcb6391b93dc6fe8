import { minus, type Vector3 } from "#shared/domain/geometry.ts";
import { type Plane, planeOf, planeThrough } from "./planes.ts";
import type { SeriesFrame } from "./seriesFrame.ts";

/** Frames whose pixels lie farther than this from one grid, as a share of its smallest pixel edge, are no volume together. */
export const farthestOff = 0.1;
/** From here on, as a share of the smallest pixel edge, it is said that pixels do not lie on the grid. */
export const worthTelling = 0.02;

/** How the pixels of a slice lie about its centre: directions, and the distance of rows and of columns in mm. */
export interface Lattice extends Plane {
  /** Between rows, then between columns. */
  readonly pixelSpacing: readonly [number, number];
  /** From the centre of the slice to the middle of its last column, and to that of its last row, mm. */
  readonly across: Vector3;
  readonly down: Vector3;
}

/** The lattice of a frame, or null where it does not say where its pixels lie. */
export function latticeOf(slice: SeriesFrame): Lattice | null {
  const plane = planeOf(slice);
  const { pixelSpacing } = slice.frame;
  return plane && pixelSpacing ? makeLattice(plane, pixelSpacing, slice) : null;
}

/** The smallest edge of a pixel, mm. */
export function pixelEdge({ pixelSpacing }: Lattice): number {
  return Math.min(...pixelSpacing);
}

/** How far apart the pixels of two slices lie at most when their centres are laid on each other, mm. The farthest are corners. */
export function turnBetween(a: Lattice, b: Lattice): number {
  return Math.max(...cornersBetween(a, b).map((corner) => Math.hypot(...corner)));
}

/**
 * What separates the corners of two slices whose centres are laid on each other, mm: the last of each row and column, and the last of each
 * row in the first column; the others mirror these.
 */
export function cornersBetween(a: Lattice, b: Lattice): readonly [Vector3, Vector3] {
  const [across, down] = [minus(a.across, b.across), minus(a.down, b.down)];
  return [[across[0] + down[0], across[1] + down[1], across[2] + down[2]], minus(across, down)];
}

/** Lattices that may fit all of these: the one that most of them have, and where they differ the middle of all. */
export function middleLattices(lattices: readonly Lattice[], columns: number, rows: number): Lattice[] {
  const different = byFrequency(lattices);
  if (different.length === 1) return different;
  const between = (valueOf: (lattice: Lattice) => number) => middle(different.map(valueOf));
  const vector = (valueOf: (lattice: Lattice) => Vector3): Vector3 => [
    between((each) => valueOf(each)[0]),
    between((each) => valueOf(each)[1]),
    between((each) => valueOf(each)[2]),
  ];
  return [
    different[0]!,
    makeLattice(
      planeThrough(
        vector(({ row }) => row),
        vector(({ column }) => column),
      ),
      [between(({ pixelSpacing }) => pixelSpacing[0]), between(({ pixelSpacing }) => pixelSpacing[1])],
      { columns, rows },
    ),
  ];
}

/** Different lattices, the most frequent first; equally frequent ones by their numbers, so that the order of files does not matter. */
export function byFrequency(lattices: readonly Lattice[]): Lattice[] {
  return [...Map.groupBy(lattices, keyOf).values()]
    .toSorted((a, b) => b.length - a.length || compareNumbers(numbersOf(a[0]!), numbersOf(b[0]!)))
    .map((same) => same[0]!);
}

/** Equal for lattices of the very same numbers, and for these only. */
export function keyOf(lattice: Lattice): string {
  return numbersOf(lattice).join(" ");
}

/** Half way between the least and the greatest. */
export function middle(values: readonly number[]): number {
  const [least, greatest] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  return (least + greatest) / 2;
}

function makeLattice(
  plane: Plane,
  pixelSpacing: readonly [number, number],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Lattice {
  return {
    ...plane,
    pixelSpacing,
    across: times(plane.row, (pixelSpacing[1] * (columns - 1)) / 2),
    down: times(plane.column, (pixelSpacing[0] * (rows - 1)) / 2),
  };
}

function numbersOf({ row, column, pixelSpacing }: Lattice): number[] {
  return [...row, ...column, ...pixelSpacing];
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

function times(vector: Vector3, factor: number): Vector3 {
  return [vector[0] * factor, vector[1] * factor, vector[2] * factor];
}

/** Where the first voxel of a slice lies when the slice is turned about its centre onto a lattice, LPS, mm. */
export function turnedOnto(lattice: Lattice, own: Lattice, position: Vector3): Vector3 {
  return [0, 1, 2].map(
    (axis) => position[axis]! + (own.across[axis]! - lattice.across[axis]!) + (own.down[axis]! - lattice.down[axis]!),
  ) as unknown as Vector3;
}
