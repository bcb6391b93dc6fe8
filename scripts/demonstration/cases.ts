import type { ExtractionSettings } from "../../src-shared/domain/extractionSettings.ts";
import type { Image } from "../../src-shared/domain/volume.ts";
import { extractFeatures } from "../../src-main/services/radiomics/index.ts";
import {
  createRandom,
  drawSampleTruth,
  fatAreaOfGrade,
  muscleCodes,
  muscleLabel,
  type MercuriGrade,
  type MuscleCondition,
  type Random,
} from "../../src-main/services/sample/index.ts";

/** One muscle of one synthetic person, as a reader would have drawn it. */
export interface MuscleCase {
  readonly person: number;
  readonly code: string;
  readonly side: "right" | "left";
  readonly grade: MercuriGrade;
  readonly slices: number;
  readonly voxels: number;
  readonly features: ReadonlyMap<string, number | null>;
}

/** Fewest voxels of a region that is measured. */
const fewestVoxels = 60;
/** As many muscles below grade 2 as from grade 2. */
const gradeShares: ReadonlyArray<readonly [MercuriGrade, number]> = [
  [0, 0.28],
  [1, 0.22],
  [2, 0.18],
  [3, 0.13],
  [4, 0.11],
  [5, 0.08],
];

/**
 * Draws one synthetic person's thighs or calves on T1 with grades, oedema and gain at random, takes one to three slices, and measures every muscle in them
 * in a region a little too small, right, or a little too large; three in ten regions are a part of the muscle only.
 */
export async function makeCases(person: number, settings: ExtractionSettings): Promise<MuscleCase[]> {
  const random = createRandom(person, "demonstration");
  const unit = random.uniform() < 0.6 ? "thigh" : "calf";
  const conditions = new Map<string, MuscleCondition>();
  for (const side of ["right", "left"] as const) for (const code of muscleCodes) conditions.set(`${side} ${code}`, drawCondition(random));
  const slices = 1 + Math.floor(random.uniform() * 3);
  const firstSlice = Math.floor(random.uniform() * ((unit === "thigh" ? 13 : 12) - slices + 1));
  const { volumes, labels } = drawSampleTruth(unit, {
    seed: 1000 + 10 * person,
    firstSlice,
    slices,
    conditionOf: (side, code) => conditions.get(`${side} ${code}`)!,
  });
  const gain = random.between(0.9, 1.1);
  const drawn = volumes.find((volume) => volume.key === `${unit} T1`)!.image;
  const image: Image = { ...drawn, voxels: drawn.voxels.map((value) => Math.round(value * gain)) };

  const cases: MuscleCase[] = [];
  for (const side of ["right", "left"] as const) {
    for (const code of muscleCodes) {
      const hand = Math.floor(random.uniform() * 3) - 1;
      const whole = drawnByHand(labels, muscleLabel(code, side), hand);
      const mask = random.uniform() < 0.3 ? partOf(whole, random) : whole;
      const voxels = mask.voxels.filter((value) => value === 1).length;
      if (voxels < fewestVoxels) continue;
      const { features } = await extractFeatures(image, mask, settings);
      const { grade } = conditions.get(`${side} ${code}`)!;
      cases.push({ person, code, side, grade, slices, voxels, features: new Map(features.map(({ name, value }) => [name, value])) });
    }
  }
  return cases;
}

/** What of a mask lies within 9 to 25 mm of one of its voxels, in the plane: as if somebody had stopped painting. */
function partOf(mask: Image, random: Random): Image {
  const inside = [...mask.voxels.keys()].filter((n) => mask.voxels[n] === 1);
  const [columns, rows] = mask.grid.size;
  const centre = inside[Math.floor(random.uniform() * inside.length)] ?? 0;
  const reach = random.between(9, 25) / mask.grid.spacingMm[0];
  const voxels = new Uint8Array(mask.voxels.length);
  for (const n of inside) {
    const dx = (n % columns) - (centre % columns),
      dy = (Math.floor(n / columns) % rows) - (Math.floor(centre / columns) % rows);
    if (dx * dx + dy * dy <= reach * reach) voxels[n] = 1;
  }
  return { ...mask, voxels };
}

function drawCondition(random: Random): MuscleCondition {
  let left = random.uniform();
  const grade = gradeShares.find(([, share]) => (left -= share) < 0)?.[0] ?? 5;
  const { low, high } = fatAreaOfGrade[grade];
  return { grade, oedema: random.uniform() < 0.25 ? random.uniform() : 0, fatArea: random.between(low, high) };
}

/** One label as a mask; `hand` -1 leaves its rim out, 1 goes a voxel beyond (4-connected, in the slice). */
export function drawnByHand({ grid, voxels }: Image, label: number, hand: number): Image {
  const [columns, rows] = grid.size;
  const at = (n: number) => voxels[n] === label;
  const neighbours = (n: number) => {
    const i = n % columns,
      j = Math.floor(n / columns) % rows;
    return [i > 0 && at(n - 1), i < columns - 1 && at(n + 1), j > 0 && at(n - columns), j < rows - 1 && at(n + columns)];
  };
  const mask = new Uint8Array(voxels.length);
  for (let n = 0; n < voxels.length; n++) {
    if (at(n)) mask[n] = hand < 0 && neighbours(n).includes(false) ? 0 : 1;
    else if (hand > 0 && neighbours(n).includes(true)) mask[n] = 1;
  }
  return { grid, scalarType: "uint8", voxels: mask };
}
