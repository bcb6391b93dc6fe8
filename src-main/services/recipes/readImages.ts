import { PlainError } from "#shared/domain/plainError.ts";
import type { RecipeRole } from "#shared/domain/recipe/recipe.ts";
import { gridOf } from "#shared/domain/volume.ts";
import { openImageFile, readLabelMapFile, wholeLabels } from "../imagefiles/index.ts";
import type { Volumes } from "../volumes/index.ts";
import type { ImagePlace, ImageSources, ReadImage } from "./recipeImage.ts";
import type { StepImage } from "../preprocess/index.ts";

interface DataFolder {
  readonly volumes: Pick<Volumes, "readImage" | "describe">;
  readonly segmentations: {
    readLabelMap(segmentationId: string, revision: number): Promise<{ segmentation: { readonly volumeId: string }; labels: Uint8Array }>;
  };
}

/** The images of a data folder. */
export function imagesOf({ volumes, segmentations }: DataFolder): ImageSources {
  return {
    readVolume: async (volumeId, signal) => ({
      image: await volumes.readImage(volumeId, { signal }),
      hasOrientation: volumes.describe(volumeId).hasPatientGeometry,
    }),
    readDrawing: async (segmentationId, revision) => {
      const { segmentation, labels } = await segmentations.readLabelMap(segmentationId, revision);
      const volume = volumes.describe(segmentation.volumeId);
      return { image: { grid: gridOf(volume), scalarType: "uint8", voxels: labels }, hasOrientation: volume.hasPatientGeometry };
    },
  };
}

/** For a process that opens no data folder. */
export const filesAlone: ImageSources = {
  readVolume: () => Promise.reject(new RangeError("no data folder is open here")),
  readDrawing: () => Promise.reject(new RangeError("no data folder is open here")),
};

/**
 * Reads the image of a role from where it lies. Throws PlainError that names the role where it cannot be read, or holds no labels although the role
 * does; the signal's reason where it is aborted.
 */
export async function readRoleImage(
  sources: ImageSources,
  { name, holds }: Pick<RecipeRole, "name" | "holds">,
  place: ImagePlace,
  signal: AbortSignal,
): Promise<StepImage & Pick<ReadImage, "hasOrientation">> {
  try {
    const { image, hasOrientation } = await imageAt(sources, holds, place, signal);
    signal.throwIfAborted();
    return { image: holds === "labels" ? (await wholeLabels(`the image of ${name}`, image)).image : image, hasOrientation, holds };
  } catch (cause) {
    if (!(cause instanceof PlainError)) throw cause;
    throw new PlainError(`${name}: ${cause.message}`, { cause });
  }
}

async function imageAt(sources: ImageSources, holds: RecipeRole["holds"], place: ImagePlace, signal: AbortSignal): Promise<ReadImage> {
  switch (place.at) {
    case "volume":
      return sources.readVolume(place.volumeId, signal);
    case "drawing":
      return sources.readDrawing(place.segmentationId, place.revision);
    case "file":
      return holds === "labels" ? readLabelMapFile(place.path) : openImageFile(place.path);
  }
}
