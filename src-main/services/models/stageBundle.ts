import { createReadStream, readdirSync } from "node:fs";
import { lstat, mkdir, readFile } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { extractEntry, withZipEntries, writeSynced } from "./bundleZip.ts";
import { parseBundleText } from "./bundleText.ts";
import { hashBundleFolder } from "./hashBundle.ts";

/** The largest files that a bundle may have, in bytes. */
export const sizeLimits = { "bundle.json": 16 * 2 ** 20, "model.onnx": 2 ** 30 } as const;
type BundleFileName = keyof typeof sizeLimits;
const fileNames = Object.keys(sizeLimits) as BundleFileName[];

/** A bundle's two files, copied and synced into a folder of ours. */
export interface StagedBundle {
  readonly folder: string;
  readonly modelPath: string;
  /** bundle.json as text. */
  readonly description: string;
  /** sha256, hex, of bundle.json's bytes followed by model.onnx's. */
  readonly bundleHash: string;
  /** sha256, hex, of model.onnx. */
  readonly modelHash: string;
}

/**
 * Copies bundle.json and model.onnx of a bundle (a folder, or a .zip that holds them at its top or in one folder) into `folder`, which is made;
 * nothing else of the bundle is read. Throws PlainError where either is missing, too large or no plain file, or where an entry of the .zip points outside it.
 */
export async function stageBundle(source: string, folder: string, signal?: AbortSignal): Promise<StagedBundle> {
  const kind = await lstat(source).catch(() => {
    throw new PlainError(
      `There is no folder or file ${basename(source)}. Choose a model bundle: a folder or .zip with bundle.json and model.onnx.`,
    );
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (kind.isDirectory()) await copyFolder(source, folder, signal);
  else if (kind.isFile()) await unpack(source, folder, signal);
  else
    throw new PlainError(
      `${basename(source)} is neither a folder nor a file. Choose a model bundle: a folder or .zip with bundle.json and model.onnx.`,
    );

  const modelPath = join(folder, "model.onnx");
  const { description, bundleHash, modelHash } = await hashBundleFolder(folder);
  return { folder, modelPath, description: description.toString("utf8"), bundleHash, modelHash };
}

async function copyFolder(source: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  for (const name of fileNames) {
    const path = join(source, name);
    const kind = await lstat(path).catch(() => {
      throw new PlainError(`The bundle ${basename(source)} has no ${name}. A bundle is a folder or .zip with bundle.json and model.onnx.`);
    });
    if (!kind.isFile())
      throw new PlainError(
        `${name} of the bundle ${basename(source)} is not a plain file (a link or a folder). Put the file itself there.`,
      );
    await writeSynced(createReadStream(path), join(folder, name), { name, mostBytes: sizeLimits[name] }, signal);
    if (name === "bundle.json") await refuseNoJson(folder);
  }
}

async function unpack(source: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const name = basename(source);
  await withZipEntries(source, async (zip, entries) => {
    const find = (wanted: BundleFileName) => {
      const matches = entries.filter((entry) => posix.basename(entry.fileName) === wanted && entry.fileName.split("/").length <= 2);
      if (matches.length > 1) throw new PlainError(`${name} holds ${wanted} more than once. Zip one bundle only.`);
      if (!matches[0])
        throw new PlainError(
          `${name} holds no ${wanted}, neither at its top nor in one folder. A bundle is a folder or .zip with bundle.json and model.onnx.`,
        );
      return matches[0];
    };
    const extract = (wanted: BundleFileName, entry: Parameters<typeof extractEntry>[1]) =>
      extractEntry(zip, entry, { zipName: name, to: join(folder, wanted), name: wanted, mostBytes: sizeLimits[wanted] }, signal);
    const description = find("bundle.json");
    await extract("bundle.json", description);
    await refuseNoJson(folder);
    const model = find("model.onnx");
    if (posix.dirname(description.fileName) !== posix.dirname(model.fileName))
      throw new PlainError(`bundle.json and model.onnx lie in different folders of ${name}. Zip them side by side.`);
    await extract("model.onnx", model);
  });
}

/** Told before model.onnx is missed: bundles of networks, which have none, are only known by a bundle.json that can be read. */
async function refuseNoJson(folder: string): Promise<void> {
  parseBundleText(await readFile(join(folder, "bundle.json"), "utf8"));
}

/** The bundle among dropped files: the folder itself where bundle.json lies in it, otherwise its only entry (a folder or a .zip). */
export function bundleInFolder(folder: string): string {
  const names = readdirSync(folder);
  return names.length === 1 && names[0] !== "bundle.json" ? join(folder, names[0]!) : folder;
}
