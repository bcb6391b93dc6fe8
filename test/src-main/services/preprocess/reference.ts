import { readFileSync } from "node:fs";
import type { Image, VoxelArray } from "#shared/domain/volume.ts";
import { identityDirection } from "#shared/domain/geometry.ts";
import { recipeStepSchema } from "#shared/domain/recipe/steps.ts";
import { runEngineStep, type EngineStep, type StepContext, type StepImage } from "../../../../src-main/services/preprocess/index.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";

/** Values of scikit-image, OpenCV, SciPy and torch: shared/data/learning/preprocess.json. Arrays in C order, the last axis fastest. */
export interface Reference {
  readonly volume: { readonly shape: readonly [number, number, number]; readonly values: readonly number[] };
  readonly slice: { readonly shape: readonly [number, number]; readonly values: readonly number[] };
  readonly clahe: Readonly<Record<string, readonly number[]>>;
  readonly resize_to_13_30_11: Readonly<Record<string, readonly number[]>>;
  readonly normalise: {
    readonly mask_count: number;
    readonly zscore_whole: { readonly mean: number; readonly sd0: number };
    readonly zscore_mask: { readonly mean: number; readonly sd0: number };
    readonly minmax_whole: readonly [number, number];
    readonly "percentiles_whole_0.5_1_2_25_50_75_98_99_99.5": readonly number[];
    readonly percentiles_mask: readonly number[];
  };
  readonly flair3: {
    readonly flair_values: readonly number[];
    readonly flair3: readonly number[];
    readonly then_minmax: readonly number[];
  };
}

/** Read where the data is beside the project. */
export const reference: Reference | undefined = noSharedData
  ? undefined
  : (JSON.parse(readFileSync(sharedData("learning", "preprocess.json"), "utf8")) as Reference);

/** An image of an array of C order: the last axis is i. */
export function imageOf(shape: readonly number[], voxels: VoxelArray, scalarType: Image["scalarType"] = "float64"): Image {
  const [i, j = 1, k = 1] = shape.toReversed();
  return { grid: { size: [i!, j, k], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: identityDirection }, scalarType, voxels };
}

/** The largest difference of two arrays of one length. */
export function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let n = 0; n < one.length; n++) {
    const apart = Math.abs(one[n]! - other[n]!);
    if (!(apart <= most)) most = apart;
  }
  return most;
}

/** A table of how far results are from those of other programs. */
export class Agreement {
  readonly #lines: string[] = [];
  readonly #title: string;

  constructor(title: string) {
    this.#title = title;
  }

  add(name: string, apart: number, within: number): void {
    this.#lines.push(`${name.padEnd(52)} ${apart.toExponential(2)}   allowed ${within.toExponential(2)}`);
  }

  print(): void {
    console.log([this.#title, ...this.#lines].join("\n"));
  }
}

/** A step as a recipe writes it; of T1 where it names no role. */
export interface WrittenStep {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Runs a step on images by role. */
export function run(step: WrittenStep, images: Readonly<Record<string, StepImage>>, context?: StepContext) {
  const roles = step.kind === "formula" ? {} : { roles: ["T1"] };
  return runEngineStep(recipeStepSchema.parse({ ...roles, ...step }) as EngineStep, new Map(Object.entries(images)), context);
}

export const grey = (image: Image): StepImage => ({ image, holds: "image" });
export const labels = (image: Image): StepImage => ({ image, holds: "labels" });
