import { axisOf, dot, voxelToPatient, type Grid, type Vector3 } from "./geometry.ts";

/** How the voxels of one grid lie in another that holds the same places: axis `axes[a]` of the source runs along axis a of the target, backwards where `flips[a]`. */
export interface GridMatch {
  readonly axes: readonly [Axis, Axis, Axis];
  readonly flips: readonly [boolean, boolean, boolean];
}

type Axis = 0 | 1 | 2;
const axes = [0, 1, 2] as const;

/** Files that keep geometry in single precision (NIfTI-1) are off by up to about 1e-4 mm; nothing drawn is as fine as this. */
export const gridToleranceMm = 1e-3;

/**
 * How the voxels of `source` lie in `target`, where both grids hold the same places of the patient, though perhaps in another order of axes; or in words
 * why not, and by how much: size, spacing, direction, place. Places are compared at the eight corners, spacings one by one; at most `toleranceMm` apart.
 */
export function matchGrids(target: Grid, source: Grid, toleranceMm: number = gridToleranceMm): GridMatch | { readonly mismatch: string } {
  const match = orderOf(target, source);
  const size = match.axes.map((axis) => source.size[axis]);
  if (size.some((length, axis) => length !== target.size[axis])) {
    return { mismatch: `its size is ${source.size.join(" x ")} voxels, the image's ${target.size.join(" x ")}` };
  }
  const spacing = match.axes.map((axis) => source.spacingMm[axis]);
  if (spacing.some((length, axis) => !(Math.abs(length - target.spacingMm[axis]!) <= toleranceMm))) {
    return { mismatch: `its voxels are ${inWords(spacing)} mm, the image's ${inWords(target.spacingMm)} mm` };
  }
  const turned = Math.max(...axes.map((axis) => degreesBetween(axisOf(target.direction, axis), axisOf(source.direction, match.axes[axis]), match.flips[axis])));
  const apart = Math.max(...cornersOf(target.size).map((corner) => distance(voxelToPatient(target, corner), voxelToPatient(source, placeInSource(match, source, corner)))));
  if (apart <= toleranceMm) return match;
  const first = distance(voxelToPatient(target, [0, 0, 0]), voxelToPatient(source, placeInSource(match, source, [0, 0, 0])));
  return { mismatch: `its voxels lie up to ${inWords([apart])} mm from the image's (first voxel shifted by ${inWords([first])} mm, axes turned by ${inWords([turned])} degrees)` };
}

/**
 * Voxels of `source` in the order of the target's axes, from slice `from` of the target up to, not including, `to`; all of them where these are left out.
 * `size` is the source's. Copies nothing where the order is the same already.
 */
export function reorderVoxels(voxels: Uint8Array, size: Grid["size"], { axes: order, flips }: GridMatch, from = 0, to: number = size[order[2]]): Uint8Array {
  const perSlice = size[order[0]] * size[order[1]];
  if (axes.every((axis) => order[axis] === axis && !flips[axis])) return voxels.subarray(from * perSlice, to * perSlice);
  const stride = [1, size[0], size[0] * size[1]] as const;
  const lengths = order.map((axis) => size[axis]) as [number, number, number];
  const steps = axes.map((axis) => (flips[axis] ? -1 : 1) * stride[order[axis]]) as [number, number, number];
  const start = axes.reduce<number>((sum, axis) => sum + (flips[axis] ? (lengths[axis] - 1) * stride[order[axis]] : 0), 0);
  const out = new Uint8Array((to - from) * perSlice);
  let at = 0;
  for (let k = from; k < to; k++) {
    for (let j = 0; j < lengths[1]; j++) {
      let source = start + k * steps[2] + j * steps[1];
      for (let i = 0; i < lengths[0]; i++, source += steps[0]) out[at++] = voxels[source]!;
    }
  }
  return out;
}

/** The order of axes that comes nearest: each axis of the source goes with that of the target it is most parallel to, the clearest case first. */
function orderOf(target: Grid, source: Grid): GridMatch {
  const pairs = axes.flatMap((to) => axes.map((from) => ({ to, from, cosine: dot(axisOf(target.direction, to), axisOf(source.direction, from)) })));
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

function placeInSource({ axes: order, flips }: GridMatch, source: Grid, index: Vector3): Vector3 {
  const place: [number, number, number] = [0, 0, 0];
  for (const axis of axes) place[order[axis]] = flips[axis] ? source.size[order[axis]] - 1 - index[axis] : index[axis];
  return place;
}

function cornersOf(size: Grid["size"]): Vector3[] {
  const ends = (length: number) => [0, length - 1];
  return ends(size[0]).flatMap((i) => ends(size[1]).flatMap((j) => ends(size[2]).map((k): Vector3 => [i, j, k])));
}

function distance(a: Vector3, b: Vector3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function degreesBetween(a: Vector3, b: Vector3, isFlipped: boolean): number {
  return (Math.acos(Math.min(1, Math.max(-1, (isFlipped ? -1 : 1) * dot(a, b)))) * 180) / Math.PI;
}

function inWords(numbers: readonly number[]): string {
  return numbers.map((number) => String(Number(number.toPrecision(6)))).join(" x ");
}
