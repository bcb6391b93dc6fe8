import { growSeeds } from "#shared/domain/drawing/growSeeds.ts";

/** Seeds that are to grow through slices, one slice after another: see growSeeds. */
export interface SeedJob {
  readonly seeds: Int16Array;
  readonly fixed: Uint8Array;
  readonly values: Float32Array;
  readonly columns: number;
  readonly perSlice: number;
  /** Between columns, rows and slices. */
  readonly spacingMm: readonly [number, number, number];
}

/** The class of every voxel. */
export function seedAnswer({ seeds, fixed, values, columns, perSlice, spacingMm: [sx, sy, sz] }: SeedJob): Int16Array {
  return growSeeds(seeds, fixed, values, columns, [sx, sy], { perSlice, spacingMm: sz }).classes;
}
