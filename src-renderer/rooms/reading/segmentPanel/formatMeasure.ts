import type { SegmentMeasures } from "../drawing/segmentMeter.ts";

/** A number with at most `figures` significant figures, without an exponent. */
function figures(value: number, count: number): string {
  return value === 0 ? "0" : new Intl.NumberFormat("en", { maximumSignificantDigits: count, useGrouping: false }).format(value);
}

/** The measures as lines to be read: area on the slice, volume, mean and standard deviation. Where millimetres are unknown, voxels. */
export function formatMeasure(measures: SegmentMeasures): Array<{ name: string; value: string }> {
  const { sliceVoxels, sliceAreaMm2, voxels, volumeMl, mean, standardDeviation } = measures;
  return [
    { name: "Area on this slice", value: sliceAreaMm2 === null ? `${sliceVoxels} pixels` : `${figures(sliceAreaMm2, 5)} mm² (${sliceVoxels} px)` },
    { name: "Volume", value: volumeMl === null ? `${voxels} voxels` : `${figures(volumeMl, 5)} ml (${voxels} vx)` },
    { name: "Mean", value: mean === null ? "–" : figures(mean, 6) },
    { name: "Standard deviation", value: standardDeviation === null ? "–" : figures(standardDeviation, 6) },
  ];
}
