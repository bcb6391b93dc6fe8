import type { Volume } from "#shared/domain/volume.ts";

/** What a ball cuts out of a slice: a disc. */
export interface BallSlice {
  readonly sliceIndex: number;
  readonly radiusMm: number;
}

/** The slices that a ball about a place on a slice reaches, in order, and how wide it is there. The slices must be at even distances. */
export function ballSlices({ slices, spacingMm }: Pick<Volume, "slices" | "spacingMm">, sliceIndex: number, radiusMm: number): BallSlice[] {
  const reach = Math.floor(radiusMm / spacingMm[2] + 1e-9);
  const found: BallSlice[] = [];
  for (let k = Math.max(0, sliceIndex - reach); k <= Math.min(slices - 1, sliceIndex + reach); k++)
    found.push({ sliceIndex: k, radiusMm: Math.sqrt(Math.max(0, radiusMm ** 2 - ((k - sliceIndex) * spacingMm[2]) ** 2)) });
  return found;
}
