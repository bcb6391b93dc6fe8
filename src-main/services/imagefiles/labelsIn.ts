import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { inChunks } from "./inChunks.ts";

const mostLabels = 20_000;

/**
 * The labels of a mask, rising: its voxels' whole parts from 1. Throws PlainError with the file's name where it has none, or so many values that it is no
 * label map.
 */
export async function labelsIn(fileName: string, { voxels }: Pick<Image, "voxels">): Promise<number[]> {
  const found = new Set<number>();
  await inChunks(voxels.length, (from, to) => {
    let last = 0;
    for (let at = from; at < to; at++) {
      const value = voxels[at]!;
      if (value === last || !(value >= 1 && value < 4_294_967_296)) continue;
      last = value;
      found.add(Math.trunc(value));
    }
    if (found.size > mostLabels) throw new PlainError(`${fileName}: holds more than ${mostLabels} values; it is an image, not a label map.`);
  });
  if (found.size === 0) throw new PlainError(`${fileName}: holds no label: every voxel is 0. Draw a region first.`);
  return [...found].sort((a, b) => a - b);
}
