import { closeSync, createWriteStream, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { PlainError } from "#shared/domain/plainError.ts";
import { type Entry, fromFdPromise, getFileNameLowLevel, type ZipFile } from "yauzl";
import { diskPath } from "../system/index.ts";

/** A ZIP to be unpacked, entry by entry. */
export interface ArchiveRequest {
  readonly path: string;
  /** Where the entries are written, under numbers: their own names never become paths. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Told once, before the first entry. */
  readonly onCount: (entries: number) => void;
  /** Told of each unpacked entry; answers when there is room for the next. The file belongs to the receiver, who removes it. */
  readonly onFile: (name: string, path: string) => Promise<void>;
  /** Told of each entry that cannot be used, and why. */
  readonly onRejected: (name: string, reason: string) => void;
}

const largestEntryBytes = 2 ** 31 - 1;
/** Deflate shrinks zeros by 1032 at most; images beyond 200 do not occur, crafted files do. */
const largestRatio = 200;
const unsuspiciousBytes = 2 ** 26;
const symbolicLink = 0xa000;
const fileTypeMask = 0xf000;

/**
 * Unpacks a ZIP. Entries that point outside, are links, are locked by a password or grow beyond measure are refused, each with its reason; the others go on.
 * Throws PlainError where the archive itself cannot be read.
 */
export async function unpackArchive(request: ArchiveRequest): Promise<void> {
  const archive = await openArchive(request.path);
  try {
    request.onCount(archive.entryCount);
    const archiveBytes = statSync(diskPath(request.path)).size;
    let number = 0;
    let compressedBytes = 0;
    for await (const entry of archive.eachEntry()) {
      request.signal.throwIfAborted();
      const name = nameOf(entry);
      compressedBytes += entry.compressedSize;
      // Entries that share bytes let a small file unpack to a very large one.
      if (compressedBytes > archiveBytes) throw new PlainError("refused: the entries of this ZIP overlap");
      const reason = reasonAgainst(entry, name);
      if (reason !== undefined) {
        request.onRejected(name, reason);
        continue;
      }
      number += 1;
      const path = join(request.folder, String(number));
      try {
        await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path, { flags: "wx", mode: 0o600 }), {
          signal: request.signal,
        });
      } catch (error) {
        request.signal.throwIfAborted();
        if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw error;
        request.onRejected(name, "damaged: this entry of the ZIP cannot be unpacked");
        continue;
      }
      await request.onFile(name, path);
    }
  } catch (error) {
    if (error instanceof PlainError || (error as NodeJS.ErrnoException).code === "ENOSPC" || request.signal.aborted) throw error;
    throw new PlainError("damaged or cut short: this ZIP cannot be read to the end", { cause: error });
  } finally {
    archive.close();
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  let file: number | undefined;
  try {
    // By its number: the path may be no text.
    file = openSync(diskPath(path), "r");
    return await fromFdPromise(file, { decodeStrings: false, lazyEntries: true, autoClose: true });
  } catch (cause) {
    if (file !== undefined) closeSync(file);
    throw new PlainError("damaged or cut short: this ZIP cannot be opened", { cause });
  }
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

/** Why an entry is not unpacked; an empty reason is not told (folders). */
function reasonAgainst(entry: Entry, name: string): string | undefined {
  if (name.endsWith("/")) return "";
  const parts = name.split("/");
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name) || parts.includes("..") || name.includes("\0"))
    return "refused: it points outside the ZIP";
  if (((entry.externalFileAttributes >>> 16) & fileTypeMask) === symbolicLink) return "refused: a link inside a ZIP";
  if (entry.isEncrypted()) return "locked by a password; unpack the ZIP first";
  if (entry.uncompressedSize > largestEntryBytes) return "larger than 2 GB, which cannot be read here";
  if (entry.uncompressedSize > unsuspiciousBytes && entry.uncompressedSize > entry.compressedSize * largestRatio) {
    return `refused: it unpacks to more than ${largestRatio} times its size`;
  }
  return undefined;
}
