import { basename, dirname } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { channelNumber, type Channel, type FrameChoice, type ImageFile } from "./imageFile.ts";
import { imageFileFormatOf } from "./imageFileFormat.ts";
import { readMgh } from "./readMgh.ts";
import { readNifti, readNiftiPair } from "./readNifti.ts";
import { readNrrd } from "./readNrrd.ts";
import { readRegularFile } from "./readRegularFile.ts";

/**
 * Reads an image file: .nrrd, .nhdr (its data file beside it), .nii, .nii.gz, .hdr with .img, FreeSurfer's .mgz and .mgh. The grid is in
 * LPS, mm; voxels are after the file's own scaling.
 * Throws PlainError with the file's name and the field where it cannot be read or is more than one number a voxel.
 */
export async function readImageFile(path: string): Promise<Image> {
  return (await openImageFile(path)).image;
}

/** Reads an image file as readImageFile does, with what it says beside its voxels. `channel` is the value that is read of a file with several a voxel. */
export async function openImageFile(path: string, channel?: Channel): Promise<ImageFile> {
  const fileName = basename(path);
  const { format, detached } = imageFileFormatOf(fileName);
  if (format === "nrrd") return readNrrd(fileName, await bytesAt(path), dirname(path), channel);
  if (format === "mgh") return plainFile(await readMgh(fileName, await bytesAt(path), frameNumber(channel)));
  if (!detached) return readNifti(fileName, await bytesAt(path), partOfNifti(channel));
  const headerPath = path.replace(/\.img(\.gz)?$/i, ".hdr$1");
  return readNiftiPair(basename(headerPath), await bytesAt(headerPath), await bytesAt(headerPath.replace(/\.hdr(\.gz)?$/i, ".img$1")));
}

/**
 * Reads an image file from its bytes; `fileName` tells the format. With what it says beside its voxels.
 * Throws PlainError as readImageFile does, and where the voxels lie in a file of their own.
 */
export async function decodeImageFile(fileName: string, bytes: Uint8Array, channel?: Channel): Promise<ImageFile> {
  const { format, detached } = imageFileFormatOf(fileName);
  if (format === "nrrd") return readNrrd(fileName, bytes, undefined, channel);
  if (format === "mgh") return plainFile(await readMgh(fileName, bytes, frameNumber(channel)));
  if (detached) throw new PlainError(`${fileName}: header and voxels are two files. Save it as one .nii.gz.`);
  return readNifti(fileName, bytes, partOfNifti(channel));
}

/** A file that says nothing beside its voxels; MGH has a place of its own for images that state none. */
function plainFile(image: Image): ImageFile {
  return { image, hasOrientation: true, labels: [], otherLabels: [], layers: 1, notes: [] };
}

/** Only NRRD names segments in layers. */
function partOfNifti(channel: Channel): number | FrameChoice | undefined {
  return channel === "segments" ? undefined : channel;
}

/** MGH holds its channels as frames. */
function frameNumber(channel: Channel): number | undefined {
  return typeof channel === "object" ? channel.frame : channelNumber(channel);
}

async function bytesAt(path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path);
  } catch (cause) {
    if (cause instanceof PlainError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    const why =
      code === "ENOENT"
        ? "there is no such file"
        : code === "EISDIR"
          ? "is a folder"
          : code === "EACCES" || code === "EPERM"
            ? "may not be read; check its permissions"
            : "cannot be read";
    throw new PlainError(`${basename(path)}: ${why}.`, { cause });
  }
}
