import { cutLimb, tissues, type LimbSection, type Point } from "./limbSection.ts";
import { limbParameters, type LimbRegion } from "./limbParameters.ts";
import { fatAreaOfGrade, muscleTexture, type MuscleCondition, type MuscleTexture } from "./muscleTexture.ts";
import { noise3, noise3Rough, smoothStep } from "./noise.ts";
import { hashSeed } from "./random.ts";

/** One leg of a study: where it lies in the picture and what ails it. */
export interface Leg {
  readonly side: "right" | "left";
  readonly seed: number;
  /** Middle of the limb in patient space: LPS x and y, mm. */
  readonly centreMm: readonly [number, number];
  readonly scale: number;
  /** Half the tangent of the angle by which the leg is turned outward. */
  readonly turn: number;
  readonly conditionOf: (code: string) => MuscleCondition;
}

/** The grid of one slice, axial: columns run to the patient's left, rows to posterior. */
export interface SliceGrid {
  readonly columns: number;
  readonly rows: number;
  readonly spacingMm: number;
  /** Centre of the first pixel, LPS x and y, mm. */
  readonly originMm: readonly [number, number];
}

/** What two sequences show of one slice, before coil, noise and rounding; and the truth. */
export interface LimbSlice {
  readonly t1: Float32Array;
  readonly water: Float32Array;
  /** 0, or the label of the muscle: see `muscleLabel`. */
  readonly labels: Uint8Array;
}

/** Muscles in the order of the label values. */
export const muscleCodes = [
  "RFEM",
  "VME",
  "VIN",
  "VLA",
  "SAR",
  "GR",
  "AL",
  "AM",
  "SMB",
  "SMT",
  "HBF",
  "TA",
  "PER",
  "TP",
  "SOL",
  "GASM",
  "GASL",
] as const;
export type MuscleCode = (typeof muscleCodes)[number];

/** The truth's label of a muscle: 1 to 17 on the right, 101 to 117 on the left. */
export function muscleLabel(code: string, side: "right" | "left"): number {
  return muscleCodes.indexOf(code as MuscleCode) + 1 + (side === "left" ? 100 : 0);
}

/**
 * Signal by tissue (in the order of `tissues`), arbitrary units: T1-weighted fast spin echo, and T2-weighted Dixon water-only. Muscle,
 * marrow and fat are refined by texture.
 */
const signal = {
  t1: [0, 400, 1000, 960, 190, 285, 35, 880, 55, 190, 400, 70],
  water: [0, 330, 48, 60, 150, 330, 28, 70, 70, 880, 560, 60],
} as const;
const code = Object.fromEntries(tissues.map((name, index) => [name, index])) as Record<(typeof tissues)[number], number>;
const fatT1 = signal.t1[code.fat]!,
  fatWater = signal.water[code.fat]!;
const muscleT1 = signal.t1[code.muscle]!,
  muscleWater = signal.water[code.muscle]!;
/** A pixel is sampled this many times a side where a boundary crosses it. */
const samples = 4;

/** Draws one slice of both legs at a height above the region's most distal level. */
export function drawLimbSlice(region: LimbRegion, legs: readonly Leg[], heightMm: number, grid: SliceGrid): LimbSlice {
  const pixels = grid.columns * grid.rows;
  const slice: LimbSlice = { t1: new Float32Array(pixels), water: new Float32Array(pixels), labels: new Uint8Array(pixels) };
  for (const leg of legs) drawLeg(region, leg, heightMm, grid, slice);
  return slice;
}

