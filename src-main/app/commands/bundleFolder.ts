import { mkdirSync, rmSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { openImageFile } from "../../services/imagefiles/index.ts";
import { workerPath } from "../../services/jobs/index.ts";
import { createInference, openBundle2, unpackBundle2, type Inference, type OpenedBundle2 } from "../../services/models/index.ts";
import { temporaryPath } from "../../services/system/index.ts";
import { forkProcess } from "../forkProcess.ts";

/** What a command has while networks run for it. */
export interface InferenceAtWork {
  readonly inference: Inference;
  /** An empty folder of its own, for voxels and labels. */
  readonly workFolder: string;
}

/** What a command has while it works with a bundle of format 2. */
export interface BundleAtWork extends OpenedBundle2, InferenceAtWork {}

/** Runs something with a process for networks, and leaves neither file nor process, however it ends. */
export async function withInference<Result>(run: (work: InferenceAtWork) => Promise<Result>): Promise<Result> {
  const temporary = temporaryPath("bundle");
  const workFolder = join(temporary, "work");
  mkdirSync(workFolder, { recursive: true, mode: 0o700 });
  const inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
  const leave = () => {
    inference.close();
    rmSync(temporary, { recursive: true, force: true });
  };
  process.once("exit", leave);
  try {
    return await run({ inference, workFolder });
  } finally {
    process.off("exit", leave);
    leave();
  }
}

/**
 * Opens a bundle, a folder or a .zip, and runs something with it (withInference); a .zip is unpacked for as long. Throws PlainError where it is no bundle of
 * format 2.
 */
export async function withBundle<Result>(source: string, run: (bundle: BundleAtWork) => Promise<Result>): Promise<Result> {
  const isFolder = await lstat(source).then(
    (entry) => entry.isDirectory(),
    () => undefined,
  );
  if (isFolder === undefined)
    throw new PlainError(
      `There is no folder ${basename(source)}, and no .zip of that name. Give the folder of a model bundle, or a .zip of it.`,
    );
  if (isFolder) {
    const opened = await openBundle2(source);
    return withInference(async (work) => run({ ...opened, ...work }));
  }
  return withInference(async (work) =>
    run({ ...(await openBundle2(await unpackBundle2(source, join(work.workFolder, "..", "unpacked")))), ...work }),
  );
}

function isSameImage(a: Image, b: Image): boolean {
  return (
    a.grid.size.every((length, axis) => length === b.grid.size[axis]) &&
    a.voxels.length === b.voxels.length &&
    a.voxels.every((value, at) => value === b.voxels[at])
  );
}

/** Image files by the names that a bundle has for its images. */
export interface GivenImages {
  readonly images: ReadonlyMap<string, Image>;
  /** What to be careful of, in sentences that name the file. */
  readonly notes: readonly string[];
}

/**
 * Reads the images of a bundle: by their names, or one alone for a bundle with a single image. Throws PlainError where a file cannot be read, or one is given
 * alone to a bundle with several.
 */
export async function readBundleImages(
  bundle: Bundle2,
  { only, roles }: { only: string | undefined; roles: ReadonlyMap<string, string> },
): Promise<GivenImages> {
  const wanted = bundle.kind === "table" ? [] : (bundle.input?.images ?? []);
  if (only !== undefined && wanted.length !== 1)
    throw new PlainError(
      `${bundle.name} takes ${wanted.length} images; say which file is which: ${wanted.map(({ name, sequence }) => `--role ${name}=FILE (${sequence})`).join(", ")}.`,
    );
  const paths = only === undefined ? roles : new Map([[wanted[0]!.name, only]]);
  const images = new Map<string, Image>();
  const notes: string[] = [];
  for (const [name, path] of paths) {
    const file = await openImageFile(path);
    const same = [...images].find(([, image]) => isSameImage(image, file.image));
    if (same) notes.push(`${same[0]} and ${name} are the same image, voxel by voxel. Check which file is which.`);
    images.set(name, file.image);
    notes.push(...file.notes);
  }
  return { images, notes };
}
