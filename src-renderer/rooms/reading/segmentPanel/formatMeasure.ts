import { firstOrderNames, type FirstOrderName } from "#shared/statistics/firstOrder.ts";
import { featureWords } from "#shared/domain/featureNames.ts";
import type { SegmentMeasures } from "../../../drawing/segmentMeter.ts";

export interface MeasureLine {
  readonly name: string;
  readonly value: string;
  /** With all its digits, or what has to be known of it; undefined where there is nothing more to show. */
  readonly exact?: string | undefined;
  /** It stands among all first-order features too. */
  readonly isRepeated?: boolean;
}

/** A number with at most `count` significant figures, without an exponent. */
function figures(value: number, count: number): string {
  return value === 0 ? "0" : new Intl.NumberFormat("en", { maximumSignificantDigits: count, useGrouping: false }).format(value);
}

/** The measures as lines to be read: area on the slice, volume, and the middle and spread of the grey values. Where millimetres are unknown, voxels. */
export function formatMeasure({ sliceVoxels, sliceAreaMm2, voxels, volumeMl, hasGaps, firstOrder }: SegmentMeasures): MeasureLine[] {
  const grey = (name: string, value: number | null | undefined): MeasureLine => ({
    name,
    value: value === null || value === undefined ? "–" : figures(value, 6),
    exact: value?.toString(),
  });
  return [
    {
      name: "Area on this slice",
      value: sliceAreaMm2 === null ? `${sliceVoxels} pixels` : `${figures(sliceAreaMm2, 5)} mm² (${sliceVoxels} px)`,
    },
    {
      name: hasGaps ? "Volume of drawn slices" : "Volume",
      value: volumeMl === null ? `${voxels} voxels` : `${figures(volumeMl, 5)} ml (${voxels} vx)`,
      exact: hasGaps ? "Slices between the drawn ones hold nothing of this segment; they are not counted." : undefined,
    },
    { ...grey("Mean", firstOrder?.Mean), isRepeated: true },
    grey("Standard deviation", firstOrder && Math.sqrt(firstOrder.Variance!)),
    { ...grey("Median", firstOrder?.Median), isRepeated: true },
    {
      name: "Range of values",
      value: firstOrder ? `${figures(firstOrder.Minimum!, 6)} to ${figures(firstOrder.Maximum!, 6)}` : "–",
      isRepeated: true,
    },
  ];
}

const shortNames: Partial<Record<FirstOrderName, string>> = {
  MeanAbsoluteDeviation: "Mean abs. deviation",
  RobustMeanAbsoluteDeviation: "Robust mean abs. dev.",
};

/** All first-order features as lines, in PyRadiomics' order. */
export function formatFirstOrder({ firstOrder }: SegmentMeasures): Array<MeasureLine & { readonly feature: FirstOrderName }> {
  return firstOrderNames.map((feature) => {
    const value = firstOrder?.[feature] ?? null;
    const short = value === null ? "–" : Math.abs(value) >= 1e7 ? value.toExponential(4) : figures(value, 6);
    return { feature, name: shortNames[feature] ?? featureWords(feature), value: short, exact: value?.toString() };
  });
}
