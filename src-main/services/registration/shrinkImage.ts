import { voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import type { RegistrationImage } from "./registrationMessages.ts";

/** The search takes about 45 bytes a voxel: 0.7 GB for an image of this size. */
export const mostVoxels = 250 ** 3;

/** How many voxels along each axis are made one so that an image has at most 250^3: the axis whose voxels are smallest grows first. */
export function shrinkFactors({ size, spacingMm }: RegistrationImage["grid"]): [number, number, number] {
  const factors: [number, number, number] = [1, 1, 1];
  const lengthOf = (axis: number) => Math.ceil(size[axis]! / factors[axis]!);
  while (lengthOf(0) * lengthOf(1) * lengthOf(2) > mostVoxels) {
    const edge = (axis: 0 | 1 | 2) => (size[axis] > factors[axis] ? spacingMm[axis] * factors[axis] : Infinity);
    const smallest = ([0, 1, 2] as const).reduce((best, axis) => (edge(axis) < edge(best) ? axis : best));
    factors[smallest] += 1;
  }
  return factors;
}

/** Each voxel is the mean of the block that it takes the place of; blocks at the far ends may hold fewer. */
export function shrinkImage(image: RegistrationImage, factors: Vector3): RegistrationImage {
  if (factors.every((factor) => factor === 1)) return image;
  const { grid, voxels } = image;
  const size = grid.size.map((length, axis) => Math.ceil(length / factors[axis]!)) as [number, number, number];
  const sums = new Float64Array(size[0] * size[1] * size[2]);
  const counts = new Uint32Array(sums.length);
  let from = 0;
  for (let k = 0; k < grid.size[2]; k++) {
    for (let j = 0; j < grid.size[1]; j++) {
      const row = (Math.floor(k / factors[2]) * size[1] + Math.floor(j / factors[1])) * size[0];
      for (let i = 0; i < grid.size[0]; i++) {
        const to = row + Math.floor(i / factors[0]);
        sums[to]! += voxels[from++]!;
        counts[to]! += 1;
      }
    }
  }
  return {
    role: image.role,
    grid: {
      size,
      spacingMm: grid.spacingMm.map((spacing, axis) => spacing * factors[axis]!) as unknown as Vector3,
      originMm: voxelToPatient(grid, factors.map((factor) => (factor - 1) / 2) as unknown as Vector3),
      direction: grid.direction,
    },
    voxels: Float32Array.from(sums, (sum, at) => sum / counts[at]!),
  };
}
