import { rasterisePolygon, type SlicePoint } from "../rasterisePolygon.ts";
import { rectsOf } from "./pieces.ts";

/** A closed line on a slice in continuous pixel coordinates; the last point is joined to the first. */
export type Contour = readonly SlicePoint[];

/** Points stay so far from the pixel centres on both sides, in pixels. */
const margin = 0.05;
/** Towards the middle of the neighbours and back again, so that nothing shrinks (Taubin 1995); so many times. */
const [forth, back, smoothings] = [0.5, -0.52, 12];

/**
 * The contours of a label on a slice, those of holes too: each crosses every pixel edge of the border once, between the centre inside and the one outside, and
 * is otherwise as smooth as that allows (a constrained surface net, Gibson 1998, on the lattice edges). So fillContours gives back exactly the label's pixels.
 * Pixels that touch by a corner only have contours of their own.
 * @param labels columns * rows labels, row by row
 */
export function contoursOf(labels: Uint8Array, columns: number, label: number): Contour[] {
  const rows = labels.length / columns;
  const rect = rectsOf(labels, columns).get(label);
  if (!rect) return [];
  const isIn = (x: number, y: number) => x >= 0 && y >= 0 && x < columns && y < rows && labels[y * columns + x] === label;
  // Lattice edges by number: from a pixel to the right one (even), or to the one below (odd); with a ring of pixels outside.
  const width = rect.columns + 2;
  const [left, top] = [rect.firstColumn - 1, rect.firstRow - 1];
  const next = new Map<number, number>();
  for (let y = 0; y <= rect.rows; y++) {
    for (let x = 0; x <= rect.columns; x++) {
      const corners =
        Number(isIn(left + x, top + y)) |
        (Number(isIn(left + x + 1, top + y)) << 1) |
        (Number(isIn(left + x + 1, top + y + 1)) << 2) |
        (Number(isIn(left + x, top + y + 1)) << 3);
      const at = 2 * (y * width + x);
      // The edges of the cell: above, to the right, below, to the left.
      const edges = [at, at + 3, at + 2 * width, at + 1] as const;
      for (const [from, to] of turns[corners]!) next.set(edges[from], edges[to]);
    }
  }
  const contours: Contour[] = [];
  for (const start of next.keys()) {
    const ring: number[] = [];
    for (let edge: number | undefined = start; edge !== undefined;) {
      const after: number | undefined = next.get(edge);
      next.delete(edge);
      if (after !== undefined) ring.push(edge);
      edge = after;
    }
    if (ring.length > 0) contours.push(smoothed(ring, width).map(([x, y]) => [left + x, top + y]));
  }
  return contours;
}

type Edge = 0 | 1 | 2 | 3;
type Turn = readonly [Edge, Edge];

/**
 * By which corners of a cell are inside (bits: top left, top right, bottom right, bottom left): from which edge to which a contour runs, the inside to its
 * right.
 */
const turns: ReadonlyArray<readonly Turn[]> = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];

/** Lets each point slide along its lattice edge towards the middle of its neighbours. */
function smoothed(ring: readonly number[], width: number): SlicePoint[] {
  const places = ring.map((edge) => ({ x: (edge >> 1) % width, y: Math.floor((edge >> 1) / width), isAcross: (edge & 1) === 0 }));
  let along = new Float64Array(ring.length).fill(0.5);
  const xOf = (at: number) => places[at]!.x + (places[at]!.isAcross ? along[at]! : 0);
  const yOf = (at: number) => places[at]!.y + (places[at]!.isAcross ? 0 : along[at]!);
  for (let turn = 0; turn < 2 * smoothings; turn++) {
    const part = turn % 2 === 0 ? forth : back;
    along = along.map((own, at) => {
      const [before, after] = [(at + ring.length - 1) % ring.length, (at + 1) % ring.length];
      const { x, y, isAcross } = places[at]!;
      const middle = isAcross ? (xOf(before) + xOf(after)) / 2 - x : (yOf(before) + yOf(after)) / 2 - y;
      return Math.min(1 - margin, Math.max(margin, own + part * (middle - own)));
    });
  }
  return ring.map((_, at) => [xOf(at), yOf(at)]);
}

/** The pixels whose centre lies inside an odd number of contours; 1 inside, 0 outside; columns * rows, row by row. */
export function fillContours(contours: readonly Contour[], columns: number, rows: number): Uint8Array {
  const filled = new Uint8Array(columns * rows);
  for (const contour of contours) {
    const inside = rasterisePolygon(contour, columns, rows);
    for (let index = 0; index < filled.length; index++) filled[index]! ^= inside[index]!;
  }
  return filled;
}
