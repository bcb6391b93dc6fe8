import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";

/** What a reader is told of an original that is not what was imported; to be read after the file's name. */
export const damagedOriginal =
  "its original file in the data folder is damaged: it is no longer what was imported. Import the same file again; that puts it right";

/**
 * The bytes of an original, which are those that were imported: its name is their sha256 (instancePath).
 * Throws PlainError, to be read after the file's name, where they are not; the system's error where it cannot be read.
 */
export function readOriginal(path: string): Uint8Array {
  const bytes = readFileSync(path);
  if (hash("sha256", bytes, "hex") !== basename(path).split(".", 1)[0]) throw new PlainError(damagedOriginal);
  return bytes;
}
