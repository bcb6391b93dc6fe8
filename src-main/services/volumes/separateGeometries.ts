import { commonGrid } from "./commonGrid.ts";
import { byFrequency, farthestOff, keyOf, type Lattice, latticeOf, middleLattices, pixelEdge, turnBetween } from "./lattice.ts";
import type { SeriesFrame } from "./seriesFrame.ts";

/** Frames that lie on one grid but for their distances along its normal, and the station (from 1) where there are several side by side. */
export interface GeometryGroup {
  readonly frames: readonly SeriesFrame[];
  readonly station: number | null;
}

/**
 * Parts frames of one matrix so that in each group no pixel lies more than a tenth of a pixel off one grid, straight or slanted (a tilted
 * gantry): by direction and
 * pixel spacing first, then by where the slices lie beside each other (stations of a moving table). Frames that state no place are one group.
 */
export function separateGeometries(frames: readonly SeriesFrame[]): GeometryGroup[] {
  const lattices = new Map(frames.map((slice) => [slice, latticeOf(slice)]));
  const placed = frames.filter((slice) => lattices.get(slice));
  const rest = frames.filter((slice) => !lattices.get(slice));
  const groups = separateLattices(placed, (slice) => lattices.get(slice)!).flatMap(separateStations);
  return rest.length > 0 ? [...groups, { frames: rest, station: null }] : groups;
}

function separateLattices(frames: readonly SeriesFrame[], latticeOfSlice: (slice: SeriesFrame) => Lattice): SeriesFrame[][] {
  let open = byFrequency(frames.map(latticeOfSlice));
  const numbers = new Map<string, number>();
  for (let group = 0; open.length > 0; group += 1) {
    const taken = new Set(
      gather(
        open,
        (seed, lattice, limit) => turnBetween(seed, lattice) <= limit * pixelEdge(seed),
        (together) =>
          middleLattices(together, frames[0]!.columns, frames[0]!.rows).some((middle) =>
            together.every((lattice) => turnBetween(middle, lattice) <= farthestOff * pixelEdge(middle)),
          ),
      ),
    );
    for (const lattice of taken) numbers.set(keyOf(lattice), group);
    open = open.filter((lattice) => !taken.has(lattice));
  }
  return [...Map.groupBy(frames, (slice) => numbers.get(keyOf(latticeOfSlice(slice)))!).values()];
}

function separateStations(frames: readonly SeriesFrame[]): GeometryGroup[] {
  const grid = commonGrid(frames)!;
  if (grid.off <= farthestOff) return [{ frames, station: null }];
  const placeOfSlice = new Map(frames.map((slice, index) => [slice, grid.places[index]!]));
  const edge = pixelEdge(grid.lattice);
  const stations: SeriesFrame[][] = [];
  for (let open = [...frames]; open.length > 0;) {
    const taken = new Set(
      gather(
        open,
        (seed, slice, limit) => {
          const [a, b] = [placeOfSlice.get(seed)!, placeOfSlice.get(slice)!];
          return Math.hypot(a[0] - b[0], a[1] - b[1]) <= limit * edge;
        },
        (together) => commonGrid(together)!.off <= farthestOff,
      ),
    );
    stations.push([...taken]);
    open = open.filter((slice) => !taken.has(slice));
  }
  return stations.map((station, index) => ({ frames: station, station: stations.length > 1 ? index + 1 : null }));
}

/** The first and all that can share a grid with it: two that lie a tenth of a pixel off their grid are two tenths apart. */
function gather<Item>(
  open: readonly Item[],
  isNear: (seed: Item, item: Item, limit: number) => boolean,
  fits: (together: readonly Item[]) => boolean,
): Item[] {
  const seed = open[0]!;
  const near = open.filter((item) => item === seed || isNear(seed, item, farthestOff * 2));
  if (fits(near)) return near;
  const nearer = open.filter((item) => item === seed || isNear(seed, item, farthestOff));
  return fits(nearer) ? nearer : [seed];
}
