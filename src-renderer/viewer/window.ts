import { percentile } from "#shared/statistics/percentile.ts";
import { isPadding, type Volume } from "#shared/domain/volume.ts";

/** Centre and width of the grey window, in the units of the voxels. */
export interface GreyWindow {
  readonly center: number;
  readonly width: number;
}

/** The window whose ends are two voxel values; never narrower than a millionth of their size, so that a flat image still has one. */
export function windowBetween(low: number, high: number): GreyWindow {
  return { center: (low + high) / 2, width: Math.max(high - low, Math.abs(high) * 1e-6, 1e-9) };
}

/** The window after a drag of (dx, dy) pixels: right widens, down raises the centre (darker), as in OHIF; a drag of 500 pixels runs through `range`. */
export function dragWindow(from: GreyWindow, dx: number, dy: number, range: number): GreyWindow {
  const perPixel = range / 500;
  return { center: from.center + dy * perPixel, width: Math.max(from.width + dx * perPixel, range / 1000) };
}

/**
 * The window from the 1st to the 99th percentile of one slice, for the moment before the volume's own percentiles are known. Looks at
 * 20,000 voxels at most, without those that only fill the picture up.
 */
export function windowOfSlice(voxels: ArrayLike<number>, volume: Pick<Volume, "padding"> = {}): GreyWindow {
  const step = Math.max(1, Math.floor(voxels.length / 20_000));
  const all = Float64Array.from({ length: Math.floor(voxels.length / step) }, (_, index) => voxels[index * step]!);
  const own = all.filter((value) => !isPadding(volume, value));
  const sample = (own.length > 0 ? own : all).sort();
  return windowBetween(percentile(sample, 0.01, "nearest rank"), percentile(sample, 0.99, "nearest rank"));
}
