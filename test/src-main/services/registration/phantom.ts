import type { Grid, Vector3 } from "#shared/domain/geometry.ts";
import { voxelToPatient } from "#shared/domain/geometry.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { RegistrationImage, RegistrationTask } from "../../../../src-main/services/registration/registrationMessages.ts";

export const straight: Grid["direction"] = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** A grid whose middle is the origin of patient space. */
export function centred(size: Grid["size"], spacingMm: Vector3, direction = straight): Grid {
  const grid: Grid = { size, spacingMm, originMm: [0, 0, 0], direction };
  const [x, y, z] = voxelToPatient(grid, size.map((length) => (length - 1) / 2) as unknown as Vector3);
  return { ...grid, originMm: [-x, -y, -z] };
}

/** What a picture of a made-up thing shows at a point: two thighs with bones, some muscles, and something bright off the middle; no axis is one of symmetry. */
export function thing([x, y, z]: Vector3): number {
  const inside = (cx: number, cy: number, cz: number, rx: number, ry: number, rz: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 + ((z - cz) / rz) ** 2 < 1;
  if (inside(14, 4, 8, 7, 9, 16)) return 3;
  if (inside(-25, -6, -5, 9, 6, 30)) return 4;
  if (inside(22, -18, -14, 10, 8, 12)) return 5;
  if (inside(-8, 18, 12, 12, 7, 14)) return 2;
  return inside(0, 0, 0, 46, 34, 44) ? 1 : 0;
}

/** The picture of the thing on a grid, of which each place shows what lies at `place` of it; grey values by tissue, and a ripple that keeps them apart. */
export function pictureOf(
  role: string,
  grid: Grid,
  greys: readonly number[],
  place: (point: Vector3) => Vector3 = (point) => point,
): RegistrationImage {
  const [columns, rows, slices] = grid.size;
  const voxels = new Float32Array(columns * rows * slices);
  for (let at = 0; at < voxels.length; at++) {
    const index: Vector3 = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    const point = place(voxelToPatient(grid, index));
    const tissue = thing(point);
    voxels[at] = tissue === 0 ? 0 : greys[tissue]! + 6 * Math.sin(point[0] / 5) * Math.cos(point[1] / 6 + point[2] / 9);
  }
  return { role, grid, voxels };
}

export const greysOfT1 = [0, 100, 40, 160, 220, 70];
export const greysOfT2 = [0, 60, 200, 90, 30, 150];

/** Always the same number between 0 and 1 for a cell. */
function chance(cell: number, which: number): number {
  const scrambled = Math.imul(cell * 31 + which + 1, 0x27d4eb2d);
  return (((scrambled ^ (scrambled >>> 15)) >>> 8) & 0xffff) / 0x10000;
}

/** The thing with contrast inside: its plain tissue 1 holds balls of 5 to 7.5 mm about 16 mm apart, of the tissues 6, 7 and 8. */
export function filledThing(point: Vector3): number {
  const tissue = thing(point);
  if (tissue !== 1) return tissue;
  const lattice = point.map((at) => Math.round(at / 16));
  const cell = lattice[0]! + 20 * lattice[1]! + 400 * lattice[2]!;
  const away = point.map((at, axis) => at - 16 * lattice[axis]! - 4 * (chance(cell, axis) - 0.5));
  return Math.hypot(...away) < 5 + 2.5 * chance(cell, 3) ? 6 + Math.floor(3 * chance(cell, 4)) : 1;
}

/** The picture of filledThing at `place` of each point, each voxel the mean of eight places in it. */
export function filledPicture(role: string, grid: Grid, greys: readonly number[], place: (point: Vector3) => Vector3): RegistrationImage {
  const [columns, rows, slices] = grid.size;
  const quarters = [-0.25, 0.25];
  const voxels = Float32Array.from({ length: columns * rows * slices }, (_, at) => {
    const [i, j, k] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    let sum = 0;
    for (const c of quarters)
      for (const b of quarters) for (const a of quarters) sum += greys[filledThing(place(voxelToPatient(grid, [i + a, j + b, k + c])))]!;
    return sum / 8;
  });
  return { role, grid, voxels };
}

export const filledGreysOfT1 = [0, 100, 40, 160, 220, 70, 130, 60, 190];
export const filledGreysOfT2 = [0, 60, 200, 90, 30, 150, 110, 180, 45];

const nodes = 9;
/** Displacements along x by up to 6 mm that go once around over y. */
export const bent: Transform = {
  kind: "bspline",
  grid: { size: [nodes, nodes, nodes], spacingMm: [24, 24, 24], originMm: [-96, -96, -96], direction: [...straight] },
  coefficientsMm: Array.from({ length: 3 * nodes ** 3 }, (_, at) =>
    at < nodes ** 3 ? 6 * Math.sin(((Math.floor(at / nodes) % nodes) - 4) * 0.9) : 0,
  ),
};

/** Two pictures of the thing, as different sequences show it, that lie on each other; and what is asked of a search of them. */
const onEachOther = centred([40, 32, 30], [3, 3, 3.5]);
export const rigidTask: RegistrationTask = {
  fixed: pictureOf("T1", onEachOther, greysOfT1),
  moving: pictureOf("T2", onEachOther, greysOfT2),
  kind: "rigid",
  initial: undefined,
  limits: { angleDegrees: 45, shiftMm: 60 },
  memoryBytes: 2 ** 32,
  markPath: "",
};
