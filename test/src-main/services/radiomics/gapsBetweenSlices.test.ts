import { expect, test } from "vitest";
import { gapsBetweenSlices } from "../../../../src-main/services/radiomics/gapsBetweenSlices.ts";

const slices = (sliceThicknessMm: number | null, apart: number) => ({
  sliceThicknessMm,
  spacingMm: [1, 1, apart] as [number, number, number],
});

test.each([
  [
    "gaps of 1.5 mm, resampled",
    { resampledPixelSpacing: [1, 1, 1] as [number, number, number] },
    slices(5, 6.5),
    /5 mm thick and lie 6\.5 mm apart: resampling to 1 mm/,
  ],
  ["no gaps", { resampledPixelSpacing: [1, 1, 1] as [number, number, number] }, slices(6.5, 6.5), undefined],
  ["overlapping slices", { resampledPixelSpacing: [1, 1, 1] as [number, number, number] }, slices(3, 1.5), undefined],
  ["rounding of the thickness", { resampledPixelSpacing: [1, 1, 1] as [number, number, number] }, slices(3.3, 3.3003), undefined],
  ["gaps, resampled in the plane only", { resampledPixelSpacing: [2, 2, 0] as [number, number, number] }, slices(5, 6.5), undefined],
  ["gaps, not resampled", {}, slices(5, 6.5), undefined],
  [
    "gaps, resampling without an interpolator",
    { resampledPixelSpacing: [1, 1, 1] as [number, number, number], interpolator: null },
    slices(5, 6.5),
    undefined,
  ],
  [
    "a series that does not state its thickness",
    { resampledPixelSpacing: [1, 1, 1] as [number, number, number] },
    slices(null, 6.5),
    undefined,
  ],
])("%s", (_, settings, volume, words) => {
  expect(gapsBetweenSlices(settings, volume) ?? "nothing").toMatch(words ?? /^nothing$/);
});
