import { type DamagedSlice, damagedSlicesWords } from "#shared/domain/damagedSlice.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { Image } from "#shared/domain/volume.ts";
import { completeSettings } from "./settings.ts";

/**
 * Why a label cannot be measured on an image of which slices could not be decoded (their voxels are 0, which was never measured); undefined
 * where it can: no voxel
 * of it lies on such a slice, nor within `reach` slices of one, and no step of the settings looks beyond the label.
 */
export function whyDamaged(
  damaged: readonly DamagedSlice[],
  { grid: { size }, voxels }: Image,
  label: number,
  settings: ExtractionSettings,
  reach = 0,
): string | undefined {
  if (damaged.length === 0) return undefined;
  const voxelsPerSlice = size[0] * size[1];
  const hasLabel = (k: number) => k >= 0 && k < size[2] && voxels.subarray(k * voxelsPerSlice, (k + 1) * voxelsPerSlice).includes(label);
  const touched = damaged.filter(({ sliceIndex }) =>
    Array.from({ length: 2 * reach + 1 }, (_, at) => sliceIndex + at - reach).some(hasLabel),
  );
  if (touched.length > 0)
    return `It lies on or beside slices without voxels. ${damagedSlicesWords(touched)} Take it off there, or import the file again.`;
  const { normalize, resampledPixelSpacing, imageTypes } = completeSettings(settings);
  if (!normalize && resampledPixelSpacing === null && imageTypes.every(({ type }) => type === "Original")) return undefined;
  return (
    `The settings look at the whole image (filters, normalisation or resampling), and it is not whole. ` +
    `${damagedSlicesWords(damaged)} Import the file again, or measure the original image only.`
  );
}
