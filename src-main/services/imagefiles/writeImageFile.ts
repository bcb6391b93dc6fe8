import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { Image } from "#shared/domain/volume.ts";
import { imageFileFormatOf } from "./imageFileFormat.ts";
import { encodeNifti, encodeNiftiPair } from "./writeNifti.ts";
import { encodeNrrd } from "./writeNrrd.ts";
import { writeWhole } from "../system/index.ts";

/**
 * Writes an image file; the path's ending tells the format: .nrrd, .nii, .nii.gz, or .hdr with .img. NRRD keeps the grid to the last bit and names `segments`
 * as 3D Slicer does; NIfTI-1 keeps geometry in single precision and no names. Written under a temporary name and renamed, so that no half file is ever seen.
 * Throws PlainError where it cannot be written.
 */
export async function writeImageFile(path: string, image: Image, options: { segments?: readonly Segment[] } = {}): Promise<void> {
  const fileName = basename(path);
  const { format, detached, gzip } = imageFileFormatOf(fileName);
  if (format === "nifti" && detached && !gzip) {
    const { header, voxels } = encodeNiftiPair(fileName, image);
    await writeWhole(path.replace(/\.(hdr|img)$/i, ".img"), voxels);
    await writeWhole(path.replace(/\.(hdr|img)$/i, ".hdr"), header);
  } else {
    await writeWhole(path, await encodeImageFile(fileName, image, options));
  }
}

/** The bytes of an image file in one piece; `fileName` tells the format: .nrrd, .nii or .nii.gz. NRRD is packed (gzip) unless `isPacked` is false. */
export async function encodeImageFile(
  fileName: string,
  image: Image,
  options: { segments?: readonly Segment[]; isPacked?: boolean } = {},
): Promise<Uint8Array> {
  const { format, detached, gzip } = imageFileFormatOf(fileName);
  if (detached || format === "mgh") throw new PlainError(`${fileName}: is not written in this form. Use .nrrd, .nii or .nii.gz.`);
  return format === "nrrd" ? encodeNrrd(image, options.segments ?? [], options.isPacked) : encodeNifti(fileName, image, { gzip });
}
