import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";

/** What of the extraction belongs into every heading, as slices that are not neighbours are read: resampled in three dimensions, or within the slice. */
export function settingsNotes({ resampledPixelSpacing, interpolator, force2D, binWidth, binCount }: ExtractionSettings): string[] {
  const resampled =
    resampledPixelSpacing && interpolator !== null
      ? `${resampledIn(resampledPixelSpacing)} mm (${interpolator ?? "sitkBSpline"})`
      : "voxels as they are, not resampled";
  return [
    `${resampled}; texture ${force2D === true ? "within slices (force2D)" : "in 3D"}; ` +
      (typeof binCount === "number" ? `${binCount} bins` : `bin width ${binWidth ?? 25}`) +
      ".",
  ];
}

/** 0 leaves an axis as it is. */
const resampledIn = ([x, y, z]: readonly [number, number, number]): string =>
  z === 0 ? `resampled within the slice to ${x} x ${y}` : `resampled in 3D to ${x} x ${y} x ${z}`;
