import { PlainError } from "#shared/domain/plainError.ts";
import type { Interpolation, RecipeStep, StepOf } from "#shared/domain/recipe/steps.ts";
import { invertTransform } from "#shared/domain/transform/applyTransform.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { TaskContext } from "../engine/index.ts";
import { refuseNotFinite, runEngineStep, type EngineStep, type StepImage, type StepOutcome } from "../preprocess/index.ts";
import { resampleImage } from "../registration/index.ts";

/** What a step is given beside the images. */
export interface StepsContext extends Omit<TaskContext, "part"> {
  /** Kept by earlier steps, and by the step itself where it registers, by their moving role. */
  readonly transforms: ReadonlyMap<string, Transform>;
}

/**
 * Runs a step in this process: one that registers is here the application of the transform that was found, and a network has drawn already (drawnRole). Throws PlainError in words where it cannot be done;
 * the signal's reason where it is aborted.
 */
export async function runStep(asked: RecipeStep, images: ReadonlyMap<string, StepImage>, context: StepsContext): Promise<StepOutcome> {
  const step = withDrawnMask(asked);
  if (step.kind === "register") {
    const { moving, fixed, interpolation } = step;
    return moveThrough([moving], { transform: transformOf(moving, context), like: fixed, interpolation }, images, context);
  }
  if (step.kind === "applyTransform") {
    const found = transformOf(step.transformOf, context);
    const { like, interpolation } = step;
    return moveThrough(
      rolesOf(step, images),
      { transform: step.inverse ? invertTransform(found) : found, like, interpolation },
      images,
      context,
    );
  }
  if (step.kind === "segment") return { images: new Map(), notes: [] };
  return runEngineStep(step, images, context);
}

/** Where what a network drew lies among the images while its step runs; no role has such a name. */
export function drawnRole(step: RecipeStep): string {
  if (step.kind === "segment") return step.role;
  return step.kind === "extractBrain" && step.mask.from === "bundle" ? `the drawing of ${step.mask.bundle}` : "";
}

/** A step as the engine does it: what a network drew is a mask like any other. */
function withDrawnMask(step: RecipeStep): EngineStep | StepOf<"register" | "applyTransform" | "segment"> {
  if (step.kind !== "extractBrain") return step;
  const { mask } = step;
  return { ...step, mask: mask.from === "role" ? mask : { from: "role", role: drawnRole(step), labels: mask.labels } };
}

function transformOf(role: string, { transforms }: StepsContext): Transform {
  const transform = transforms.get(role);
  if (!transform) throw new PlainError(`there is no transform of ${role}.`);
  return transform;
}

/** The image whose grid is asked for is there already. */
function rolesOf({ roles, like }: StepOf<"applyTransform">, images: ReadonlyMap<string, StepImage>): readonly string[] {
  return roles === "all" ? [...images.keys()].filter((role) => role !== like) : roles;
}

async function moveThrough(
  roles: readonly string[],
  { transform, like, interpolation }: { transform: Transform; like: string; interpolation: Interpolation },
  images: ReadonlyMap<string, StepImage>,
  { signal }: StepsContext,
): Promise<StepOutcome> {
  const { grid } = images.get(like)!.image;
  const moved = new Map<string, StepImage>();
  for (const role of roles) {
    const { image, holds } = images.get(role)!;
    const how = holds === "labels" ? "nearest" : interpolation === "bspline" ? "cubic" : interpolation;
    if (how !== "nearest") refuseNotFinite(image, role);
    moved.set(role, { image: await resampleImage(image, { transform, grid, interpolation: how, signal }), holds });
  }
  return { images: moved, notes: [] };
}
