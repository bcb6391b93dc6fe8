import { createHash } from "node:crypto";
import type { Image } from "#shared/domain/volume.ts";
import { yieldThread } from "../system/index.ts";

const chunkBytes = 4 << 20; // about 10 ms of hashing: the thread that answers the door stays free

/** sha256, hex, over an image: its grid, the type of its voxels and their bytes (little-endian, i fastest). Throws the signal's reason where it is aborted. */
export async function imageHash({ grid, scalarType, voxels }: Image, signal?: AbortSignal): Promise<string> {
  const { size, spacingMm, originMm, direction } = grid;
  const hash = createHash("sha256").update(JSON.stringify({ size, spacingMm, originMm, direction, scalarType }));
  const bytes = new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    hash.update(bytes.subarray(start, start + chunkBytes));
    await yieldThread();
    signal?.throwIfAborted();
  }
  return hash.digest("hex");
}
