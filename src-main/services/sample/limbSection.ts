import { chainAt, insideChain, interpolate, type Chain } from "./chains.ts";
import type { LimbParameters } from "./limbParameters.ts";
import { noise3, noise3Rough, smoothStep } from "./noise.ts";

/** What a point of a limb is made of. */
export const tissues = [
  "air",
  "skin",
  "fat",
  "intermuscularFat",
  "fascia",
  "muscle",
  "cortex",
  "marrow",
  "artery",
  "vein",
  "nerve",
  "tendon",
] as const;
export type Tissue = (typeof tissues)[number];

/** What lies at a point. One object is used again for every point: copy what you keep. */
export interface Point {
  /** Index into `tissues`. */
  tissue: number;
  /** Index into the section's muscles where the tissue is muscle; else -1. */
  muscle: number;
  /** No boundary lies within this distance, mm. */
  marginMm: number;
  /** Depth below the skin, mm. */
  depthMm: number;
}

export interface SectionMuscle {
  /** The code of studies.md ("RFEM"); empty for the muscles that no study draws. */
  readonly code: string;
  readonly chain: Chain;
}

/** One leg cut across at one height. Coordinates are mm: lateral from the middle of the limb, posterior. */
export interface LimbSection {
  readonly muscles: readonly SectionMuscle[];
  /** Writes into `point` what lies there. `shift` is where the organic distortion moves the point: see `distortion`. */
  classify(lateral: number, posterior: number, point: Point): void;
  /** How the point is moved before the shapes are asked, so that no outline is a perfect arc. Smooth: once a pixel is enough. */
  distortion(lateral: number, posterior: number): readonly [number, number];
}

const [air, skin, fat, intermuscularFat, fascia, muscle, cortex, marrow, artery, vein, nerve, tendon] = tissues.map(
  (_, index) => index,
) as [number, number, number, number, number, number, number, number, number, number, number, number];

/** Muscles grow this far into a gap between them, mm; what is farther is fat. */
const fillMm = 6;
/** The compartment reaches this far beyond the outermost muscle, mm, and is closed by the deep fascia. */
const compartmentMm = 1;
const skinMm = 1.7;

/**
 * Cuts a limb at a height above its most distal level. `seed` belongs to the leg, so that left and right differ. `growthOf` multiplies a muscle's
 * radii (atrophy below 1); `septumMm` is half the thickness of the fat between muscles.
 */
