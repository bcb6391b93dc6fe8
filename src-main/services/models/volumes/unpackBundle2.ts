import { mkdir, readFile } from "node:fs/promises";
import { basename, dirname, join, posix } from "node:path";
import { text } from "node:stream/consumers";
import { bundleFileSchema } from "#shared/domain/bundle/names.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { extractEntry, withZipEntries } from "../bundleZip.ts";
import { isFormat2, readBundle2 } from "./readBundle2.ts";

const mebibyte = 2 ** 20;
const largestDescription = 16 * mebibyte;
/** Of one file: no ONNX file is larger. Of all: an ensemble of full width. */
const largestFile = 2048 * mebibyte;
const largestBundle = 16_384 * mebibyte;

const isDescription = ({ fileName }: { readonly fileName: string }) =>
  posix.basename(fileName) === "bundle.json" && fileName.split("/").length <= 2;

/** Whether a file is a .zip with a bundle.json that says that it is of format 2. */
export async function isNetworkZip(path: string): Promise<boolean> {
  try {
    return await withZipEntries(path, async (zip, entries) => {
      const description = entries.find(isDescription);
      if (!description || description.uncompressedSize > largestDescription) return false;
      return isFormat2(await text(await zip.openReadStreamPromise(description)));
    });
  } catch {
    // No .zip, damaged, encrypted, or no JSON in it: whoever unpacks it tells.
    return false;
  }
}

/**
 * Unpacks a .zip of a bundle of format 2, whose bundle.json lies at its top or in one folder, into `folder`, which is made; answers it. Only files that
 * bundle.json names are written. Throws PlainError where the .zip is none, is damaged or hostile, holds anything else, or is too large; the
 * signal's reason where it is aborted.
 */
export async function unpackBundle2(source: string, folder: string, signal?: AbortSignal): Promise<string> {
  const zipName = basename(source);
  return withZipEntries(source, async (zip, entries) => {
    const files = entries.filter(({ fileName }) => !fileName.endsWith("/"));
    const descriptions = files.filter(isDescription);
    if (descriptions.length !== 1)
      throw new PlainError(
        descriptions.length === 0
          ? `${zipName} holds no bundle.json, neither at its top nor in one folder. Give the .zip of a model bundle, or its folder.`
          : `${zipName} holds bundle.json more than once. Zip one bundle only.`,
      );
    const top = posix.dirname(descriptions[0]!.fileName);
    const inside = (fileName: string) =>
      top === "." ? fileName : fileName.startsWith(`${top}/`) ? fileName.slice(top.length + 1) : undefined;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const description = join(folder, "bundle.json");
    await extractEntry(zip, descriptions[0]!, { zipName, to: description, name: "bundle.json", mostBytes: largestDescription }, signal);
    const json = await readFile(description, "utf8");
    // Whoever opens the folder says what it is then.
    if (!isFormat2(json)) return folder;
    const named = readBundle2(json).files;
    const kept = files.filter((entry) => entry !== descriptions[0]).map((entry) => ({ entry, name: inside(entry.fileName) }));
    for (const { entry, name } of kept) {
      if (name === undefined || !bundleFileSchema.safeParse(name).success || !Object.hasOwn(named, name))
        throw new PlainError(
          `${zipName} holds ${entry.fileName}, which bundle.json does not name in files. Ask the authors for a clean bundle.`,
        );
      if (kept.filter((other) => other.name === name).length > 1) throw new PlainError(`${zipName} holds ${name} more than once.`);
    }
    if (kept.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0) > largestBundle)
      throw new PlainError(`${zipName} would be larger than ${largestBundle / mebibyte} MB, which a bundle may not be.`);
    for (const { entry, name } of kept) {
      const to = join(folder, name!);
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      await extractEntry(zip, entry, { zipName, to, name: name!, mostBytes: largestFile }, signal);
    }
    return folder;
  });
}
