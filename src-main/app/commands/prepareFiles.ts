import { existsSync, mkdirSync, rmSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Job } from "#shared/domain/job.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ChosenOptions, Recipe } from "#shared/domain/recipe/recipe.ts";
import { writeTfm } from "#shared/domain/transform/writeTfm.ts";
import { createEnginePool } from "../../services/engine/index.ts";
import { encodeImageFile, openImageFile, readImageFile, readLabelMapFile } from "../../services/imagefiles/index.ts";
import { workerPath } from "../../services/jobs/index.ts";
import { createInference, unpackBundle2 } from "../../services/models/index.ts";
import { engineVersion } from "../../services/radiomics/index.ts";
import {
  filesAlone,
  partsInPool,
  presetNames,
  presetText,
  provenanceOf,
  readRecipe,
  drawingBy,
  registrationBy,
  runRecipe,
  bundleForRecipe,
  type GivenBundle,
  type RecipeResult,
} from "../../services/recipes/index.ts";
import { createRegistration } from "../../services/registration/index.ts";
import { readUserFile, refuseFolder, temporaryPath, writeFolder } from "../../services/system/index.ts";
import { forkProcess } from "../forkProcess.ts";

export interface PrepareFilesRequest {
  readonly recipe: Recipe;
  /** By role; see rolesOfFiles. */
  readonly images: Readonly<Record<string, string>>;
  /** The recipe's bundles and their folders, or .zip of them. */
  readonly bundles?: readonly (readonly [bundle: string, path: string])[];
  readonly outPath: string;
  /** Names of files stand in the provenance too. */
  readonly withNames: boolean;
  readonly onProgress?: (progress: Pick<Job, "phase" | "done" | "total">) => void;
}

/** What was written. */
export interface PreparedFiles {
  /** Names within the folder. */
  readonly files: readonly string[];
  readonly result: RecipeResult;
  readonly provenance: object;
  /** What to be careful of with the images that were given, in sentences that name role and file; no part of the provenance. */
  readonly notes: readonly string[];
}

/**
 * A recipe by its file, or by the name of one that comes with the program where no such file is there. Throws PlainError that names the file, field and line
 * where it cannot be used.
 */
export async function openRecipe(fileOrName: string, chosen: ChosenOptions): Promise<Recipe> {
  if (!existsSync(fileOrName) && presetNames().includes(fileOrName))
    return readRecipe(presetText(fileOrName), `${fileOrName}.yaml`, chosen);
  const bytes = await readUserFile(fileOrName, "the recipe", 2 ** 20).catch((cause: unknown) => {
    if (!(cause instanceof PlainError) || existsSync(fileOrName)) throw cause;
    throw new PlainError(
      `${basename(fileOrName)}: there is no such file, and no recipe of that name comes with the program. Those are ${presetNames().join(", ")}.`,
      {
        cause,
      },
    );
  });
  return readRecipe(bytes.toString("utf8"), basename(fileOrName), chosen);
}

/**
 * Which file has which role: those that are named; one image without a name, where the recipe has one role for grey values; one mask, where it has one for
 * labels. Throws PlainError where a role has no file, or two.
 */
export function rolesOfFiles(
  { roles }: Recipe,
  {
    named,
    image,
    mask,
  }: { named: readonly (readonly [role: string, path: string])[]; image?: string | undefined; mask?: string | undefined },
): Record<string, string> {
  const files: Record<string, string> = {};
  const give = (role: string, path: string) => {
    if (Object.hasOwn(files, role)) throw new PlainError(`${role} is given twice.`);
    files[role] = path;
  };
  const listed = roles.map(({ name, title }) => `${name} (${title})`).join(", ");
  for (const [role, path] of named) {
    if (!roles.some(({ name }) => name === role)) throw new PlainError(`The recipe has no role "${role}". Roles: ${listed}.`);
    give(role, path);
  }
  const only = (holds: "image" | "labels", how: string, path: string) => {
    const fitting = roles.filter((role) => role.holds === holds);
    if (fitting.length !== 1)
      throw new PlainError(
        fitting.length === 0
          ? `The recipe takes no ${holds === "labels" ? "mask" : "image"}. Roles: ${listed}.`
          : `The recipe has several roles for ${how}: give each with --role NAME=FILE. Roles: ${listed}.`,
      );
    give(fitting[0]!.name, path);
  };
  if (image !== undefined) only("image", "an image", image);
  if (mask !== undefined) only("labels", "a mask", mask);
  const missing = roles.filter(({ name }) => !Object.hasOwn(files, name));
  if (missing.length > 0)
    throw new PlainError(
      `There is no file for ${missing.map(({ name, title }) => `${name} (${title})`).join(", ")}. Give it with --role NAME=FILE.`,
    );
  return files;
}

/**
 * Which folder, or .zip, is which bundle of a recipe; a .zip is unpacked into a folder of `unpacked`. Throws PlainError where one is missing, unknown, given
 * twice, no bundle, or none that draws.
 */
