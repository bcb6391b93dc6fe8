import { distanceTransform } from "#shared/statistics/overlap/distanceTransform.ts";
import { hashSeed, noise3 } from "../sample/index.ts";
import type { BorderJitter } from "./projectParameters.ts";

/** The pixels of a slice. */
export interface SliceSize {
  readonly columns: number;
  readonly rows: number;
  readonly spacingMm: number;
}

/**
 * A region of a slice (0 and 1) with its border moved, as a hand moves it: outward by a smooth random field with the mean `biasMm` and the standard deviation
 * `deviationMm` over the slice. The same for the same seed and purpose. An empty region stays empty.
 */
export function jitteredBorder(
  region: Uint8Array,
  { columns, rows, spacingMm }: SliceSize,
  { deviationMm, biasMm, reachMm }: BorderJitter,
  seed: number,
  purpose: string,
): Uint8Array<ArrayBuffer> {
  const size = [columns, rows, 1] as const;
  const spacing = [spacingMm, spacingMm, 1] as const;
  const toInside = distanceTransform(region, size, spacing);
  const toOutside = distanceTransform(
    region.map((value) => 1 - value),
    size,
    spacing,
  );
  const field = standardField({ columns, rows, spacingMm }, reachMm, hashSeed(seed, purpose));
  return Uint8Array.from(region, (_, at) => {
    // How far inside: the border runs in the middle between pixels.
    const inside = region[at] === 1 ? toOutside[at]! - spacingMm / 2 : spacingMm / 2 - toInside[at]!;
    return inside + biasMm + deviationMm * field[at]! > 0 ? 1 : 0;
  });
}

/** Smooth noise with mean 0 and standard deviation 1 over the slice. */
function standardField({ columns, rows, spacingMm }: SliceSize, reachMm: number, seed: number): Float64Array {
  const field = new Float64Array(columns * rows);
  for (let j = 0, at = 0; j < rows; j++)
    for (let i = 0; i < columns; i++, at++) field[at] = noise3((i * spacingMm) / reachMm, (j * spacingMm) / reachMm, 0.5, seed);
  const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
  const deviation = Math.sqrt(field.reduce((sum, value) => sum + (value - mean) ** 2, 0) / field.length);
  return field.map((value) => (value - mean) / deviation);
}
