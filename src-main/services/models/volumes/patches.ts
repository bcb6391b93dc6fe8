import type { VolumeInference } from "#shared/domain/bundle/inference.ts";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { largeZeros } from "./largeZeros.ts";
import { countOf, type Shape3 } from "./tensorGrid.ts";

/** A whole number, halves to the even one, as Python and numpy round. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}

/** Where patches begin along an axis of `length` voxels, the first at 0, the last ending with the axis. The rules are those of nnU-Net v2 and MONAI 1. */
export function patchStarts(length: number, patch: number, steps: VolumeInference["steps"]): number[] {
  if (length <= patch) return [0];
  const last = length - patch;
  if (steps.rule === "nnU-Net") {
    const count = Math.ceil(last / (patch * steps.step)) + 1;
    return Array.from({ length: count }, (_, index) => roundHalfEven((last / (count - 1)) * index));
  }
  const interval = Math.max(1, Math.trunc(patch * (1 - steps.overlap)));
  const count = Math.ceil(last / interval) + 1;
  return Array.from({ length: count }, (_, index) => Math.min(index * interval, last));
}

/** Every patch of a volume by its first voxel, the last axis fastest. Networks that see slices see each once. */
export function patchPlaces(
  shape: Shape3,
  patch: Shape3,
  { steps, dims }: { steps: VolumeInference["steps"]; dims: VolumeInput["dims"] },
): Shape3[] {
  const [a, b, c] = shape.map((length, axis) =>
    axis === 0 && dims.kind !== "3d" ? Array.from({ length }, (_, index) => index) : patchStarts(length, patch[axis]!, steps),
  ) as [number[], number[], number[]];
  return a.flatMap((x) => b.flatMap((y) => c.map((z) => [x, y, z] as const)));
}

/**
 * The weight of each voxel of a patch where patches overlap. nnU-Net: a Gaussian of sigma = fraction * P about voxel P // 2, cut at 4 sigma, its peak 10;
 * what is 0 gets the smallest weight that is not. MONAI: about the middle, its peak 1, at least 0.001 (and the smallest weight).
 */
export function patchWeights(patch: Shape3, blend: VolumeInference["blend"]): Float32Array {
  const weights = largeZeros(countOf(patch));
  if (blend.kind === "constant") return weights.fill(1);
  const isMonai = blend.rule === "MONAI";
  const [a, b, c] = patch.map((length) => {
    const sigma = length * blend.sigmaFraction;
    const centre = isMonai ? (length - 1) / 2 : Math.floor(length / 2);
    const reach = isMonai ? Infinity : Math.trunc(4 * sigma + 0.5);
    return Float64Array.from({ length }, (_, at) =>
      Math.abs(at - centre) > reach ? 0 : Math.exp(-((at - centre) ** 2) / (2 * sigma ** 2)),
    );
  }) as [Float64Array, Float64Array, Float64Array];
  let smallest = Infinity;
  let at = 0;
  for (const x of a)
    for (const y of b)
      for (const z of c) {
        const weight = Math.fround(x * y * z * (isMonai ? 1 : 10));
        if (weight > 0) smallest = Math.min(smallest, weight);
        weights[at++] = weight;
      }
  // The smallest of MONAI's weights is at a corner and below 0.001 for every fraction in use; where it is not, nothing changes.
  const least = isMonai ? Math.max(weights[0]!, 1e-3) : smallest;
  for (let index = 0; index < weights.length; index++) if (weights[index]! < least) weights[index] = least;
  return weights;
}