function drawLeg(region: LimbRegion, leg: Leg, heightMm: number, grid: SliceGrid, slice: LimbSlice): void {
  const parameters = limbParameters(region);
  const growth = (muscle: string) => 1 - 0.022 * leg.conditionOf(muscle).grade;
  const worst = parameters.muscles.reduce((sum, muscle) => sum + leg.conditionOf(muscle.code).grade, 0) / parameters.muscles.length;
  const section = cutLimb(parameters, heightMm, hashSeed(leg.seed, "shape"), growth, 0.3 + 0.09 * worst);
  const textures = section.muscles.map(({ code, chain }, index) =>
    muscleTexture(chain, code === "" ? { grade: 0, oedema: 0 } : leg.conditionOf(code), leg.seed, code === "" ? `other ${index}` : code),
  );
  const fatSeed = hashSeed(leg.seed, "fat");

  // cos and sin of the turn, without Math.cos: the same to the last bit everywhere.
  const cosine = (1 - leg.turn * leg.turn) / (1 + leg.turn * leg.turn);
  const sine = (2 * leg.turn) / (1 + leg.turn * leg.turn);
  const outward = leg.side === "right" ? -1 : 1;
  const step = grid.spacingMm / samples;
  const halfDiagonal = (grid.spacingMm * 0.7072) / leg.scale;
  const point: Point = { tissue: 0, muscle: -1, marginMm: 0, depthMm: 0 };
  const weights = new Float64Array(tissues.length);
  const muscleWeights = new Float64Array(section.muscles.length);

  /** Muscle pixels wait for the threshold that gives each muscle its share of fat. */
  const waiting: Array<{ at: number; u: number; v: number; muscle: number; weight: number; pattern: number; inside: boolean }> = [];
  for (let j = 0; j < grid.rows; j++) {
    for (let i = 0; i < grid.columns; i++) {
      const dx = (grid.originMm[0] + i * grid.spacingMm - leg.centreMm[0]) * outward;
      const dy = grid.originMm[1] + j * grid.spacingMm - leg.centreMm[1];
      if (dx * dx + dy * dy > 12_100) continue;
      const u = (dx * cosine - dy * sine) / leg.scale;
      const v = (dx * sine + dy * cosine) / leg.scale;
      const [shiftU, shiftV] = section.distortion(u, v);
      section.classify(u + shiftU, v + shiftV, point);
      if (point.tissue === code.air && point.marginMm > halfDiagonal) continue;
      weights.fill(0);
      const centreMuscle = point.muscle;
      let muscle = point.muscle;
      if (point.marginMm > halfDiagonal) weights[point.tissue] = 1;
      else {
        muscleWeights.fill(0);
        for (let n = 0; n < samples * samples; n++) {
          const ex = ((n % samples) - (samples - 1) / 2) * step * outward;
          const ey = (Math.floor(n / samples) - (samples - 1) / 2) * step;
          section.classify(u + shiftU + (ex * cosine - ey * sine) / leg.scale, v + shiftV + (ex * sine + ey * cosine) / leg.scale, point);
          weights[point.tissue]! += 1 / (samples * samples);
          if (point.muscle >= 0) muscleWeights[point.muscle]! += 1;
        }
        muscle = muscleWeights.reduce((best, value, index) => (value > muscleWeights[best]! ? index : best), 0);
      }
      const at = j * grid.columns + i;
      paint(slice, at, weights, u, v, heightMm, fatSeed);
      if (weights[code.muscle]! > 0) {
        const texture = textures[muscle]!;
        const inside = centreMuscle === muscle && weights[code.muscle]! >= 0.6;
        waiting.push({ at, u, v, muscle, weight: weights[code.muscle]!, pattern: texture.pattern(u, v, heightMm), inside });
        const muscleCode = section.muscles[muscle]!.code;
        if (inside && muscleCode !== "") slice.labels[at] = muscleLabel(muscleCode, leg.side);
      }
    }
  }
  const thresholds = fatThresholds(section, leg, waiting);
  for (const { at, u, v, muscle, weight, pattern } of waiting) {
    const texture: MuscleTexture = textures[muscle]!;
    const fatFraction = texture.fatFraction(u, v, heightMm, pattern, thresholds[muscle]!);
    slice.t1[at]! += weight * (fatFraction * fatT1 + (1 - fatFraction) * muscleT1);
    slice.water[at]! += weight * (fatFraction * fatWater + (1 - fatFraction) * muscleWater * texture.oedemaFactor(u, v, heightMm));
  }
}

/** For each muscle the pattern value above which lies the share of its area that its grade makes fatty. */
function fatThresholds(
  section: LimbSection,
  leg: Leg,
  pixels: ReadonlyArray<{ muscle: number; pattern: number; inside: boolean }>,
): number[] {
  const values = section.muscles.map((): number[] => []);
  for (const { muscle, pattern, inside } of pixels) if (inside) values[muscle]!.push(pattern);
  return section.muscles.map(({ code }, index) => {
    const sorted = values[index]!.sort((a, b) => a - b);
    if (code === "" || sorted.length === 0) return Infinity;
    const { grade, fatArea } = leg.conditionOf(code);
    const share = fatArea ?? fatAreaOfGrade[grade].usual;
    return share === 0 ? Infinity : sorted[Math.min(sorted.length - 1, Math.floor((1 - share) * sorted.length))]!;
  });
}

/** Adds to a pixel all tissues but muscle, each with its texture. */
function paint(slice: LimbSlice, at: number, weights: Float64Array, u: number, v: number, heightMm: number, seed: number): void {
  let t1 = 0,
    water = 0;
  for (let tissue = 1; tissue < weights.length; tissue++) {
    const weight = weights[tissue]!;
    if (weight === 0 || tissue === code.muscle) continue;
    let factorT1 = 1;
    if (tissue === code.fat) {
      // Fibrous septa of the subcutaneous fat: thin, dark, mostly along the skin.
      const line = 1 - smoothStep(0.015, 0.09, Math.abs(noise3Rough(u / 13, v / 13, heightMm / 40, seed)));
      const where = smoothStep(-0.1, 0.5, noise3(u / 20, v / 20, heightMm / 40, seed ^ 0x91));
      factorT1 = 1 - 0.2 * line * where + 0.03 * noise3(u / 4, v / 4, heightMm / 15, seed ^ 0x15);
    } else if (tissue === code.intermuscularFat) {
      const strand = 1 - smoothStep(0.02, 0.14, Math.abs(noise3Rough(u / 6, v / 6, heightMm / 25, seed ^ 0x34)));
      factorT1 = 0.84 + 0.28 * noise3(u / 7, v / 7, heightMm / 25, seed ^ 0x33) - 0.3 * strand;
    } else if (tissue === code.marrow) {
      factorT1 = 0.94 + 0.13 * noise3Rough(u / 5, v / 5, heightMm / 25, seed ^ 0x45);
    } else if (tissue === code.nerve) {
      factorT1 = 1 + 0.5 * noise3(u / 1.6, v / 1.6, heightMm / 60, seed ^ 0x57);
    }
    t1 += weight * signal.t1[tissue]! * factorT1;
    water += weight * signal.water[tissue]! * (tissue === code.nerve ? factorT1 : 1);
  }
  slice.t1[at]! += t1;
  slice.water[at]! += water;
}
