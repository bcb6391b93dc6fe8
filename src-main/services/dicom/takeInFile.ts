import { hash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { PlainError } from "#shared/domain/plainError.ts";
import { readDirectoryRecords } from "./dicomDirectory.ts";
import { instancePath } from "./instancePath.ts";
import type { InstanceRecord } from "./instanceRecord.ts";
import { openDicomFile } from "./openDicomFile.ts";
import { readInstance } from "./readInstance.ts";

/** What became of one file. */
export type FileOutcome =
  /** Its original is on the disk, synced; the database does not know it yet. */
  | { readonly kind: "stored"; readonly record: InstanceRecord; readonly contentHash: string; readonly byteLength: number }
  /** A DICOMDIR and the files it names, each as the parts of a path. */
  | { readonly kind: "directory"; readonly references: ReadonlyArray<readonly string[]> }
  | { readonly kind: "archive" }
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "cancelled" };

export interface TakeInContext {
  readonly instancesFolder: string;
  /** For files that are being written; on the same disk. */
  readonly incomingFolder: string;
  /** Sets this thread's temporary names apart. */
  readonly threadName: string;
  readonly isCancelled: () => boolean;
  /** Runs something while no other thread is in it: large files are in memory one at a time. */
  readonly alone: <Result>(run: () => Result) => Result;
}

const largeFileBytes = 2 ** 26;
const largestFileBytes = 2 ** 31 - 1;
const largestInflatedBytes = 2 ** 30;
const writeChunkBytes = 2 ** 24;

/**
 * Reads one file and, where a volume can be made of it, copies it unchanged into the store: written under a temporary name, synced, renamed.
 * A gzip around a single file is taken off. Never throws for what is wrong with the file (that is an outcome); throws where the store cannot be written.
 */
export function takeInFile(path: string, context: TakeInContext): FileOutcome {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size < largeFileBytes ? takeIn(path, context) : context.alone(() => takeIn(path, context));
}

function takeIn(path: string, context: TakeInContext): FileOutcome {
  let bytes: Uint8Array;
  let contentHash: string;
  let record: InstanceRecord;
  try {
    const found = readBytes(path);
    if (startsWith(found, [0x50, 0x4b, 0x03, 0x04]) || startsWith(found, [0x50, 0x4b, 0x05, 0x06])) return { kind: "archive" };
    bytes = startsWith(found, [0x1f, 0x8b]) ? gunzip(found) : found;
    const file = openDicomFile(bytes);
    const references = readDirectoryRecords(file.dataSet);
    if (references) return { kind: "directory", references };
    contentHash = hash("sha256", bytes, "hex");
    record = readInstance(file, contentHash);
  } catch (error) {
    return { kind: "rejected", reason: reasonOf(error) };
  }
  if (!keepOriginal(bytes, contentHash, context)) return { kind: "cancelled" };
  return { kind: "stored", record, contentHash, byteLength: bytes.length };
}

function readBytes(path: string): Uint8Array {
  const { size } = statSync(path);
  if (size > largestFileBytes) throw new PlainError("larger than 2 GB, which cannot be read here");
  return readFileSync(path);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: largestInflatedBytes });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new PlainError(isTooLarge ? "its gzip content grows beyond 1 GB" : "damaged or cut short: its gzip content cannot be read", { cause });
  }
}

/** Answers false where the reader cancelled meanwhile; what was begun goes with the incoming folder. */
function keepOriginal(bytes: Uint8Array, contentHash: string, { instancesFolder, incomingFolder, threadName, isCancelled }: TakeInContext): boolean {
  const path = instancePath(instancesFolder, contentHash);
  // Files come to this name by a rename only, so what is there is whole: of an earlier import, or of one that was interrupted.
  if (statSync(path, { throwIfNoEntry: false })?.size === bytes.length) return true;
  const temporary = join(incomingFolder, `${contentHash}.${threadName}`);
  const file = openSync(temporary, "w");
  try {
    for (let written = 0; written < bytes.length; ) {
      if (isCancelled()) return false;
      written += writeSync(file, bytes, written, Math.min(writeChunkBytes, bytes.length - written));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (isCancelled()) return false;
  try {
    renameSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    mkdirSync(dirname(path), { recursive: true });
    renameSync(temporary, path);
  }
  return true;
}

function reasonOf(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "it may not be read; check its permissions";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EIO") return "the disk reports an error while reading it";
  if (error instanceof RangeError) return "damaged: a length in it points beyond its end";
  return "damaged: it cannot be read as DICOM";
}
