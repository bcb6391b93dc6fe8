import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ScalarType, VoxelArray } from "#shared/domain/volume.ts";
import { decodeImageFile, gunzip, isGzip } from "../imagefiles/index.ts";
import { damagedOriginal } from "../originals/index.ts";

/** One image of a file to be decoded in a worker thread. */
export interface ImageTask {
  readonly path: string;
  /** sha256, hex: the bytes that are decoded are those that were hashed. */
  readonly contentHash: string;
  /** Which of the file's images, from 0. */
  readonly frame: number;
}

/** Voxels of a whole image, i fastest, or why there are none, to be read after the file's name. */
export type ImageAnswer = { readonly scalarType: ScalarType; readonly voxels: VoxelArray } | { readonly error: string };

/**
 * Decodes one image of a file, which with `keepsFiles` stays open in this thread for the next of its images. What a damaged file does wrong
 * is an answer, not an exception.
 */
export async function decodeImage({ path, contentHash, frame }: ImageTask, keepsFiles: boolean): Promise<ImageAnswer> {
  const name = basename(path);
  try {
    const { image } = await decodeImageFile(name, await unpacked(path, contentHash, keepsFiles), { frame });
    const { scalarType, voxels } = image;
    // Voxels may be a view of the file, which stays open here: what is handed over is their own.
    return { scalarType, voxels: voxels.byteLength < voxels.buffer.byteLength ? voxels.slice() : voxels };
  } catch (error) {
    // The reader knows the file by another name.
    if (error instanceof PlainError) return { error: error.message.replace(`${name}: `, "") };
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      return { error: "its original file is no longer in the data folder. Import the same file again; that puts it back" };
    throw error;
  }
}

let lastOpened: { readonly key: string; readonly bytes: Uint8Array } | undefined;
const mostKeptBytes = 2 ** 29;
const mostUnpackedBytes = 2 ** 32;

/**
 * The bytes of a file without the gzip around it. With `keepsFiles` the file that was opened last stays: the images of one file are asked for
 * one after the other.
 */
async function unpacked(path: string, contentHash: string, keepsFiles: boolean): Promise<Uint8Array> {
  const key = `${path}|${contentHash}`;
  if (lastOpened?.key === key) return lastOpened.bytes;
  lastOpened = undefined;
  const bytes = readFileSync(path);
  if (hash("sha256", bytes, "hex") !== contentHash) throw new PlainError(damagedOriginal);
  const whole = isGzip(bytes) ? await gunzip(basename(path), bytes, () => mostUnpackedBytes) : bytes;
  if (keepsFiles && whole.length <= mostKeptBytes) lastOpened = { key, bytes: whole };
  return whole;
}
