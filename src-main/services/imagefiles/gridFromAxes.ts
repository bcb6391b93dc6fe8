import type { Direction, Grid, Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";

/** Axes may lean towards one another by this much (cosine): more than single precision leaves, less than a shear that matters. ITK allows the same. */
const largestCosine = 1e-3;

/** Why three steps between voxels are no grid of ours: one has no length, or two are not at right angles; undefined where they are one. */
export function faultOfSteps(steps: readonly [Vector3, Vector3, Vector3]): string | undefined {
  const lengths = steps.map(lengthOf);
  if (!lengths.every((length) => Number.isFinite(length) && length > 0)) return "an axis has no length";
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const cosine = (steps[a][0] * steps[b][0] + steps[a][1] * steps[b][1] + steps[a][2] * steps[b][2]) / (lengths[a]! * lengths[b]!);
    if (Math.abs(cosine) > largestCosine) return "its axes are not at right angles (a sheared grid)";
  }
  return undefined;
}

/**
 * A grid from the steps between neighbouring voxels along i, j and k (LPS, mm) and the centre of the first voxel (LPS, mm).
 * Throws PlainError with the file's name and the field where the steps make no right-angled grid.
 */
export function gridFromSteps(
  fileName: string,
  field: string,
  size: Grid["size"],
  steps: readonly [Vector3, Vector3, Vector3],
  originMm: Vector3,
): Grid {
  const fault = faultOfSteps(steps);
  if (fault) throw new PlainError(`${fileName}: ${field}: ${fault}. Resample the image to a right-angled grid and save it again.`);
  if (!originMm.every(Number.isFinite)) throw new PlainError(`${fileName}: ${field}: the origin is not a number.`);
  const [i, j, k] = steps;
  const [sx, sy, sz] = [lengthOf(i), lengthOf(j), lengthOf(k)];
  return {
    size,
    spacingMm: [sx, sy, sz],
    originMm: [originMm[0] + 0, originMm[1] + 0, originMm[2] + 0],
    direction: [i[0] / sx, j[0] / sy, k[0] / sz, i[1] / sx, j[1] / sy, k[1] / sz, i[2] / sx, j[2] / sy, k[2] / sz].map(
      withoutNegativeZero,
    ) as unknown as Direction,
  };
}

/** Throws PlainError where a size is not a whole number of at least 1, or where there are more voxels than can be held. */
export function checkedSize(fileName: string, field: string, size: readonly number[]): Grid["size"] {
  const voxels = size.reduce((product, length) => product * length, 1);
  if (size.length !== 3 || !size.every((length) => Number.isInteger(length) && length >= 1) || voxels > 2 ** 32) {
    throw new PlainError(`${fileName}: ${field}: ${size.join(" x ")} is no size of a volume.`);
  }
  return [size[0]!, size[1]!, size[2]!];
}

function lengthOf(vector: Vector3): number {
  return Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
}

/** -0 and 0 are the same direction; one way of writing it. */
function withoutNegativeZero(value: number): number {
  return value + 0;
}
