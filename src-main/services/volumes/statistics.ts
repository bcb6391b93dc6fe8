import type { VolumeStatistics } from "#shared/api/study.ts";
import { isPadding, type Volume, type VoxelArray, voxelsFromBytes } from "#shared/domain/volume.ts";
import { percentile } from "#shared/statistics/percentile.ts";
import { DamagedSliceError } from "./damagedSlice.ts";
import type { FrameVoxels, VoxelReader } from "./readVoxels.ts";

/** Where slices are read from. */
export type FrameReader = Pick<VoxelReader, "readFrame">;

const mostSlices = 9;
const mostVoxels = 90_000;

/**
 * Percentiles (nearest rank), least and greatest of a volume's grey values: of all of them where it is small, else of 90,000 voxels spread evenly over up to
 * 9 slices, which is fast and exact enough for a window. Of colours, over the three samples. Values that are no number, and those that only
 * fill the picture up, do not count.
 */
export async function computeStatistics(reader: FrameReader, volume: Volume): Promise<VolumeStatistics> {
  const slices = spread(volume.slices, mostSlices);
  const frames = await readGood(reader, volume, slices);
  const samples = frames.map(({ bytes, scalarType }) => voxelsFromBytes(scalarType, bytes));
  const sorted = everyNth(samples, mostVoxels, (value) => Number.isFinite(value) && !isPadding(volume, value)).sort();
  const at = (percent: number) => (sorted.length === 0 ? 0 : percentile(sorted, percent / 100, "nearest rank"));
  return {
    minimum: sorted[0] ?? 0,
    maximum: sorted.at(-1) ?? 0,
    percentile0_5: at(0.5),
    percentile1: at(1),
    percentile2: at(2),
    percentile50: at(50),
    percentile98: at(98),
    percentile99: at(99),
    percentile99_5: at(99.5),
    slicesLookedAt: frames.length,
  };
}

/** Slices that cannot be decoded say nothing; where none of these can be, the first of all that can. */
async function readGood(reader: FrameReader, volume: Volume, slices: readonly number[]): Promise<FrameVoxels[]> {
  const read = (sliceIndex: number): Promise<FrameVoxels | DamagedSliceError> =>
    reader.readFrame(volume.id, sliceIndex).catch((error: unknown) => {
      if (error instanceof DamagedSliceError) return error;
      throw error;
    });
  const good = (await Promise.all(slices.map(read))).filter((frame): frame is FrameVoxels => !(frame instanceof DamagedSliceError));
  for (let sliceIndex = 0; good.length === 0 && sliceIndex < volume.slices; sliceIndex += 1) {
    const frame = await read(sliceIndex);
    if (!(frame instanceof DamagedSliceError)) good.push(frame);
    else if (sliceIndex === volume.slices - 1) throw frame;
  }
  return good;
}

/** Up to `most` of the numbers from 0 to count - 1, evenly spread, the middle among them. */
function spread(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: most }, (_, index) => Math.floor(((index + 0.5) * count) / most));
}

function everyNth(samples: readonly VoxelArray[], most: number, counts: (value: number) => boolean): Float64Array {
  const total = samples.reduce((sum, { length }) => sum + length, 0);
  // An odd step, so that it does not walk along the columns of a slice.
  const step = Math.max(1, Math.ceil(total / most) | 1);
  const taken: number[] = [];
  for (const voxels of samples)
    for (let index = 0; index < voxels.length; index += total <= most ? 1 : step) if (counts(voxels[index]!)) taken.push(voxels[index]!);
  return Float64Array.from(taken);
}
