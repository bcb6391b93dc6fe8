import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { inChunks } from "../imagefiles/index.ts";
import { mappedFeatures } from "./extractFeatureMaps.ts";
import { derivedImageNames } from "./imageTypeNames.ts";
import type { CompleteSettings } from "./settings.ts";

/** All maps of one computation are in memory together, 8 bytes a voxel. */
const mostBytes = 2 ** 30;

/**
 * Throws PlainError where the maps of a label would take more than 1 GiB: features times images times voxels of the region's box, padded by
 * kernelRadius and, where the settings resample, on the new spacing. An empty label is left for the engine to refuse.
 */
export async function refuseTooLarge(mask: Image, label: number, settings: CompleteSettings): Promise<void> {
  const box = await boxOfLabel(mask, label);
  const {
    resampledPixelSpacing,
    voxelSetting: { kernelRadius },
  } = settings;
  const voxels = box.reduce((product, length, axis) => {
    const asked = resampledPixelSpacing?.[axis];
    const resampled = asked
      ? Math.ceil((length * mask.grid.spacingMm[axis]!) / asked) + 1
      : Math.min(length + 2 * kernelRadius, mask.grid.size[axis]!) - 2 * kernelRadius;
    return product * (resampled + 2 * kernelRadius);
  }, 1);
  const maps = derivedImageNames(settings).length * mappedFeatures(settings).reduce((sum, { names }) => sum + names.length, 0);
  const bytes = maps * voxels * 8;
  if (bytes <= mostBytes) return;
  const inWords = (size: number) => `${Number((size / 2 ** 30).toPrecision(2))} GB`;
  throw new PlainError(
    `${maps} maps of ${voxels.toLocaleString("en")} voxels would take ${inWords(bytes)} of memory; at most ${inWords(mostBytes)} is used. ` +
      `Choose fewer features or images, or a smaller segment.`,
  );
}

/** Voxels along each axis of the smallest box that holds a label; 0 where it is nowhere. */
async function boxOfLabel(
  {
    grid: {
      size: [columns, rows, slices],
    },
    voxels,
  }: Image,
  label: number,
): Promise<[number, number, number]> {
  const low = [columns, rows, slices];
  const high = [-1, -1, -1];
  await inChunks(voxels.length, (from, to) => {
    for (let at = from; at < to; at++) {
      if (voxels[at] !== label) continue;
      const i = at % columns;
      const row = (at - i) / columns;
      const j = row % rows;
      const k = (row - j) / rows;
      if (i < low[0]!) low[0] = i;
      if (i > high[0]!) high[0] = i;
      if (j < low[1]!) low[1] = j;
      if (j > high[1]!) high[1] = j;
      if (k < low[2]!) low[2] = k;
      if (k > high[2]!) high[2] = k;
    }
  });
  return high[0] === -1 ? [0, 0, 0] : [high[0]! - low[0]! + 1, high[1]! - low[1]! + 1, high[2]! - low[2]! + 1];
}
