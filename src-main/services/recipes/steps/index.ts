import { PlainError } from "#shared/domain/plainError.ts";
import type { RecipeStep, Roles } from "#shared/domain/recipe/steps.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { TaskContext } from "../../engine/index.ts";
import { resampleImage, resizeImage, resizeOfLabels } from "../../preprocess/index.ts";
import type { RecipeImage } from "../recipeImage.ts";

/** What a step is given beside the images. */
export interface StepsContext extends Omit<TaskContext, "part"> {
  /** Kept by earlier steps, by their moving role. */
  readonly transforms: ReadonlyMap<string, Transform>;
}

/** The images that a step changed or made, by role, and what it says of itself. */
export interface StepOutcome {
  readonly images: ReadonlyMap<string, RecipeImage>;
  readonly notes: readonly string[];
}

/** Runs a step in this process. Throws PlainError in words where it cannot be done; the signal's reason where it is aborted. */
export async function runStep(step: RecipeStep, images: ReadonlyMap<string, RecipeImage>, context: StepsContext): Promise<StepOutcome> {
  const changed = new Map<string, RecipeImage>();
  const rolesOf = (roles: Roles) => (roles === "all" ? [...images.keys()] : roles);
  if (step.kind === "resize") {
    for (const role of rolesOf(step.roles)) {
      const { image, holds } = images.get(role)!;
      changed.set(role, { image: await resizeImage(image, holds === "labels" ? resizeOfLabels(step) : step, context), holds });
    }
  } else if (step.kind === "resample" && step.grid.from === "role") {
    const grid = images.get(step.grid.role)!.image.grid;
    for (const role of rolesOf(step.roles)) {
      const { image, holds } = images.get(role)!;
      changed.set(role, { image: await resampleImage(image, grid, holds === "labels" ? "nearest" : step.interpolation, context), holds });
    }
  } else throw new PlainError("this step is not part of the program yet.");
  return { images: changed, notes: [] };
}
