import { axisOf, dot, voxelToPatient, patientToVoxel, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";

/** The door's thread answers others after so many voxels, about 10 ms. */
const voxelsAtATime = 1 << 20;

const axes = [0, 1, 2] as const;

/**
 * A label map on another grid: each voxel takes the label of the nearest one, 0 outside, as PyRadiomics' correctMask (SimpleITK's nearest neighbour: half-way
 * goes up; inside is from half a voxel before the first centre to half a voxel after the last). Throws the signal's reason where it is aborted.
 */
export async function resampleLabels(mask: Image, grid: Grid, signal?: AbortSignal): Promise<Image> {
  const [columns, rows, slices] = grid.size;
  const source = mask.grid;
  const labels = new Uint8Array(columns * rows * slices);
  const first = patientToVoxel(source, voxelToPatient(grid, [0, 0, 0]));
  // How far one step along an axis of the target goes along each axis of the source, in its voxels.
  const steps = axes.map((to) => axes.map((from) => (dot(axisOf(grid.direction, to), axisOf(source.direction, from)) * grid.spacingMm[to]) / source.spacingMm[from]) as unknown as Vector3);
  const [width, height, depth] = source.size;
  let sinceRest = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const at = columns * (j + rows * k);
      const [x, y, z] = axes.map((axis) => first[axis] + j * steps[1]![axis] + k * steps[2]![axis]) as [number, number, number];
      const [dx, dy, dz] = steps[0]!;
      for (let i = 0; i < columns; i++) {
        const column = Math.floor(x + i * dx + 0.5);
        const row = Math.floor(y + i * dy + 0.5);
        const slice = Math.floor(z + i * dz + 0.5);
        if (column < 0 || row < 0 || slice < 0 || column >= width || row >= height || slice >= depth) continue;
        labels[at + i] = mask.voxels[column + width * (row + height * slice)]!;
      }
      sinceRest += columns;
      if (sinceRest < voxelsAtATime) continue;
      sinceRest = 0;
      await new Promise(setImmediate);
      signal?.throwIfAborted();
    }
  }
  return { grid, scalarType: "uint8", voxels: labels };
}
