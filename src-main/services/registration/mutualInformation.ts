import { voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import { xoshiro128 } from "#shared/statistics/xoshiro128.ts";
import { pointMapper } from "#shared/domain/transform/applyTransform.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { RegistrationImage } from "./registrationMessages.ts";
import { valueAtIndex, valueAtPoint } from "./sampleImage.ts";

const bins = 32;
const samples = 100_000;
/** Whatever: the same places are asked before and after. */
const seed = [0x5eed1, 0x5eed2, 0x5eed3, 0x5eed4] as const;
/** A few voxels, brighter than all the others, would leave one bin for these. */
const cut = 0.001;

/**
 * Mutual information of two variables, nats: the sum of p(a, b) ln(p(a, b) / (p(a) p(b))) over a table of counts, row by row (C. E. Shannon, Bell Syst. Tech.
 * J. 27, 1948). 0 for an empty table.
 */
export function mutualInformationOf(counts: ArrayLike<number>, columns: number): number {
  const rows = counts.length / columns;
  const byRow = new Float64Array(rows);
  const byColumn = new Float64Array(columns);
  let all = 0;
  for (let at = 0; at < counts.length; at++) {
    byRow[Math.floor(at / columns)]! += counts[at]!;
    byColumn[at % columns]! += counts[at]!;
    all += counts[at]!;
  }
  let sum = 0;
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at]!;
    if (count > 0) sum += (count / all) * Math.log((count * all) / (byRow[Math.floor(at / columns)]! * byColumn[at % columns]!));
  }
  return sum;
}

/**
 * How much two images tell of each other where `toMoving` takes the fixed one's points (LPS, mm) to the moving one's: their mutual information, nats, at
 * 100,000 random places between the fixed image's voxels, 32 grey values each. Between voxels, because on them an image that is not moved at all would keep
 * its sharpness, and every other would lose some. Places outside the moving image do not count.
 */
export function mutualInformation(fixed: RegistrationImage, moving: RegistrationImage, toMoving: (point: Vector3) => Vector3): number {
  return mutualInformationOfImages(fixed, moving)(toMoving);
}

/** mutualInformation of two images where a transform takes the fixed one's points to the moving one's. */
export type Likeness = (transform: Transform) => number;

/** The Likeness of two images, which computes that of a transform once. */
export function likenessOf(fixed: RegistrationImage, moving: RegistrationImage): Likeness {
  const alike = mutualInformationOfImages(fixed, moving);
  const known = new Map<Transform, number>();
  return (transform) => {
    const value = known.get(transform) ?? alike(pointMapper(transform));
    known.set(transform, value);
    return value;
  };
}

/** mutualInformation of two images for one transform after another. */
function mutualInformationOfImages(fixed: RegistrationImage, moving: RegistrationImage): (toMoving: (point: Vector3) => Vector3) => number {
  const binOfFixed = binning(fixed);
  const binOfMoving = binning(moving);
  return (toMoving) => {
    const random = xoshiro128(seed);
    const place = (length: number) => (random() / 2 ** 32) * (length - 1);
    const counts = new Float64Array(bins * bins);
    for (let sample = 0; sample < samples; sample++) {
      const index: Vector3 = [place(fixed.grid.size[0]), place(fixed.grid.size[1]), place(fixed.grid.size[2])];
      const there = valueAtPoint(moving.grid, moving.voxels, toMoving(voxelToPatient(fixed.grid, index)));
      if (!Number.isNaN(there)) counts[binOfFixed(valueAtIndex(fixed.grid, fixed.voxels, index)) * bins + binOfMoving(there)]! += 1;
    }
    return mutualInformationOf(counts, bins);
  };
}

/** Into which of the bins, of equal width, a grey value falls; the outermost thousandths of the voxels lie in the first and the last one. */
function binning({ voxels }: RegistrationImage): (value: number) => number {
  const step = Math.max(1, Math.floor(voxels.length / samples));
  const some = Float64Array.from({ length: Math.ceil(voxels.length / step) }, (_, at) => voxels[at * step]!).toSorted();
  let [least, most] = [some[Math.floor(cut * some.length)]!, some[Math.ceil((1 - cut) * some.length) - 1]!];
  // Nearly all voxels are one: the few others still count.
  if (!(most > least)) [least, most] = [some[0]!, some.at(-1)!];
  const scale = most > least ? bins / (most - least) : 0;
  return (value) => Math.min(bins - 1, Math.max(0, Math.floor((value - least) * scale)));
}
