import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as yauzl from "yauzl";
import { PlainError } from "#shared/domain/plainError.ts";
import { isSystemFile } from "./isSystemFile.ts";

const mostEntries = 1000;

/**
 * Opens a .zip and runs something with every entry of its directory but those that systems put there unasked. Throws PlainError where it is none, holds too
 * many entries, or one that points outside or is a link: that is a sign of a hostile file, and all of it is refused.
 */
export async function withZipEntries<Result>(
  source: string,
  run: (zip: yauzl.ZipFile, entries: readonly yauzl.Entry[]) => Promise<Result>,
): Promise<Result> {
  const name = basename(source);
  const zip = await yauzl.openPromise(source, { lazyEntries: true, autoClose: false }).catch((cause: unknown) => {
    throw new PlainError(
      `${name} cannot be read as a .zip: it is of another kind, or cut short. A bundle is a folder or .zip with bundle.json and its networks (model.onnx).`,
      { cause },
    );
  });
  try {
    if (zip.entryCount > mostEntries)
      throw new PlainError(`${name} holds ${zip.entryCount} entries; a bundle holds bundle.json and the files that it needs only.`);
    return await run(zip, await readEntries(zip, name));
  } finally {
    zip.close();
  }
}

/** Writes one entry into a new file. Throws PlainError where it is larger than it may be, encrypted or damaged. */
export async function extractEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  { zipName, to, name, mostBytes }: { zipName: string; to: string; name: string; mostBytes: number },
  signal?: AbortSignal,
): Promise<void> {
  if (entry.uncompressedSize > mostBytes) throw tooLarge(name, mostBytes);
  if (entry.isEncrypted()) throw new PlainError(`${zipName} is encrypted. Unpack it with its password, and give the folder.`);
  const stream = await zip.openReadStreamPromise(entry).catch((cause: unknown) => {
    throw damaged(zipName, cause);
  });
  await writeSynced(stream, to, { name, mostBytes }, signal).catch((cause: unknown) => {
    throw cause instanceof PlainError || signal?.aborted ? cause : damaged(zipName, cause);
  });
}

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
      throw new PlainError(`${name} is refused: it holds a link. A bundle holds bundle.json and its networks (model.onnx) as plain files.`);
  }
  return entries.filter(({ fileName }) => !isSystemFile(fileName));
}

/** Counts what really comes, whatever the source said of its size; on disk when it returns. */
export async function writeSynced(
  from: NodeJS.ReadableStream,
  to: string,
  { name, mostBytes }: { name: string; mostBytes: number },
  signal?: AbortSignal,
): Promise<void> {
  let length = 0;
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      length += chunk.length;
      if (length > mostBytes) done(tooLarge(name, mostBytes));
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

function tooLarge(name: string, mostBytes: number): PlainError {
  return new PlainError(`${name} is larger than ${mostBytes / 2 ** 20} MB, which a bundle may not be.`);
}

function damaged(name: string, cause: unknown): PlainError {
  return new PlainError(`${name} is damaged and could not be unpacked. Copy or download it again.`, { cause });
}