export function cutLimb(
  parameters: LimbParameters,
  heightMm: number,
  seed: number,
  growthOf: (code: string) => number,
  septumMm: number,
): LimbSection {
  const { levelsMm } = parameters;
  const at = (shape: { levels: LimbParameters["muscles"][number]["levels"] }, grow = 1) => chainAt(shape.levels, levelsMm, heightMm, grow);
  const present = <T>(items: readonly (T | undefined)[]) => items.filter((item): item is T => item !== undefined);
  const chains = (shapes: LimbParameters["nerves"]) => present(shapes.map((shape) => at(shape)));

  const muscles = present([
    ...parameters.muscles.map((shape) => {
      const chain = at(shape, growthOf(shape.code));
      return chain && { code: shape.code, chain };
    }),
    ...parameters.otherMuscles.map((shape) => {
      const chain = at(shape);
      return chain && { code: "", chain };
    }),
  ]);
  const bones = present(
    parameters.bones.map((bone) => {
      const chain = at(bone);
      return chain && { chain, cortexMm: interpolate(levelsMm, bone.cortexMm, heightMm) };
    }),
  );
  const tendons = chains(parameters.tendons);
  const spaces = chains(parameters.spaces);
  const nerves = chains(parameters.nerves);
  const vessels = present(
    parameters.vessels.map((vessel) => {
      const chain = at(vessel);
      return chain && { chain, tissue: vessel.kind === "artery" ? artery : vein };
    }),
  );
  const [centreX, centreY, toLateral, toMedial, toAnterior, toPosterior] = [0, 1, 2, 3, 4, 5].map((n) =>
    interpolate(
      levelsMm,
      parameters.skin.map((level) => level[n]!),
      heightMm,
    ),
  ) as [number, number, number, number, number, number];

  const flatteningMm = interpolate(levelsMm, parameters.anteromedialFlatteningMm, heightMm);

  /** Distance to the skin, mm, positive inside: an ellipse of its own in each quadrant (first-order distance). */
  const insideSkin = (x: number, y: number): number => {
    const dx = x - centreX,
      dy = y - centreY;
    const a = dx > 0 ? toLateral : toMedial,
      b = dy > 0 ? toPosterior : toAnterior;
    const f = Math.sqrt((dx * dx) / (a * a) + (dy * dy) / (b * b));
    if (f < 0.2) return Math.min(a, b) * (1 - f);
    const slope = Math.sqrt((dx * dx) / (a * a * a * a) + (dy * dy) / (b * b * b * b));
    const flattening = dx < 0 && dy < 0 ? (2 * dx * dy * flatteningMm) / (dx * dx + dy * dy) : 0;
    return ((1 - f) * f) / slope - flattening;
  };
  /** The best of some chains at a point; -Infinity where all are farther than `near` outside. */
  const best = (list: readonly Chain[], x: number, y: number, near: number): number => {
    let value = -Infinity;
    for (const chain of list) {
      const ex = x - chain.centre[0],
        ey = y - chain.centre[1];
      const reach = chain.reach + near;
      if (ex * ex + ey * ey < reach * reach) value = Math.max(value, insideChain(chain, x, y));
    }
    return value;
  };

  const classify = (x: number, y: number, point: Point): void => {
    const toSkin = insideSkin(x, y) + 1.8 * noise3(x / 45, y / 45, heightMm / 90, seed ^ 0x2a);
    point.depthMm = toSkin;
    point.muscle = -1;
    let margin = Math.abs(toSkin);
    const end = (tissue: number, one = Infinity, other = Infinity) => {
      margin = Math.min(margin, Math.abs(one), Math.abs(other));
      point.tissue = tissue;
      point.marginMm = margin;
    };
    if (toSkin <= 0) return end(air);
    if (toSkin < skinMm) return end(skin, toSkin - skinMm);
    margin = Math.abs(toSkin - skinMm);

    for (const { chain, cortexMm } of bones) {
      const inside = best([chain], x, y, 3);
      if (inside > 0) return inside < cortexMm ? end(cortex, inside, inside - cortexMm) : end(marrow, inside - cortexMm);
      margin = Math.min(margin, -inside);
    }
    for (const { chain, tissue } of vessels) {
      const inside = best([chain], x, y, 3);
      if (inside > 0) return end(tissue, inside);
      margin = Math.min(margin, -inside);
    }
    const inNerve = best(nerves, x, y, 3);
    if (inNerve > 0) return end(nerve, inNerve);
    const inTendon = best(tendons, x, y, 3);
    if (inTendon > 0) return end(tendon, inTendon);
    const inSpace = best(spaces, x, y, 3);
    margin = Math.min(margin, -inNerve, -inTendon);

    let first = -Infinity,
      second = -Infinity,
      winner = -1;
    for (let n = 0; n < muscles.length; n++) {
      const { chain } = muscles[n]!;
      const ex = x - chain.centre[0],
        ey = y - chain.centre[1];
      const reach = chain.reach + 10;
      if (ex * ex + ey * ey >= reach * reach) continue;
      const inside = insideChain(chain, x, y);
      if (inside > first) {
        second = first;
        first = inside;
        winner = n;
      } else if (inside > second) second = inside;
    }
    if (winner < 0) return end(fat);
    // The compartment closes the grooves between neighbours: a smooth maximum of the two nearest.
    const groove = Math.max(0, 1 - (first - second) / 7);
    const compartment = first + 7 * groove * groove * 0.25 + compartmentMm;
    if (compartment < -0.7) return end(fat, compartment + 0.7);
    if (compartment < 0) return end(fascia, compartment, compartment + 0.7);
    margin = Math.min(margin, compartment);
    if (inSpace > Math.max(-0.5, Math.min(0.5, first - 2))) return end(intermuscularFat, inSpace);
    margin = Math.min(margin, -inSpace);
    if (first < -fillMm) return end(intermuscularFat, first + fillMm);
    const separation = (first - second) / 2;
    const septum = septumMm * (1 + 0.9 * noise3(x / 9, y / 9, heightMm / 40, seed ^ 0x6e));
    if (separation < septum) return end(intermuscularFat, septum - separation);
    point.muscle = winner;
    return end(muscle, separation - septum, first + fillMm);
  };

  const distortion = (x: number, y: number): readonly [number, number] => {
    const z = heightMm / 60;
    const coarse = 2.2 * smoothStep(4, 22, insideSkin(x, y) + 12);
    return [
      coarse * noise3Rough(x / 24, y / 24, z, seed) + 0.55 * noise3(x / 6, y / 6, z * 3, seed ^ 0x1f3d),
      coarse * noise3Rough(x / 24, y / 24, z, seed ^ 0x7a31) + 0.55 * noise3(x / 6, y / 6, z * 3, seed ^ 0x4c11),
    ];
  };
  return { muscles, classify, distortion };
}
