import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { imageFileFormatOf, writeImageFile } from "../../services/imagefiles/index.ts";
import type { Services } from "../services.ts";

/**
 * Writes a volume's voxels after rescale, on its grid, as an image file; the ending of `path` tells the format (.nrrd, .nii, .nii.gz).
 * Answers the volume written.
 * Throws PlainError where there is no such volume, its voxels cannot be read, or the file cannot be written.
 */
export async function saveVolume(
  services: Pick<Services, "volumes">,
  volumeId: string,
  path: string,
  onProgress?: (done: number, total: number) => void,
): Promise<Volume> {
  // A wrong ending is refused before anything is read.
  if (imageFileFormatOf(path).format === "mgh")
    throw new PlainError(`${basename(path)}: is not written in this form. Use .nrrd, .nii or .nii.gz.`);
  const volume = services.volumes.describe(volumeId);
  await writeImageFile(path, await services.volumes.readImage(volumeId, { onProgress }));
  return volume;
}
