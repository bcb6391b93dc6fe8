import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import type { ImageFile } from "./imageFile.ts";
import { imageFileFormatOf } from "./imageFileFormat.ts";
import { readMgh } from "./readMgh.ts";
import { readNifti, readNiftiPair } from "./readNifti.ts";
import { readNrrd } from "./readNrrd.ts";

/**
 * Reads an image file: .nrrd, .nhdr (its data file beside it), .nii, .nii.gz, .hdr with .img, FreeSurfer's .mgz and .mgh. The grid is in LPS, mm; voxels are after the file's own scaling.
 * Throws PlainError with the file's name and the field where it cannot be read or is more than one number a voxel.
 */
export async function readImageFile(path: string): Promise<Image> {
  return (await readLabelMapFile(path)).image;
}

/**
 * Reads an image file as readImageFile does, with the names of its labels, where it states some. `channel` is the one that is read where the file has
 * several values a voxel (overlapping segments).
 */
export async function readLabelMapFile(path: string, channel?: number): Promise<ImageFile> {
  const fileName = basename(path);
  const { format, detached } = imageFileFormatOf(fileName);
  if (format === "nrrd") return readNrrd(fileName, await bytesAt(path), dirname(path), channel);
  if (format === "mgh") return { image: await readMgh(fileName, await bytesAt(path), channel), labels: [] };
  if (!detached) return { image: await readNifti(fileName, await bytesAt(path), channel), labels: [] };
  const headerPath = path.replace(/\.img(\.gz)?$/i, ".hdr$1");
  const image = await readNiftiPair(basename(headerPath), await bytesAt(headerPath), await bytesAt(headerPath.replace(/\.hdr(\.gz)?$/i, ".img$1")));
  return { image, labels: [] };
}

/**
 * Reads an image file from its bytes; `fileName` tells the format. With the names of its labels, where it states some.
 * Throws PlainError as readImageFile does, and where the voxels lie in a file of their own.
 */
export async function decodeImageFile(fileName: string, bytes: Uint8Array): Promise<ImageFile> {
  const { format, detached } = imageFileFormatOf(fileName);
  if (format === "nrrd") return readNrrd(fileName, bytes, undefined);
  if (format === "mgh") return { image: await readMgh(fileName, bytes), labels: [] };
  if (detached) throw new PlainError(`${fileName}: header and voxels are two files. Save it as one .nii.gz.`);
  return { image: await readNifti(fileName, bytes), labels: [] };
}

async function bytesAt(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "is a folder" : code === "EACCES" || code === "EPERM" ? "may not be read; check its permissions" : "cannot be read";
    throw new PlainError(`${basename(path)}: ${why}.`, { cause });
  }
}
