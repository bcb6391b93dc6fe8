import type { Chain } from "./chains.ts";
import { noise3, noise3Rough, smoothStep } from "./noise.ts";
import { hashSeed } from "./random.ts";

/** Modified Mercuri grade: 0 normal, 1 punctate, 2 scattered (< 30%), 3 small confluent (30-60%), 4 large confluent (> 60%), 5 diffuse. */
export type MercuriGrade = 0 | 1 | 2 | 3 | 4 | 5;

/** What ails a muscle. Oedema from 0 (none) to 1 (severe). */
export interface MuscleCondition {
  readonly grade: MercuriGrade;
  readonly oedema: number;
  /** Share of the muscle's area that fat has replaced, 0 to 1; where absent, the middle of its grade's range. */
  readonly fatArea?: number;
}

/** The share of fat that each grade has by default, and the range that the grade allows. */
export const fatAreaOfGrade: Readonly<Record<MercuriGrade, { readonly usual: number; readonly low: number; readonly high: number }>> = {
  0: { usual: 0, low: 0, high: 0 },
  1: { usual: 0.035, low: 0.02, high: 0.05 },
  2: { usual: 0.19, low: 0.1, high: 0.28 },
  3: { usual: 0.45, low: 0.33, high: 0.57 },
  4: { usual: 0.74, low: 0.64, high: 0.85 },
  5: { usual: 0.96, low: 0.93, high: 0.99 },
};

/** How far a grade's pattern is drawn out along the fibres, how coarse its patches are (mm), and how fat a patch is. */
const patterns: Readonly<
  Record<MercuriGrade, { readonly streak: number; readonly patchMm: number; readonly fat: number; readonly softness: number }>
> = {
  0: { streak: 0, patchMm: 6, fat: 0, softness: 0.1 },
  1: { streak: 0.15, patchMm: 3.2, fat: 0.7, softness: 0.05 },
  2: { streak: 0.62, patchMm: 6.5, fat: 0.72, softness: 0.1 },
  3: { streak: 0.45, patchMm: 8, fat: 0.8, softness: 0.12 },
  4: { streak: 0.35, patchMm: 10, fat: 0.87, softness: 0.14 },
  5: { streak: 0.5, patchMm: 7, fat: 0.92, softness: 0.16 },
};

/** The inside of one muscle of one leg: fields over (lateral, posterior, height), mm. */
export interface MuscleTexture {
  /** Where fat comes first: high values. Its share is set by a quantile of this over the muscle. */
  pattern(lateral: number, posterior: number, heightMm: number): number;
  /** Fat fraction, 0 to 1, at a point whose pattern is given, with the threshold that makes the right share of the muscle fatty. */
  fatFraction(lateral: number, posterior: number, heightMm: number, pattern: number, threshold: number): number;
  /** Factor on the water signal of T2-weighted images: 1 without oedema. */
  oedemaFactor(lateral: number, posterior: number, heightMm: number): number;
}

/** The texture of a muscle in a condition. The fibres' bundles lie along the chain. */
export function muscleTexture(chain: Chain, condition: MuscleCondition, legSeed: number, name: string): MuscleTexture {
  const seed = hashSeed(legSeed, `texture/${name}`);
  const { streak, patchMm, fat, softness } = patterns[condition.grade];
  const [ux, uy] = chain.along;
  const ownFat = 0.045 + 0.02 * noise3(0.5, 0.37, 0.61, seed);
  // Bundles run along the long side of the section, bent a little.
  const bent = (x: number, y: number, z: number): readonly [number, number] => {
    const bend = 7 * noise3(x / 17, y / 17, z / 50, seed ^ 0x77);
    return [x * ux + y * uy + bend, y * ux - x * uy + bend];
  };
  const bundles = (x: number, y: number, z: number, scale: number, salt: number) => {
    const [a, b] = bent(x, y, z);
    return noise3(a / (7.5 * scale), b / (2.1 * scale), z / 30, seed ^ salt);
  };
  return {
    pattern: (x, y, z) => {
      const patch = noise3Rough(x / patchMm, y / patchMm, z / 40, seed ^ 0x3a1);
      const cluster = noise3(x / 19, y / 19, z / 60, seed ^ 0x8d);
      const strand = 0.6 * bundles(x, y, z, 1, 0x55) + 0.4 * bundles(x, y, z, 0.55, 0x56);
      return streak * strand + (1 - streak) * patch + 0.45 * cluster;
    },
    fatFraction: (x, y, z, pattern, threshold) => {
      // Perimysial fat: thin bright lines between bundles, in some places only.
      const line = 1 - smoothStep(0.02, 0.15, Math.abs(bundles(x, y, z, 1.5, 0x99)));
      const where = smoothStep(-0.12, 0.45, noise3(x / 11, y / 11, z / 35, seed ^ 0x1b));
      const grain = 0.045 * noise3(x / 2.4, y / 2.4, z / 20, seed ^ 0x2d) + 0.05 * bundles(x, y, z, 0.7, 0x2e);
      const normal = ownFat + grain + 0.3 * line * where;
      if (condition.grade === 0) return Math.max(0, normal);
      const infiltrated = smoothStep(threshold - softness, threshold + softness, pattern);
      const patchFat = fat * (1 + 0.12 * noise3(x / 4, y / 4, z / 30, seed ^ 0x61));
      return Math.min(1, Math.max(0, normal + infiltrated * (patchFat - normal)));
    },
    oedemaFactor: (x, y, z) => {
      if (condition.oedema === 0) return 1;
      const patch = noise3Rough(x / 13, y / 13, z / 45, seed ^ 0x417);
      return 1 + condition.oedema * (0.35 + 1.35 * smoothStep(-0.25, 0.35, patch));
    },
  };
}
