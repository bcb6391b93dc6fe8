import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Grid } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { ScalarType } from "#shared/domain/volume.ts";
import type { TaskContext } from "../engine/index.ts";
import { encodeImageFile, imageHash } from "../imagefiles/index.ts";
import { sha256 } from "../system/index.ts";
import { readRoleImage } from "./readImages.ts";
import type { ImagePlace, ImageSources } from "./recipeImage.ts";
import type { StepImage } from "../preprocess/index.ts";
import { drawnRole, runStep } from "./runStep.ts";

/** A transform that a step of a recipe found. */
export interface KeptTransform {
  /** From 1. */
  readonly step: number;
  /** Roles. */
  readonly moving: string;
  readonly fixed: string;
  readonly transform: Transform;
}

/** Some steps of a recipe that follow each other, for a process of the engine. */
export interface PartRequest {
  readonly recipe: Recipe;
  /**
   * Steps from the first up to, not including, the last; from 0. A step that registers is among them only with its transform, one in which a network draws only
   * where it comes first and its drawing is among the images (drawnRole).
   */
  readonly from: number;
  readonly to: number;
  /** By role, where the images lie. */
  readonly images: Readonly<Record<string, Placed>>;
  readonly transforms: readonly KeptTransform[];
  /** Where images that a step changed are written. */
  readonly folder: string;
}

/** An image of a role and where it lies. */
export interface Placed {
  readonly holds: StepImage["holds"];
  readonly place: ImagePlace;
}

/** An image in a file of `folder`, as it was written. */
export interface WrittenImage {
  readonly path: string;
  /** sha256, hex, of the file. */
  readonly contentHash: string;
  /** Of grid and voxels. */
  readonly imageHash: string;
  readonly grid: Grid;
  readonly scalarType: ScalarType;
}

/** What a step said of itself. */
export interface StepNotes {
  /** From 1. */
  readonly step: number;
  readonly kind: string;
  readonly notes: readonly string[];
}

export interface PartResult {
  /** By role, all there are now. */
  readonly images: Readonly<Record<string, Placed>>;
  /** The hashes of the images that were read, by role. */
  readonly read: Readonly<Record<string, string>>;
  /** The images that a step changed, by role. */
  readonly written: Readonly<Record<string, WrittenImage>>;
  readonly notes: readonly StepNotes[];
}

/**
 * Runs steps of a recipe in this process, on images that it reads by itself; what a step changed lies in files when it answers. Throws PlainError that names
 * the step by number and kind; the signal's reason where it is aborted.
 */
export async function runPart(sources: ImageSources, request: PartRequest, context: Omit<TaskContext, "part">): Promise<PartResult> {
  const { recipe, from, to, folder } = request;
  const { signal } = context;
  const images = new Map<string, StepImage>();
  const read: Record<string, string> = {};
  const unplaced: string[] = [];
  context.progress({ phase: "reading the images" });
  for (const [name, { holds, place }] of Object.entries(request.images)) {
    const { hasOrientation, ...image } = await readRoleImage(sources, { name, holds }, place, signal);
    images.set(name, image);
    // Before the first step all images are as they were given.
    if (from === 0 && !hasOrientation) unplaced.push(name);
    read[name] = await imageHash(image.image, signal);
  }
  const transforms = new Map<string, Transform>();
  for (const { step, moving, transform } of request.transforms) if (step <= from) transforms.set(moving, transform);
  const changed = new Set<string>();
  const notes: StepNotes[] = [];
  for (let at = from; at < to; at++) {
    const step = recipe.steps[at]!;
    const found = request.transforms.find((each) => each.step === at + 1);
    if (found) transforms.set(found.moving, found.transform);
    const phase = stepPhase(recipe, at);
    context.progress({ phase, done: at, total: recipe.steps.length });
    try {
      const outcome = await runStep(step, images, { ...within(context, phase), transforms });
      if (step.kind === "segment") changed.add(step.role);
      else images.delete(drawnRole(step));
      for (const [role, image] of outcome.images) {
        images.set(role, image);
        changed.add(role);
      }
      notes.push({ step: at + 1, kind: step.kind, notes: [...(at === 0 ? unplaced.map(unplacedInWords) : []), ...outcome.notes] });
    } catch (cause) {
      throw stepError(recipe, at, cause);
    }
    signal.throwIfAborted();
  }
  const placed = Object.fromEntries(Object.entries(request.images).filter(([role]) => images.has(role)));
  const written: Record<string, WrittenImage> = {};
  for (const role of changed) {
    const image = images.get(role)!;
    written[role] = await writeImage(join(folder, `${to}-${role}.nrrd`), image, signal);
    placed[role] = { holds: image.holds, place: { at: "file", path: written[role].path } };
  }
  return { images: placed, read, written, notes };
}

/** What a reader is to know of an image that says nothing of its place: a registration begins anywhere, and left may be right. */
function unplacedInWords(role: string): string {
  return (
    `${role} does not say how it lies in the patient (a NIfTI file with neither a qform nor an sform, for example): left, right, front and back are ` +
    "unknown. Its axes are taken as they stand, and its first voxel as the origin."
  );
}

/** "step 2 of 6: n4". */
export function stepPhase({ steps }: Recipe, at: number): string {
  return `step ${at + 1} of ${steps.length}: ${steps[at]!.kind}`;
}

/** The same context, whose progress names the step before what is done within it. */
export function within<Context extends Pick<TaskContext, "progress">>(context: Context, phase: string): Context {
  return { ...context, progress: (update) => context.progress({ ...update, phase: `${phase}, ${update.phase}` }) };
}

/** What went wrong in a step, with its number and kind; anything but a PlainError as it is. */
export function stepError({ steps }: Recipe, at: number, cause: unknown): unknown {
  return cause instanceof PlainError ? new PlainError(`Step ${at + 1} (${steps[at]!.kind}): ${cause.message}`, { cause }) : cause;
}

/** Writes an image of a recipe into a new file. */
export async function writeImage(path: string, { image }: StepImage, signal: AbortSignal): Promise<WrittenImage> {
  const bytes = await encodeImageFile("image.nrrd", image, { isPacked: false });
  await writeFile(path, bytes, { mode: 0o600, flag: "wx" });
  return {
    path,
    contentHash: await sha256(bytes),
    imageHash: await imageHash(image, signal),
    grid: image.grid,
    scalarType: image.scalarType,
  };
}
