import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { identifyBundle, narrowedLabels, openBundle2, runBundle2, type BundleIdentity, type Inference } from "../models/index.ts";
import { readRoleImage } from "./readImages.ts";
import type { ImageSources } from "./recipeImage.ts";
import { writeImage } from "./runPart.ts";
import type { RecipeWorkers } from "./runRecipe.ts";

/** A bundle that is given for one of a recipe. */
export interface GivenBundle extends Omit<BundleIdentity, "kind"> {
  readonly folder: string;
}

/** Which bundle lies in a folder, for a recipe's bundle of a name. Throws PlainError with that name where it is none, or draws nothing. */
export function bundleForRecipe(recipeBundle: string, folder: string): GivenBundle {
  try {
    const { kind, ...identity } = identifyBundle(folder);
    if (kind !== "segmentation") throw new PlainError(`${identity.name} draws nothing: it is of the kind "${kind}".`);
    return { ...identity, folder };
  } catch (cause) {
    throw cause instanceof PlainError ? new PlainError(`${recipeBundle}: ${cause.message}`, { cause }) : cause;
  }
}

/** The bundle's name for the one image that it takes. Throws PlainError where it takes several. */
function onlyImage(bundle: Bundle2, role: string): string {
  const images = bundle.kind === "table" ? [] : (bundle.input?.images ?? []);
  if (images.length === 1) return images[0]!.name;
  const listed = images.map(({ name, sequence }) => `${name} (${sequence})`).join(", ");
  throw new PlainError(
    `${bundle.name} takes ${images.length} images, not ${role} alone: ${listed}. Say in the recipe which role is which.`,
  );
}

/** Has networks draw in the process of `inference`, on images that this process reads. */
export function drawingBy(inference: Pick<Inference, "runBundle">, sources: ImageSources): Pick<RecipeWorkers, "draw"> {
  return {
    draw: async ({ bundle, images, number, folder }, { signal, progress }) => {
      if (identifyBundle(bundle.folder).sha256 !== bundle.sha256)
        throw new PlainError(
          `the bundle that was given, ${bundle.name} ${bundle.version}, was changed meanwhile: its sha256 is another one than ${bundle.sha256}.`,
        );
      const opened = await openBundle2(bundle.folder);
      const read = new Map<string, Image>();
      for (const { name, role, placed } of images) {
        const { image } = await readRoleImage(sources, { name: role, holds: placed.holds }, placed.place, signal);
        read.set(name ?? onlyImage(opened.bundle, role), image);
      }
      const workFolder = join(folder, `${number}-network`);
      await mkdir(workFolder, { mode: 0o700 });
      try {
        const onProgress = (done: number, total: number) => progress({ phase: "patches", done, total });
        const { labels, counts, notes } = await runBundle2(inference, opened, { images: read, workFolder }, { signal, onProgress });
        signal.throwIfAborted();
        const drawn = await writeImage(join(folder, `${number} drawn.nrrd`), { image: narrowedLabels(labels!), holds: "labels" }, signal);
        const voxels = Object.entries(counts!).map(([label, count]) => `${count.toLocaleString("en")} voxels of label ${label}`);
        return { drawn, notes: [`${bundle.name} ${bundle.version} (sha256 ${bundle.sha256}) drew ${voxels.join(", ")}.`, ...notes] };
      } catch (cause) {
        // A cancelled run reports that it was cancelled, and nothing about the model.
        signal.throwIfAborted();
        throw cause;
      } finally {
        await rm(workFolder, { recursive: true, force: true });
      }
    },
  };
}
