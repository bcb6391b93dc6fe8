import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { Volume } from "#shared/domain/volume.ts";

/** Slices may be stated a little thinner than they lie apart: rounding, not a gap. */
const tolerance = 1.01;

/**
 * What to be careful of where a series with gaps between its slices is resampled, in a sentence; undefined where it has none, does not say,
 * or is measured as it is.
 */
export function gapsBetweenSlices(
  { resampledPixelSpacing, interpolator }: ExtractionSettings,
  { sliceThicknessMm, spacingMm }: Pick<Volume, "sliceThicknessMm" | "spacingMm">,
): string | undefined {
  if (!resampledPixelSpacing || interpolator === null || !sliceThicknessMm) return undefined;
  const apart = spacingMm[2];
  // 0: as it is along this axis.
  if (resampledPixelSpacing[2] === 0 || apart <= tolerance * sliceThicknessMm) return undefined;
  const mm = (value: number) => Number(value.toPrecision(4));
  return (
    `The slices are ${mm(sliceThicknessMm)} mm thick and lie ${mm(apart)} mm apart: resampling to ${mm(resampledPixelSpacing[2])} mm ` +
    `makes up values in the gaps, which nobody measured.`
  );
}
