import type { RecipeOutcome } from "#shared/api/recipe.ts";
import type { StepKind } from "#shared/domain/recipe/steps.ts";
import type { Desk } from "../../desk.ts";

export type RecipeOutput = RecipeOutcome["outputs"][number];

/** With what an output is compared: with the image that it was made of, or with the one that it was aligned to. */
export type ComparedWith = "before" | "fixed";

/** What an output may be compared with, the more telling first. */
export function comparisonsOf({ fixedVolumeId, beforeVolumeId, volumeId }: RecipeOutput): readonly ComparedWith[] {
  if (volumeId === null) return [];
  return [...(fixedVolumeId === null ? [] : (["fixed"] as const)), ...(beforeVolumeId === null ? [] : (["before"] as const))];
}

/** Steps after which grey values mean what they meant before: voxels were moved, left out, or freed of what the coil made of them. */
const keepingValues: ReadonlySet<StepKind> = new Set([
  "register",
  "applyTransform",
  "resample",
  "resize",
  "crop",
  "n4",
  "extractBrain",
  "segment",
  "mask",
  "smooth",
  "clip",
]);

/** Lays an output over the image it is compared with; answers why that cannot be done, in words, or null. */
export function compareOutput(
  desk: Desk,
  { recipe }: Pick<RecipeOutcome, "recipe">,
  output: RecipeOutput,
  by: ComparedWith,
): string | null {
  const lower = desk.volume(by === "fixed" ? output.fixedVolumeId : output.beforeVolumeId);
  const upper = desk.volume(output.volumeId);
  if (!lower || !upper) return "One of the two images is not in this study (any more).";
  const fixed = recipe.steps.findLast((step) => step.kind === "register" && step.moving === output.role);
  const words =
    by === "fixed"
      ? { lower: fixed?.kind === "register" ? fixed.fixed : "the fixed image", upper: `${output.role} aligned` }
      : { lower: `${output.role} before`, upper: `${output.role} after` };
  const hasOneWindow = by === "before" && recipe.steps.every(({ kind }) => keepingValues.has(kind));
  return desk.comparison.show(lower, upper, words, hasOneWindow);
}
