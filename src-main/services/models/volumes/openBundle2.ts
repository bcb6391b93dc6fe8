import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { readUserFile, sha256OfFile } from "../../system/index.ts";
import { isSystemFile } from "../isSystemFile.ts";
import { isFormat2, readBundle2 } from "./readBundle2.ts";

/** A bundle of format 2 in a folder: its files are there, but compared with their hashes only when they are read. */
export interface OpenedBundle2 {
  readonly bundle: Bundle2;
  readonly folder: string;
}

const largestDescription = 16 * 2 ** 20;

/**
 * Opens a bundle where it lies: weights of gigabytes are not copied. Throws PlainError where bundle.json is wrong, a file is missing, one is there that
 * bundle.json does not name, or one is a link.
 */
export async function openBundle2(folder: string): Promise<OpenedBundle2> {
  const text = await description(folder);
  if (!isFormat2(text))
    throw new PlainError(
      `The bundle ${basename(folder)} is not of format 2, which networks on volumes and tables have. A classifier of features is run with fascicle predict ` +
        `--features.`,
    );
  const bundle = readBundle2(text);
  const there = await filesIn(folder, "");
  const named = Object.keys(bundle.files);
  const missing = named.find((name) => !there.includes(name));
  if (missing !== undefined)
    throw new PlainError(`The bundle ${basename(folder)} has no ${missing}, which bundle.json names. Get the whole bundle again.`);
  const more = there.find((name) => name !== "bundle.json" && !named.includes(name) && !isSystemFile(name));
  if (more !== undefined)
    throw new PlainError(
      `The bundle ${basename(folder)} holds ${more}, which bundle.json does not name in files. Take it away, or ask the authors for a clean bundle.`,
    );
  return { bundle, folder };
}

/** Compares every file of a bundle with its hash. Throws PlainError that names the first that differs. */
export async function compareHashes({ bundle, folder }: OpenedBundle2): Promise<void> {
  for (const [name, hash] of Object.entries(bundle.files)) {
    if ((await sha256OfFile(join(folder, name))) !== hash)
      throw new PlainError(
        `${name} is not the file that bundle.json names: its sha256 is another one. It is damaged or was changed. Get the bundle again.`,
      );
  }
}

async function description(folder: string): Promise<string> {
  return (await readUserFile(join(folder, "bundle.json"), "the bundle's description", largestDescription)).toString("utf8");
}

/** Paths of all files below a folder, parted by "/". */
async function filesIn(root: string, below: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesIn(root, path)));
    else if (entry.isFile()) found.push(path);
    else throw new PlainError(`${path} of the bundle ${basename(root)} is not a plain file (a link, perhaps). Put the file itself there.`);
  }
  return found;
}
