import { PlainError } from "#shared/domain/plainError.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { rolesOf } from "#shared/domain/recipe/recipeWay.ts";
import type { RecipeStep, StepOf } from "#shared/domain/recipe/steps.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { EngineProgress } from "../engine/index.ts";
import type { GivenBundle } from "./drawStep.ts";
import {
  stepError,
  stepPhase,
  within,
  type KeptTransform,
  type PartRequest,
  type PartResult,
  type Placed,
  type StepNotes,
  type WrittenImage,
} from "./runPart.ts";
import { drawnRole } from "./runStep.ts";

/** How the work on a recipe learns that it was cancelled, and where it says how far it is. */
export interface RecipeContext {
  readonly signal: AbortSignal;
  progress(update: EngineProgress): void;
}

/** What a network is to draw on. */
export interface DrawRequest {
  readonly bundle: GivenBundle;
  /** With the bundle's name for each; undefined for the one image of a bundle. */
  readonly images: ReadonlyArray<{ readonly name: string | undefined; readonly role: string; readonly placed: Placed }>;
  /** Of the step, from 1. */
  readonly number: number;
  /** Where the drawing is written. */
  readonly folder: string;
}

/** What a recipe is run by: processes of the engine, one that registers, and one that runs networks. */
export interface RecipeWorkers {
  /** See runPart. */
  part(request: PartRequest, context: RecipeContext): Promise<PartResult>;
  /** Finds the transform of a step that registers, of two images where they lie. Throws PlainError where there is none that can be trusted. */
  register(
    step: StepOf<"register">,
    /** From 1. */
    number: number,
    images: { readonly moving: Placed; readonly fixed: Placed },
    context: RecipeContext,
  ): Promise<{ readonly transform: Transform; readonly notes: readonly string[] }>;
  /** Has a network draw. Throws PlainError where it is not the bundle that was given, does not fit the images, or would take more memory than there is. */
  draw(request: DrawRequest, context: RecipeContext): Promise<{ readonly drawn: WrittenImage; readonly notes: readonly string[] }>;
}

/** What came out of a recipe. */
export interface RecipeResult {
  /** By output of the recipe. */
  readonly outputs: Readonly<Record<string, WrittenImage>>;
  /** The hashes of grid and voxels of what it started from, by role. */
  readonly inputs: Readonly<Record<string, string>>;
  /** By the recipe's name for it, every bundle whose network drew. */
  readonly bundles: Readonly<Record<string, GivenBundle>>;
  readonly transforms: readonly KeptTransform[];
  /** Of every step, in order. */
  readonly notes: readonly StepNotes[];
}

/**
 * Runs a recipe on the images of its roles: its steps in order in processes of the engine, which hold the voxels, and each registration in between in a process
 * of its own; so does each drawing of a network. Where transforms are given they are taken in place of registrations, so that the outcome is the same to the last bit. Files are written to
 * `folder`. Throws PlainError that names the step by number and kind; the signal's reason where it is aborted.
 */
export async function runRecipe(
  workers: RecipeWorkers,
  recipe: Recipe,
  {
    images,
    bundles = {},
    folder,
    kept = [],
  }: {
    images: Readonly<Record<string, Placed>>;
    bundles?: Readonly<Record<string, GivenBundle>>;
    folder: string;
    kept?: readonly KeptTransform[];
  },
  context: RecipeContext,
): Promise<RecipeResult> {
  const { steps } = recipe;
  for (const { name } of recipe.roles)
    if (!images[name])
      throw new PlainError(`There is no image for ${name}. The recipe needs ${recipe.roles.map((role) => role.name).join(", ")}.`);
  for (const { name, title } of recipe.bundles)
    if (!bundles[name]) throw new PlainError(`There is no bundle for ${name} (${title}), which the recipe needs.`);
  const transforms = [...kept];
  const drawn = new Set<number>();
  const found: StepNotes[] = [];
  const inputs: Record<string, string> = {};
  const written: Record<string, WrittenImage> = {};
  const notes: StepNotes[] = [];
  let present = images;
  let from = 0;
  for (;;) {
    const next = steps.findIndex(
      (step, at) =>
        at >= from &&
        (step.kind === "register" ? !transforms.some((each) => each.step === at + 1) : drawnRole(step) !== "" && !drawn.has(at)),
    );
    const to = next === -1 ? steps.length : next;
    // Images are read from where they lie by whoever registers them: only what a step changed has to be written.
    if (to > from) {
      const part = await workers.part({ recipe, from, to, images: present, transforms, folder }, context);
      for (const [role, hash] of Object.entries(part.read)) inputs[role] ??= hash;
      Object.assign(written, part.written);
      notes.push(...part.notes);
      present = part.images;
    }
    if (next === -1) break;
    const step = steps[next]!;
    try {
      const phase = stepPhase(recipe, next);
      context.progress({ phase, done: next, total: steps.length });
      if (step.kind === "register") {
        const pair = { moving: present[step.moving]!, fixed: present[step.fixed]! };
        const answer = await workers.register(step, next + 1, pair, within(context, phase));
        transforms.push({ step: next + 1, moving: step.moving, fixed: step.fixed, transform: answer.transform });
        found.push({ step: next + 1, kind: step.kind, notes: answer.notes });
      } else {
        const images = imagesOf(step, present);
        const answer = await workers.draw(
          { bundle: bundles[rolesOf(step).bundle!]!, images, number: next + 1, folder },
          within(context, phase),
        );
        drawn.add(next);
        present = { ...present, [drawnRole(step)]: { holds: "labels", place: { at: "file", path: answer.drawn.path } } };
        found.push({ step: next + 1, kind: step.kind, notes: answer.notes });
      }
    } catch (cause) {
      throw stepError(recipe, next, cause);
    }
    context.signal.throwIfAborted();
    from = next;
  }
  const unchanged = recipe.outputs.find((role) => !written[role]);
  if (unchanged !== undefined) throw new PlainError(`The recipe keeps ${unchanged}, which no step changes. Leave it out of its outputs.`);
  return {
    outputs: Object.fromEntries(recipe.outputs.map((role) => [role, written[role]!])),
    inputs: Object.fromEntries(recipe.roles.map(({ name }) => [name, inputs[name]!])),
    bundles: Object.fromEntries(recipe.bundles.map(({ name }) => [name, bundles[name]!])),
    transforms: transforms.toSorted((a, b) => a.step - b.step),
    notes: notes.map((each) => ({ ...each, notes: [...(found.find(({ step }) => step === each.step)?.notes ?? []), ...each.notes] })),
  };
}

/** The roles that a network sees, with the bundle's names for them. */
function imagesOf(step: RecipeStep, present: Readonly<Record<string, Placed>>): DrawRequest["images"] {
  const asked = step.kind === "segment" ? step.images : step.kind === "extractBrain" && step.mask.from === "bundle" ? step.mask.images : {};
  const named = typeof asked === "string" ? [[undefined, asked] as const] : Object.entries(asked);
  return named.map(([name, role]) => ({ name, role, placed: present[role]! }));
}
