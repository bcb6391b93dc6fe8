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

/** The smallest of the values at which at least `fraction` of all values lie at or below it: the nearest-rank percentile. */
function nearestRank(sorted: ArrayLike<number>, fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1))]!;
}

/** The window from the 1st to the 99th percentile of one slice, for the moment before the volume's own percentiles are known. Looks at 20,000 voxels at most. */
export function windowOfSlice(voxels: ArrayLike<number>): GreyWindow {
  const step = Math.max(1, Math.floor(voxels.length / 20_000));
  const sample = Float64Array.from({ length: Math.floor(voxels.length / step) }, (_, index) => voxels[index * step]!).sort();
  return windowBetween(nearestRank(sample, 0.01), nearestRank(sample, 0.99));
}

/** A number for the overlay: whole where large, three figures where small. */
export function formatValue(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
