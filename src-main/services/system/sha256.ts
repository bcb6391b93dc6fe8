import { createHash, hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { yieldThread } from "./yieldThread.ts";

const pieceBytes = 2 ** 22;

/** sha256, hexadecimal, of bytes, piece by piece: no other work waits longer than some milliseconds. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  if (bytes.length <= pieceBytes) return hash("sha256", bytes, "hex");
  const digest = createHash("sha256");
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    digest.update(bytes.subarray(at, at + pieceBytes));
    await yieldThread();
  }
  return digest.digest("hex");
}

/** sha256, hexadecimal, of a file, which is never whole in memory. Throws the system's error. */
export async function sha256OfFile(path: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes / 4 })) digest.update(chunk as Buffer);
  return digest.digest("hex");
}
