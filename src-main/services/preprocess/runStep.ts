import { parseFormula } from "#shared/domain/recipe/formula.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { RecipeStep, StepOf } from "#shared/domain/recipe/steps.ts";
import type { Image } from "#shared/domain/volume.ts";
import { changeGreyValues, type ExtractBrain, type GreyStep } from "./changeGreyValues.ts";
import { conformImage, conformLabels } from "./conform.ts";
import { maskFor, type Mask } from "./masks.ts";
import { callEngine, callStep, imageOf, type NativeImage, type StepContext } from "./nativeSteps.ts";
import { resampleOnto, resizeImage, resizeOfLabels } from "./resample.ts";
import { spacedGrid } from "./spacedGrid.ts";
import { checkOneGrid, imageOfRole, rolesToChange, type StepImage, type StepOutcome } from "./stepImages.ts";

/** The steps that need nothing but their images: all but those of a transform and of a network. */
export type EngineStep = Exclude<RecipeStep, { kind: "register" | "applyTransform" | "segment" | "extractBrain" }> | ExtractBrain;

/**
 * Runs one step on the images of its roles, in this process (an engine's). What was given is not changed. The notes say what was chosen and found: a
 * threshold, percentiles, counts. Throws PlainError where the step cannot be done, in words that name the role; the signal's reason where it is aborted.
 */
export async function runEngineStep(
  step: EngineStep,
  images: ReadonlyMap<string, StepImage>,
  context: StepContext = {},
): Promise<StepOutcome> {
  switch (step.kind) {
    case "resample":
    case "resize":
    case "conform":
      return moveVoxels(step, images, context);
    case "crop":
      return crop(step, images, context);
    case "formula":
      return formula(step, images, context);
    default:
      return eachImage(step, images, context);
  }
}

/** What goes wrong with one image, with its role. */
async function ofRole<Result>(role: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PlainError && !error.message.includes(role)
      ? new PlainError(`${role}: ${error.message}`, { cause: error })
      : error;
  }
}

async function eachImage(step: GreyStep, images: ReadonlyMap<string, StepImage>, context: StepContext): Promise<StepOutcome> {
  const made = new Map<string, StepImage>();
  const notes: string[] = [];
  const masks = step.kind === "mask" || step.kind === "extractBrain";
  // "all" leaves label maps out even where one that is named may be masked.
  const roles = rolesToChange(step.roles, images, masks && step.roles !== "all");
  for (const role of roles) {
    const changed = await ofRole(role, () => changeGreyValues(step, role, images, context));
    made.set(role, { image: changed.image, holds: images.get(role)!.holds });
    notes.push(...changed.notes.map((note) => `${role}: ${note}`));
  }
  return { images: made, notes };
}

type MovingStep = StepOf<"resample" | "resize" | "conform">;

async function moveVoxels(step: MovingStep, images: ReadonlyMap<string, StepImage>, context: StepContext): Promise<StepOutcome> {
  const made = new Map<string, StepImage>();
  const notes: string[] = [];
  // The image whose grid is asked for is there already.
  const there = step.kind === "resample" && step.roles === "all" && step.grid.from === "role" ? step.grid.role : undefined;
  for (const role of rolesToChange(step.roles, images, true)) {
    if (role === there) continue;
    const { image, holds } = images.get(role)!;
    const moved = await ofRole(role, () => moveImage(step, image, holds === "labels", images, context));
    made.set(role, { image: moved.image, holds });
    const { size, spacingMm } = moved.image.grid;
    const each = spacingMm.map((mm) => Number(mm.toPrecision(6))).join(" x ");
    notes.push(
      `${role}: ${image.grid.size.join(" x ")} became ${size.join(" x ")} voxels of ${each} mm.`,
      ...moved.notes.map((note) => `${role}: ${note}`),
    );
  }
  return { images: made, notes };
}

async function moveImage(
  step: MovingStep,
  image: Image,
  isLabels: boolean,
  images: ReadonlyMap<string, StepImage>,
  context: StepContext,
): Promise<{ image: Image; notes: readonly string[] }> {
  if (step.kind === "resize") return { image: await resizeImage(image, isLabels ? resizeOfLabels(step) : step, context), notes: [] };
  if (step.kind === "conform") return isLabels ? { image: await conformLabels(image, context), notes: [] } : conformImage(image, context);
  const { grid, interpolation } = step;
  const target = grid.from === "role" ? imageOfRole(images, grid.role).image.grid : spacedGrid(image.grid, grid.spacingMm);
  return { image: await resampleOnto(image, target, isLabels ? "nearest" : interpolation, context), notes: [] };
}

async function crop(step: StepOf<"crop">, images: ReadonlyMap<string, StepImage>, context: StepContext): Promise<StepOutcome> {
  const roles = rolesToChange(step.roles, images, true);
  checkOneGrid(roles, images);
  const withGrey = roles.filter((role) => images.get(role)!.holds === "image");
  // A label map says where the box is only where it is asked alone, or named as the mask.
  const asked = step.mask.from === "role" ? roles.slice(0, 1) : withGrey.length > 0 ? withGrey : roles;
  const found: Mask[] = [];
  for (const role of asked) found.push(await maskFor(step.mask, role, images, context));
  const { size } = images.get(roles[0]!)!.image.grid;
  const lower = [0, 1, 2].map((axis) => Math.max(0, Math.min(...found.map(({ box }) => box!.lower[axis]!)) - step.marginVoxels[axis]!));
  const end = [0, 1, 2].map((axis) =>
    Math.min(size[axis]!, Math.max(...found.map(({ box }) => box!.lower[axis]! + box!.size[axis]!)) + step.marginVoxels[axis]!),
  );
  const box = { lower, size: end.map((last, axis) => last - lower[axis]!) };
  const made = new Map<string, StepImage>();
  for (const role of roles) {
    const { image, holds } = images.get(role)!;
    made.set(role, { image: await callStep("cropImage", { image, ...box }, context), holds });
  }
  const words = asked.map((role, at) => `${role}: ${found[at]!.words}.`);
  return {
    images: made,
    notes: [...words, `${roles.join(", ")}: ${box.size.join(" x ")} voxels from voxel ${lower.join(", ")} on were kept.`],
  };
}

async function formula(step: StepOf<"formula">, images: ReadonlyMap<string, StepImage>, context: StepContext): Promise<StepOutcome> {
  const parsed = parseFormula(step.expression);
  if ("problem" in parsed) throw new PlainError(`The formula "${step.expression}" is none: ${parsed.problem}.`);
  checkOneGrid(parsed.roles, images);
  const made = await callEngine<NativeImage & { notFinite: number }>(
    "evaluateFormula",
    {
      images: parsed.roles.map((role) => ({ image: imageOfRole(images, role).image })),
      formula: parsed.steps,
      notFiniteIsZero: step.notFinite === "zero",
    },
    context,
  );
  const { notFinite } = made;
  return {
    images: new Map([[step.role, { image: imageOf(made), holds: "image" }]]),
    notes: [
      `${step.role} = ${step.expression}.`,
      ...(notFinite > 0 ? [`${step.role}: voxels without a finite value, which became 0: ${notFinite.toLocaleString("en")}.`] : []),
    ],
  };
}
