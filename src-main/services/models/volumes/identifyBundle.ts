import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { readBundle2 } from "./readBundle2.ts";

/** Which bundle it is. */
export interface BundleIdentity {
  readonly name: string;
  readonly version: string;
  readonly kind: string;
  /** sha256, hex, of bundle.json, which has those of every other file. */
  readonly sha256: string;
}

/**
 * Which bundle of format 2 lies in a folder, by its bundle.json alone: the other files are compared when a network runs. Throws PlainError where there is none,
 * or it is wrong.
 */
export function identifyBundle(folder: string): BundleIdentity {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, "bundle.json"));
  } catch (cause) {
    throw new PlainError(`There is no bundle.json in ${basename(folder)} (any more). Give the folder of a model bundle.`, { cause });
  }
  const { name, version, kind } = readBundle2(bytes.toString("utf8"));
  return { name, version, kind, sha256: createHash("sha256").update(bytes).digest("hex") };
}