async function openBundles(
  { bundles }: Recipe,
  named: readonly (readonly [bundle: string, path: string])[],
  unpacked: string,
): Promise<Record<string, GivenBundle>> {
  const listed = bundles.map(({ name, title }) => `${name} (${title})`).join(", ") || "none";
  const given: Record<string, GivenBundle> = {};
  for (const [name, path] of named) {
    if (!bundles.some((bundle) => bundle.name === name))
      throw new PlainError(`The recipe asks for no bundle "${name}". Bundles: ${listed}.`);
    if (Object.hasOwn(given, name)) throw new PlainError(`${name} is given twice.`);
    const isFile = await lstat(path).then(
      (entry) => entry.isFile(),
      () => false,
    );
    given[name] = bundleForRecipe(name, isFile ? await unpackBundle2(path, join(unpacked, String(Object.keys(given).length))) : path);
  }
  const missing = bundles.find(({ name }) => !Object.hasOwn(given, name));
  if (missing) throw new PlainError(`There is no bundle for ${missing.name} (${missing.title}). Give it with --bundle NAME=FOLDER.`);
  return given;
}

/**
 * Runs a recipe on files and writes NAME.nii.gz of every output, NAME.tfm of every transform that was found, and provenance.json into a new folder,
 * whole or not at all. Throws PlainError that names the role, or the step by number and kind, and before any work where the folder cannot be the place.
 */
export async function prepareFiles({
  recipe,
  images,
  bundles = [],
  outPath,
  withNames,
  onProgress,
}: PrepareFilesRequest): Promise<PreparedFiles> {
  await refuseFolder(outPath);
  const missing = Object.entries(images).find(([, path]) => !existsSync(path));
  if (missing) throw new PlainError(`${missing[0]}: ${basename(missing[1])}: there is no such file.`);
  const temporary = temporaryPath("prepare");
  mkdirSync(temporary, { mode: 0o700 });
  const unpacked = temporaryPath("bundle");
  const pool = createEnginePool({ forkProcess, modulePath: workerPath("prepare"), setup: {}, processes: 1 });
  const inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
  const registration = createRegistration({ forkProcess, modulePath: workerPath("registration") });
  // A search holds up its process, which would go on until it had ended: it does not see that this one is gone.
  const leave = () => {
    pool.close();
    registration.close();
    inference.close();
    for (const each of [temporary, unpacked]) rmSync(each, { recursive: true, force: true });
  };
  process.once("exit", leave);
  const workers = { ...partsInPool(pool), ...registrationBy(registration, filesAlone), ...drawingBy(inference, filesAlone) };
  const context = {
    signal: new AbortController().signal,
    progress: ({ phase = "preparing", done = 0, total = null }) => onProgress?.({ phase, done, total }),
  };
  try {
    const given = await openBundles(recipe, bundles, unpacked);
    const placed = recipe.roles.map(({ name, holds }) => [name, { holds, place: { at: "file" as const, path: images[name]! } }] as const);
    const result = await runRecipe(workers, recipe, { images: Object.fromEntries(placed), bundles: given, folder: temporary }, context);
    onProgress?.({ phase: "writing", done: recipe.steps.length, total: recipe.steps.length });
    const names = Object.fromEntries(Object.entries(images).map(([role, path]) => [role, basename(path)]));
    const provenance = provenanceOf(recipe, result, engineVersion(), withNames ? names : {});
    const files = await filesOf(result, provenance);
    const notes = await notesOf(recipe, result, images);
    await writeFolder(outPath, files);
    return { files: Object.keys(files), result, provenance, notes };
  } finally {
    process.off("exit", leave);
    leave();
  }
}

/** What the files say of themselves that a reader should know, and roles that hold one and the same image: most likely a file that was named twice. */
async function notesOf({ roles }: Recipe, { inputs }: RecipeResult, images: Readonly<Record<string, string>>): Promise<string[]> {
  const notes: string[] = [];
  for (const [at, { name, holds }] of roles.entries()) {
    const file = holds === "labels" ? await readLabelMapFile(images[name]!) : await openImageFile(images[name]!);
    notes.push(...file.notes.map((note) => `${name}: ${note}`));
    const same = roles.slice(0, at).find((other) => inputs[other.name] === inputs[name]);
    if (same) notes.push(`${same.name} and ${name} are the same image, voxel by voxel. Check which file is which.`);
  }
  return notes;
}

async function filesOf({ outputs, transforms }: RecipeResult, provenance: object): Promise<Record<string, string | Uint8Array>> {
  const files: Record<string, string | Uint8Array> = {};
  for (const [role, { path }] of Object.entries(outputs))
    files[`${role}.nii.gz`] = await encodeImageFile(`${role}.nii.gz`, await readImageFile(path));
  for (const { step, moving, transform } of transforms) {
    // An image that is aligned twice has a transform of each step.
    const isOnly = transforms.filter((each) => each.moving === moving).length === 1;
    files[isOnly ? `${moving}.tfm` : `${moving}-step${step}.tfm`] = writeTfm(transform);
  }
  files["provenance.json"] = `${JSON.stringify(provenance, null, 2)}\n`;
  return files;
}
