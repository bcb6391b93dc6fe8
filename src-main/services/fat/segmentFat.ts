import type { FatClasses, FatLevel, FatMeasure, FatSegment } from "#shared/api/fat.ts";
import { medianOf } from "#shared/domain/fat/dixonFraction.ts";
import { segmentVolume, voxelAreaMm2 } from "#shared/domain/fat/sectionArea.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { gaussianMixture } from "#shared/statistics/gaussianMixture.ts";
import { otsuThreshold } from "#shared/statistics/otsu.ts";

/** What was found of a segment on one slice: the fractions of its voxels, or their grey values. */
export interface SegmentOnSlice {
  voxels: number;
  underNoise: number;
  outside: number;
  readonly values: number[];
}

/** Below it, Otsu's two classes are no better than an even spread. */
const leastSeparability = 0.75;
/** Classes of fewer voxels are none. */
const leastVoxels = 10;

/** What the voxels of a segment come to. `by` says what its values are. */
export function segmentFat(
  drawnOn: Volume,
  { number, name, side }: Segment,
  slices: ReadonlyMap<number, SegmentOnSlice>,
  by: "fractions" | "threshold" | "mixture" | "nothing",
): FatSegment {
  const all = [...slices.values()];
  const values = all.flatMap((slice) => slice.values);
  const { classes, notes } = by === "threshold" || by === "mixture" ? classesOf(values, by) : { classes: null, notes: [] };
  const measure = (parts: readonly SegmentOnSlice[], own: readonly number[]): FatMeasure => {
    const sum = (of: (part: SegmentOnSlice) => number) => parts.reduce((total, part) => total + of(part), 0);
    const counts = { voxels: sum((part) => part.voxels), underNoise: sum((part) => part.underNoise), outside: sum((part) => part.outside) };
    return { ...counts, ...(by === "fractions" ? spread(own) : shares(own, classes)) };
  };
  const area = voxelAreaMm2(drawnOn);
  const levels = [...slices]
    .toSorted(([a], [b]) => a - b)
    .map(([sliceIndex, slice]): FatLevel => ({
      sliceIndex,
      areaMm2: area === null ? null : slice.voxels * area,
      ...measure([slice], slice.values),
    }));
  const total = measure(all, values);
  const moreNotes = [
    ...notes,
    ...(by !== "nothing" && total.voxels > 0 && total.underNoise > total.voxels / 2
      ? ["More than half of its voxels lie under the noise limit."]
      : []),
    ...(total.outside > 0
      ? [`${total.outside} of its ${total.voxels} voxels lie beyond the series that is measured, and are left out.`]
      : []),
  ];
  const voxelsOn = new Map(levels.map((level) => [level.sliceIndex, level.voxels]));
  return { number, name, side, levels, total, ...segmentVolume(drawnOn, voxelsOn), classes, notes: moreNotes };
}

type Found = Omit<FatMeasure, "voxels" | "underNoise" | "outside">;

function spread(values: readonly number[]): Found {
  const none = { fraction: null, median: null, deviation: null };
  const beyond = values.reduce((count, value) => count + (value < 0 || value > 1 ? 1 : 0), 0);
  if (values.length === 0) return { measured: 0, beyond, fatVoxels: null, ...none };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    measured: values.length,
    beyond,
    fraction: mean,
    median: medianOf(values),
    deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
    fatVoxels: null,
  };
}

function shares(values: readonly number[], classes: FatClasses | null): Found {
  const none = { beyond: 0, median: null, deviation: null };
  if (!classes) return { measured: 0, fraction: null, fatVoxels: null, ...none };
  const fatVoxels = values.reduce((count, value) => count + (value > classes.threshold ? 1 : 0), 0);
  return { measured: values.length, fraction: values.length === 0 ? null : fatVoxels / values.length, fatVoxels, ...none };
}

function classesOf(values: readonly number[], by: "threshold" | "mixture"): { classes: FatClasses | null; notes: string[] } {
  const sorted = Float64Array.from(values).sort();
  const otsu = sorted.length < leastVoxels ? null : otsuThreshold(sorted);
  if (!otsu)
    return { classes: null, notes: [`It has no ${leastVoxels} voxels of different grey values: they are not parted into two classes.`] };
  if (by === "threshold") {
    const { threshold, darkMean, brightMean, separability } = otsu;
    return {
      classes: { threshold, darkMean, brightMean, separability, darkDeviation: null, brightDeviation: null },
      notes:
        separability >= leastSeparability
          ? []
          : [
              `Its grey values do not fall into two classes (separability ${separability.toFixed(2)}; a single class has 0.64): the bright part need not be fat.`,
            ],
    };
  }
  const mixture = gaussianMixture(sorted, otsu.threshold);
  if (!mixture || mixture.threshold === null)
    return { classes: null, notes: ["Two classes of grey values could not be told apart: no fat fraction."] };
  const { threshold, means, deviations, isBetterThanOne } = mixture;
  return {
    classes: {
      threshold,
      darkMean: means[0],
      brightMean: means[1],
      separability: null,
      darkDeviation: deviations[0],
      brightDeviation: deviations[1],
    },
    notes: isBetterThanOne ? [] : ["One class describes its grey values better than two (BIC): the bright part need not be fat."],
  };
}
