import { axisOf, dot, patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "./geometry.ts";
import { allocateVoxels, scalarTypeOf, type VoxelArray } from "./volume.ts";

/**
 * How the voxels of one grid (the source) lie on the lattice of another (the target): axis `axes[a]` of the source runs along axis a of the
 * target, backwards where
 * `flips[a]`. The source may hold a box of the lattice only, or reach beyond the target.
 */
export interface GridMatch {
  readonly axes: readonly [Axis, Axis, Axis];
  readonly flips: readonly [boolean, boolean, boolean];
  /** The target's voxel (i, j, k) at which the box of the source begins; outside the target where it reaches beyond. */
  readonly offset: Vector3;
  /** How far a voxel's centre in the source lies at most from that of its voxel in the target, mm. */
  readonly apartMm: number;
  /** The same as a share of the target's smallest voxel edge; at most largestShare. */
  readonly share: number;
}

type Axis = 0 | 1 | 2;
const axes = [0, 1, 2] as const;

/**
 * Two grids share a lattice where no voxel's centre lies further from its like than this share of the target's smallest voxel edge: no
 * nearest neighbour changes then.
 */
const largestShare = 0.1;
/** From this share on a match is worth a note. */
const notedShare = 0.02;

/**
 * How the voxels of `source` lie on the lattice of `target`, the one meaning of "the same grid" in Fascicle; or in words why they do not, and by how much.
 * What decides is the distance between the centres of voxels, which is largest at a corner of the source: at most a tenth of the target's smallest voxel edge.
 * Axes may run in another order or direction. A source that has no voxel in common with the target is no match.
 */
export function matchGrids(target: Grid, source: Grid): GridMatch | { readonly mismatch: string } {
  const { axes: order, flips } = orderOf(target, source);
  const ordered = inOrder(source, order, flips);
  const middle = ordered.size.map((length) => Math.floor(length / 2)) as unknown as Vector3;
  const place = patientToVoxel(target, voxelToPatient(ordered, middle));
  // Rounded in the middle, where a spacing that differs by little moves a voxel least.
  const offset = axes.map((axis) => Math.round(place[axis] - middle[axis]) + 0) as unknown as Vector3;
  const apartMm = furthestApart(target, ordered, offset);
  const share = apartMm / Math.min(...target.spacingMm);
  if (!(share <= largestShare)) return { mismatch: differenceInWords(target, ordered, offset) };
  if (axes.some((axis) => offset[axis] >= target.size[axis] || offset[axis] + ordered.size[axis] <= 0)) {
    return {
      mismatch:
        `it lies on the image's lattice, but beside the image: it begins at voxel ${offset.join(", ")} of an image of ` +
        `${target.size.join(" x ")} voxels`,
    };
  }
  return { axes: order, flips, offset, apartMm, share };
}

/** Whether a match is voxel on voxel: the same voxels in the same order, none more and none less. */
export function isVoxelOnVoxel({ axes: order, flips, offset }: GridMatch, target: Grid, source: Grid): boolean {
  return axes.every((axis) => order[axis] === axis && !flips[axis] && offset[axis] === 0 && source.size[axis] === target.size[axis]);
}

/**
 * In words how the voxels of a source are others than those of the target, although they lie on its lattice: another size, or another place of the first
 * one. Undefined where they are the same voxels, in whatever order.
 */
export function otherVoxelsInWords({ axes: order, offset }: GridMatch, target: Grid, source: Grid): string | undefined {
  const size = order.map((axis) => source.size[axis]);
  const shift = distance(voxelToPatient(target, offset), target.originMm);
  const words = [
    ...(size.every((length, axis) => length === target.size[axis])
      ? []
      : [`its size is ${size.join(" x ")} voxels, the image's ${target.size.join(" x ")}`]),
    ...(offset.every((from) => from === 0) ? [] : [`its first voxel lies ${inWords([shift])} mm from the image's`]),
  ];
  return words.length === 0 ? undefined : words.join("; ");
}

/** What is worth telling of a match: by how much the voxels lie apart, from two hundredths of a voxel on; undefined below. */
export function noteOfMatch({ apartMm, share }: GridMatch): string | undefined {
  if (share < notedShare) return undefined;
  return `its voxels lie up to ${inWords([apartMm])} mm (${Math.round(share * 100)} % of a voxel's edge) from the image's; they are taken as the same`;
}

/**
 * Voxels of the source in the order and at the places of the target, from slice `from` of the target up to, not including, `to`; all of
 * them where these are left
 * out. Voxels of the target that the source does not hold are 0; those of the source beyond the target are left out. `size` is the source's.
 */
export function placeVoxels<Voxels extends VoxelArray>(
  voxels: Voxels,
  size: Grid["size"],
  match: GridMatch,
  target: Grid["size"],
  from = 0,
  to: number = target[2],
): Voxels {
  const { axes: order, flips, offset } = match;
  const stride = [1, size[0], size[0] * size[1]] as const;
  const lengths = order.map((axis) => size[axis]) as [number, number, number];
  const steps = axes.map((axis) => (flips[axis] ? -1 : 1) * stride[order[axis]]) as [number, number, number];
  const start = axes.reduce<number>((sum, axis) => sum + (flips[axis] ? (lengths[axis] - 1) * stride[order[axis]] : 0), 0);
  const [columns, rows] = target;
  const out = allocateVoxels(scalarTypeOf(voxels), (to - from) * columns * rows) as Voxels;
  const begin = axes.map((axis) => Math.max(axis === 2 ? from : 0, offset[axis])) as [number, number, number];
  const end = axes.map((axis) => Math.min(axis === 2 ? to : target[axis], offset[axis] + lengths[axis])) as [number, number, number];
  for (let k = begin[2]; k < end[2]; k++) {
    for (let j = begin[1]; j < end[1]; j++) {
      let source = start + (k - offset[2]) * steps[2] + (j - offset[1]) * steps[1] + (begin[0] - offset[0]) * steps[0];
      let at = ((k - from) * rows + j) * columns + begin[0];
      for (let i = begin[0]; i < end[0]; i++, source += steps[0]) out[at++] = voxels[source]!;
    }
  }
  return out;
}

/** Whether some voxel of the source lies beyond the target. */
export function reachesBeyond({ offset, axes: order }: GridMatch, target: Grid["size"], source: Grid["size"]): boolean {
  return axes.some((axis) => offset[axis] < 0 || offset[axis] + source[order[axis]] > target[axis]);
}

/** The order of axes that comes nearest: each axis of the source goes with that of the target it is most parallel to, the clearest case first. */
function orderOf(target: Grid, source: Grid): Pick<GridMatch, "axes" | "flips"> {
  const pairs = axes.flatMap((to) =>
    axes.map((from) => ({ to, from, cosine: dot(axisOf(target.direction, to), axisOf(source.direction, from)) })),
  );
  pairs.sort((a, b) => Math.abs(b.cosine) - Math.abs(a.cosine));
  const order: Axis[] = [];
  const flips: boolean[] = [];
  for (const { to, from, cosine } of pairs) {
    if (order[to] !== undefined || order.includes(from)) continue;
    order[to] = from;
    flips[to] = cosine < 0;
  }
  return { axes: order as unknown as GridMatch["axes"], flips: flips as unknown as GridMatch["flips"] };
}

/** The same places with the axes in another order and direction. */
function inOrder(grid: Grid, order: GridMatch["axes"], flips: GridMatch["flips"]): Grid {
  const first: [number, number, number] = [0, 0, 0];
  for (const axis of axes) if (flips[axis]) first[order[axis]] = grid.size[order[axis]] - 1;
  const columns = axes.map((axis) => axisOf(grid.direction, order[axis]).map((part) => (flips[axis] ? -part : part)));
  return {
    size: order.map((axis) => grid.size[axis]) as unknown as Grid["size"],
    spacingMm: order.map((axis) => grid.spacingMm[axis]) as unknown as Vector3,
    originMm: voxelToPatient(grid, first),
    direction: axes.flatMap((row) => columns.map((column) => column[row]!)) as unknown as Grid["direction"],
  };
}

/** How far voxels of the source lie at most from those `offset` further on in the target, mm: distances between lattices are largest at a corner. */
function furthestApart(target: Grid, source: Grid, offset: Vector3): number {
  return Math.max(
    ...cornersOf(source.size).map((index) =>
      distance(voxelToPatient(target, [index[0] + offset[0], index[1] + offset[1], index[2] + offset[2]]), voxelToPatient(source, index)),
    ),
  );
}

/** Everything in which two grids differ that are no match; `source` in the order of the target's axes, `offset` where it comes nearest. */
function differenceInWords(target: Grid, source: Grid, offset: Vector3): string {
  const words: string[] = [];
  const isOneSize = source.size.every((length, axis) => length === target.size[axis]);
  if (!isOneSize) words.push(`its size is ${source.size.join(" x ")} voxels, the image's ${target.size.join(" x ")}`);
  const isSpaced = (share: number) =>
    source.spacingMm.every((length, axis) => Math.abs(length - target.spacingMm[axis]!) <= share * target.spacingMm[axis]!);
  if (!isSpaced(1e-4)) {
    words.push(`its voxels are ${inWords(source.spacingMm)} mm, the image's ${inWords(target.spacingMm)} mm`);
  }
  const turned = Math.max(...axes.map((axis) => degreesBetween(axisOf(target.direction, axis), axisOf(source.direction, axis))));
  // Of other voxels, and of another number of them, none is another's like.
  if (!isOneSize && !isSpaced(0.01)) {
    if (turned >= 0.01) words.push(`axes turned by ${inWords([turned])} degrees`);
    return words.join("; ");
  }
  // Of grids of one size it is meant that they begin at one voxel.
  const meant: Vector3 = isOneSize ? [0, 0, 0] : offset;
  const shift = distance(voxelToPatient(target, meant), source.originMm);
  words.push(
    `its voxels lie up to ${inWords([furthestApart(target, source, meant)])} mm from the image's (first voxel shifted by ` +
      `${inWords([shift])} mm, axes turned by ${inWords([turned])} degrees), where a tenth of a voxel's edge, ` +
      `${inWords([largestShare * Math.min(...target.spacingMm)])} mm, is allowed`,
  );
  return words.join("; ");
}

function cornersOf(size: Grid["size"]): Vector3[] {
  const ends = (length: number) => [0, length - 1];
  return ends(size[0]).flatMap((i) => ends(size[1]).flatMap((j) => ends(size[2]).map((k): Vector3 => [i, j, k])));
}

function distance(a: Vector3, b: Vector3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function degreesBetween(a: Vector3, b: Vector3): number {
  return (Math.acos(Math.min(1, Math.max(-1, dot(a, b)))) * 180) / Math.PI;
}

function inWords(numbers: readonly number[]): string {
  return numbers.map((number) => String(Number(number.toPrecision(4)))).join(" x ");
}
