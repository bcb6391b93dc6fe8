import { createReadStream, createWriteStream, readdirSync } from "node:fs";
import { lstat, mkdir, open } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as yauzl from "yauzl";
import { PlainError } from "#shared/domain/plainError.ts";
import { hashBundleFolder } from "./hashBundle.ts";

/** The largest files that a bundle may have, in bytes. */
export const sizeLimits = { "bundle.json": 16 * 2 ** 20, "model.onnx": 2 ** 30 } as const;
type BundleFileName = keyof typeof sizeLimits;
const fileNames = Object.keys(sizeLimits) as BundleFileName[];
const mostEntries = 1000;

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
    await write(createReadStream(path), join(folder, name), name, signal);
  }
}

async function unpack(source: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const name = basename(source);
  const zip = await yauzl.openPromise(source, { lazyEntries: true, autoClose: false }).catch((cause: unknown) => {
    throw new PlainError(
      `${name} cannot be read as a .zip: it is of another kind, or cut short. A bundle is a folder or .zip with bundle.json and model.onnx.`,
      { cause },
    );
  });
  try {
    if (zip.entryCount > mostEntries)
      throw new PlainError(`${name} holds ${zip.entryCount} entries; a bundle holds bundle.json and model.onnx only.`);
    const entries = await readEntries(zip, name);
    const found = fileNames.map((wanted) => {
      const matches = entries.filter((entry) => posix.basename(entry.fileName) === wanted && entry.fileName.split("/").length <= 2);
      if (matches.length > 1) throw new PlainError(`${name} holds ${wanted} more than once. Zip one bundle only.`);
      if (!matches[0])
        throw new PlainError(
          `${name} holds no ${wanted}, neither at its top nor in one folder. A bundle is a folder or .zip with bundle.json and model.onnx.`,
        );
      return { wanted, entry: matches[0] };
    });
    if (new Set(found.map(({ entry }) => posix.dirname(entry.fileName))).size > 1)
      throw new PlainError(`bundle.json and model.onnx lie in different folders of ${name}. Zip them side by side.`);
    for (const { wanted, entry } of found) {
      if (entry.uncompressedSize > sizeLimits[wanted]) throw tooLarge(wanted);
      if (entry.isEncrypted()) throw new PlainError(`${name} is encrypted. Unpack it with its password, and install the folder.`);
      const stream = await zip.openReadStreamPromise(entry).catch((cause: unknown) => {
        throw damaged(name, cause);
      });
      await write(stream, join(folder, wanted), wanted, signal).catch((cause: unknown) => {
        throw cause instanceof PlainError || signal?.aborted ? cause : damaged(name, cause);
      });
    }
  } finally {
    zip.close();
  }
}

/** Every entry of the .zip's directory. An entry that points outside or is a link is a sign of a hostile file: all of it is refused. */
async function readEntries(zip: yauzl.ZipFile, name: string): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (cause) {
    throw /relative path|absolute path/.test(cause instanceof Error ? cause.message : "")
      ? new PlainError(
          `${name} is refused: it holds a file that would be written outside its own folder. Ask for the bundle from a source you trust.`,
          { cause },
        )
      : damaged(name, cause);
  }
  for (const entry of entries) {
    const unixMode = entry.externalFileAttributes >>> 16;
    if ((unixMode & 0o170000) === 0o120000)
      throw new PlainError(`${name} is refused: it holds a link. A bundle holds bundle.json and model.onnx as plain files.`);
  }
  return entries;
}

/** Counts what really comes, whatever the source said of its size; on disk when it returns. */
async function write(from: NodeJS.ReadableStream, to: string, name: BundleFileName, signal: AbortSignal | undefined): Promise<void> {
  let length = 0;
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      length += chunk.length;
      if (length > sizeLimits[name]) done(tooLarge(name));
      else done(null, chunk);
    },
  });
  await pipeline(from, count, createWriteStream(to, { flags: "wx", mode: 0o600 }), { signal });
  const file = await open(to, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function tooLarge(name: BundleFileName): PlainError {
  return new PlainError(`${name} is larger than ${sizeLimits[name] / 2 ** 20} MB, which a bundle may not be.`);
}

function damaged(name: string, cause: unknown): PlainError {
  return new PlainError(`${name} is damaged and could not be unpacked. Copy or download it again.`, { cause });
}

/** The bundle among dropped files: the folder itself where bundle.json lies in it, otherwise its only entry (a folder or a .zip). */
export function bundleInFolder(folder: string): string {
  const names = readdirSync(folder);
  return names.length === 1 && names[0] !== "bundle.json" ? join(folder, names[0]!) : folder;
}
