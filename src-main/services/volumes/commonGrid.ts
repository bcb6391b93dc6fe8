import { dot, type Vector3 } from "#shared/domain/geometry.ts";
import {
  cornersBetween,
  farthestOff,
  type Lattice,
  latticeOf,
  middle,
  middleLattices,
  pixelEdge,
  turnedOnto,
  worthTelling,
} from "./lattice.ts";
import type { SeriesFrame } from "./seriesFrame.ts";

/** How frames lie on one grid, whatever their distances along its normal. */
export interface CommonGrid {
  readonly lattice: Lattice;
  /** Where each frame's first voxel lies when the frame is turned about its centre onto the lattice, LPS, mm. */
  readonly corners: readonly Vector3[];
  /** The corners along row, column and normal, mm. */
  readonly places: readonly Vector3[];
  /** What the grid has across and down for a distance along the normal. */
  readonly sideways: (distanceMm: number) => readonly [number, number];
  /** Degrees by which the stack is slanted (a gantry's tilt); 0 where slices lie straight behind each other. */
  readonly tiltDegrees: number;
  /** The farthest any pixel lies from the grid, as a share of the smallest pixel edge; distances along the normal, which may be uneven, do not count. */
  readonly off: number;
}

/** The grid that frames of one matrix have in common, straight or slanted, or null where one of them does not say where its pixels lie. */
export function commonGrid(frames: readonly SeriesFrame[]): CommonGrid | null {
  const lattices: Lattice[] = [];
  for (const slice of frames) {
    const lattice = latticeOf(slice);
    if (!lattice) return null;
    lattices.push(lattice);
  }
  const [usual, between] = middleLattices(lattices, frames[0]!.columns, frames[0]!.rows);
  const grid = gridOn(usual!, frames, lattices);
  if (!between || grid.off <= worthTelling) return grid;
  const other = gridOn(between, frames, lattices);
  return other.off < grid.off ? other : grid;
}

/** The frames on a lattice: straight behind each other, on the first of them where that is near enough, or slanted. */
function gridOn(lattice: Lattice, frames: readonly SeriesFrame[], lattices: readonly Lattice[]): CommonGrid {
  const corners = frames.map(({ frame }, index) => turnedOnto(lattice, lattices[index]!, frame.position!));
  const places = corners.map((corner): Vector3 => [dot(corner, lattice.row), dot(corner, lattice.column), dot(corner, lattice.normal)]);
  const farthest = (sideways: CommonGrid["sideways"]) => {
    let most = 0;
    for (const [index, [across, down, distance]] of places.entries()) {
      const [toAcross, toDown] = sideways(distance);
      most = Math.max(most, farthestCorner(lattices[index]!, lattice, across - toAcross, down - toDown));
    }
    return most / pixelEdge(lattice);
  };
  const of = (sideways: CommonGrid["sideways"], tiltDegrees = 0): CommonGrid => ({
    lattice,
    corners,
    places,
    sideways,
    tiltDegrees,
    off: farthest(sideways),
  });
  const first = of(() => [places[0]![0], places[0]![1]]);
  if (first.off <= worthTelling) return first;
  const [across, down] = [middle(places.map(([value]) => value)), middle(places.map(([, value]) => value))];
  const straight = of(() => [across, down]);
  if (straight.off <= farthestOff) return straight.off < first.off ? straight : first;
  const slanted = slantedLine(places);
  const tilted = slanted && of(slanted.sideways, slanted.degrees);
  return tilted && tilted.off <= farthestOff ? tilted : straight;
}

function farthestCorner(own: Lattice, lattice: Lattice, shiftAcross: number, shiftDown: number): number {
  const shift = [0, 1, 2].map((axis) => lattice.row[axis]! * shiftAcross + lattice.column[axis]! * shiftDown);
  return Math.max(
    ...cornersBetween(own, lattice).flatMap((corner) =>
      [1, -1].map((sign) => Math.hypot(...corner.map((value, axis) => sign * value + shift[axis]!))),
    ),
  );
}

/** The line through slices at three distances or more, by least squares. Two lie on a line however they are shifted, which tells nothing. */
function slantedLine(places: readonly Vector3[]): { sideways: CommonGrid["sideways"]; degrees: number } | null {
  const distances = [...new Set(places.map(([, , distance]) => distance))].toSorted((a, b) => a - b);
  const length = distances.at(-1)! - distances[0]!;
  const apart = distances.filter((distance, index) => index === 0 || distance - distances[index - 1]! > length * 1e-3);
  if (apart.length < 3) return null;
  const mean = [0, 1, 2].map((axis) => places.reduce((sum, place) => sum + place[axis]!, 0) / places.length);
  const spread = places.reduce((sum, [, , distance]) => sum + (distance - mean[2]!) ** 2, 0);
  const slope = (axis: 0 | 1) => places.reduce((sum, place) => sum + (place[axis] - mean[axis]!) * (place[2] - mean[2]!), 0) / spread;
  const [across, down] = [slope(0), slope(1)];
  return {
    sideways: (distance) => [mean[0]! + across * (distance - mean[2]!), mean[1]! + down * (distance - mean[2]!)],
    degrees: (Math.atan(Math.hypot(across, down)) * 180) / Math.PI,
  };
}
