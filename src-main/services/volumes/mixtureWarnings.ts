import type { VolumeWarning } from "#shared/domain/volume.ts";
import { imageTypeOf } from "./attributes.ts";
import type { SeriesFrame } from "./seriesFrame.ts";

const contrasts: ReadonlyArray<readonly [name: string, unit: string, valueOf: (slice: SeriesFrame) => number | null]> = [
  ["Echo Time", " ms", ({ frame }) => frame.echoTime],
  ["b-value", " s/mm²", ({ frame }) => frame.bValue],
  ["Inversion Time", " ms", ({ frame }) => frame.inversionTime],
  ["Flip Angle", "°", ({ frame }) => frame.flipAngle],
];
/** Differences up to this share are rounding, or what scanners adjust from slice to slice. */
const sameContrast = 0.01;

/** What slices of one volume say differently of their contrast: they follow each other in space, but their values may not be comparable. */
export function mixtureWarnings(frames: readonly SeriesFrame[]): VolumeWarning[] {
  const types = Map.groupBy(frames, imageTypeOf);
  const warnings: VolumeWarning[] = [];
  if (types.size > 1) {
    const most = [...types.values()].reduce((count, { length }) => Math.max(count, length), 0);
    warnings.push({
      code: "other",
      message:
        `Image Type differs in ${frames.length - most} of ${frames.length} slices; they lie in one stack, no two at one place, and ` +
        `are shown as one volume.`,
    });
  }
  for (const [name, unit, valueOf] of contrasts) {
    const values = frames.map(valueOf).filter((value) => value !== null);
    const [low, high] = values.reduce(
      ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
      [Infinity, -Infinity],
    );
    if (high - low <= Math.abs(high) * sameContrast || values.length === 0) continue;
    warnings.push({
      code: "other",
      message:
        `${name} differs within this volume, from ${Number(low.toFixed(3))} to ${Number(high.toFixed(3))}${unit}: the grey values ` +
        `of its slices may not be comparable.`,
    });
  }
  return warnings;
}
