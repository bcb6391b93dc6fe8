import type { Grid, Vector3 } from "#shared/domain/geometry.ts";
import { voxelToPatient } from "#shared/domain/geometry.ts";
import type { RegistrationImage } from "../../../../src-main/services/registration/registrationMessages.ts";

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
