import { binEdges, type Binning } from "./binEdges.ts";
import { percentile } from "./percentile.ts";

/** The first-order features by PyRadiomics' names, in its order. */
export const firstOrderNames = [
  "10Percentile",
  "90Percentile",
  "Energy",
  "Entropy",
  "InterquartileRange",
  "Kurtosis",
  "Maximum",
  "MeanAbsoluteDeviation",
  "Mean",
  "Median",
  "Minimum",
  "Range",
  "RobustMeanAbsoluteDeviation",
  "RootMeanSquared",
  "Skewness",
  "TotalEnergy",
  "Uniformity",
  "Variance",
] as const;
export type FirstOrderName = (typeof firstOrderNames)[number];

/** A value for each feature; null where it is undefined. */
export type FirstOrder = Readonly<Record<FirstOrderName, number | null>>;

export interface FirstOrderSettings extends Binning {
  /** Added to every value in Energy, TotalEnergy and RootMeanSquared. */
  readonly voxelArrayShift?: number | undefined;
  /** For TotalEnergy; null where it is unknown. */
  readonly voxelVolumeMm3: number | null;
}

/** numpy.spacing(1): keeps the logarithm of an empty bin finite. */
const epsilon = 2 ** -52;

/**
 * PyRadiomics' first-order features (its documentation, "First Order Features") of the values of a region: variance divides by N, kurtosis is not excess and
 * 0 for a flat region, percentiles interpolate linearly. Null for no values. Entropy and Uniformity are null where there would be more than 65,535 bins.
 */
export function firstOrderOf(values: ArrayLike<number>, settings: FirstOrderSettings): FirstOrder | null {
  return firstOrderOfSorted(Float64Array.from(values).sort(), settings);
}

/** The same, of values in ascending order. Time is proportional to their number: about 8 ms for a million. */
export function firstOrderOfSorted(sorted: Float64Array, settings: FirstOrderSettings): FirstOrder | null {
  const count = sorted.length;
  if (count === 0) return null;
  const minimum = sorted[0]!;
  const maximum = sorted[count - 1]!;
  const { mean, m2, m3, m4, meanAbsoluteDeviation, energy } = momentsOf(sorted, settings.voxelArrayShift ?? 0);
  const p10 = percentile(sorted, 0.1, "linear");
  const p90 = percentile(sorted, 0.9, "linear");
  const { entropy, uniformity } = ofBins(sorted, settings);
  return {
    "10Percentile": p10,
    "90Percentile": p90,
    Energy: energy,
    Entropy: entropy,
    InterquartileRange: percentile(sorted, 0.75, "linear") - percentile(sorted, 0.25, "linear"),
    Kurtosis: m2 === 0 ? 0 : m4 / (m2 * m2),
    Maximum: maximum,
    MeanAbsoluteDeviation: meanAbsoluteDeviation,
    Mean: mean,
    Median: percentile(sorted, 0.5, "linear"),
    Minimum: minimum,
    Range: maximum - minimum,
    RobustMeanAbsoluteDeviation: deviationBetween(sorted, p10, p90),
    RootMeanSquared: Math.sqrt(energy / count),
    Skewness: m2 === 0 ? 0 : m3 / m2 ** 1.5,
    TotalEnergy: settings.voxelVolumeMm3 === null ? null : settings.voxelVolumeMm3 * energy,
    Uniformity: uniformity,
    Variance: m2,
  };
}

function momentsOf(sorted: Float64Array, shift: number) {
  const count = sorted.length;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += sorted[index]!;
  const mean = sum / count;
  if (sorted[0] === sorted[count - 1])
    return { mean: sorted[0]!, m2: 0, m3: 0, m4: 0, meanAbsoluteDeviation: 0, energy: count * (sorted[0]! + shift) ** 2 };
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  let absolute = 0;
  let energy = 0;
  for (let index = 0; index < count; index++) {
    const value = sorted[index]!;
    const distance = value - mean;
    const square = distance * distance;
    squares += square;
    cubes += square * distance;
    fourths += square * square;
    absolute += Math.abs(distance);
    energy += (value + shift) * (value + shift);
  }
  return { mean, m2: squares / count, m3: cubes / count, m4: fourths / count, meanAbsoluteDeviation: absolute / count, energy };
}

/** Mean distance from their mean of the values from `low` to `high`, both included; null where there are none. */
function deviationBetween(sorted: Float64Array, low: number, high: number): number | null {
  const from = firstAtOrAbove(sorted, low);
  let to = firstAtOrAbove(sorted, high);
  while (to < sorted.length && sorted[to] === high) to++;
  if (to <= from) return null;
  let sum = 0;
  for (let index = from; index < to; index++) sum += sorted[index]!;
  const mean = sum / (to - from);
  let absolute = 0;
  for (let index = from; index < to; index++) absolute += Math.abs(sorted[index]! - mean);
  return absolute / (to - from);
}

function ofBins(sorted: Float64Array, binning: Binning): { entropy: number | null; uniformity: number | null } {
  const count = sorted.length;
  const edges = binEdges(binning, sorted[0]!, sorted[count - 1]!);
  if (!edges) return { entropy: null, uniformity: null };
  let entropy = 0;
  let uniformity = 0;
  let from = 0;
  for (let bin = 0; bin < edges.length - 1 && from < count; bin++) {
    const to = bin === edges.length - 2 ? count : firstAtOrAbove(sorted, edges[bin + 1]!, from);
    const share = (to - from) / count;
    if (share > 0) entropy -= share * Math.log2(share + epsilon);
    uniformity += share * share;
    from = to;
  }
  return { entropy, uniformity };
}

/** The first place, from `from` on, whose value is not below a limit; the length where all are. */
function firstAtOrAbove(sorted: Float64Array, limit: number, from = 0): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
