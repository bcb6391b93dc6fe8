import { hash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { PlainError } from "#shared/domain/plainError.ts";
import { type InstanceRecord, openDicomFile, readDirectoryRecords, readInstance } from "../dicom/index.ts";
import { imageFileEndingOf } from "../imagefiles/index.ts";
import { instancePath, type OriginalEnding } from "../originals/index.ts";
import { diskPath } from "../system/index.ts";
import { largestCompanionBytes, mayBeCompanion, readCompanion, type Companion } from "./readCompanion.ts";
import { readImageOriginal, type ReadImageFile } from "./readImageOriginal.ts";

/** What was in an original's place: nothing, the same content, or something else (damaged: it was replaced). */
export type OriginalOutcome = "new" | "there" | "replaced";

/** What became of one file. */
export type FileOutcome =
  /** Its original is on the disk, synced; the database does not know it yet. */
  | {
      readonly kind: "stored";
      readonly record: InstanceRecord;
      readonly contentHash: string;
      readonly byteLength: number;
      readonly original: OriginalOutcome;
    }
  /**
   * An image file. Unless its original is there, a copy is staged (stagedPath), synced: it comes to its place with the note of where it came
   * from, without which it could not be taken in after a kill.
   */
  | {
      readonly kind: "image";
      readonly read: ReadImageFile;
      readonly contentHash: string;
      readonly byteLength: number;
      readonly original: OriginalOutcome;
    }
  /** A text file that may say something of the images beside it. */
  | { readonly kind: "companion"; readonly says: Companion }
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
  readonly alone: <Result>(run: () => Promise<Result>) => Promise<Result>;
}

const largeFileBytes = 2 ** 26;
const largestFileBytes = 2 ** 31 - 1;
const largestInflatedBytes = 2 ** 30;
const writeChunkBytes = 2 ** 24;

/**
 * Reads one file and, where a volume can be made of it, copies it unchanged: written under a temporary name, synced, and renamed, a DICOM file
 * into the store, an image file to be placed there later. `name` is the file's
 * for the reader: image files are known by its ending. A gzip around a single DICOM file is taken off.
 * Never throws for what is wrong with the file (that is an outcome); throws where the store cannot be written.
 */
export async function takeInFile(path: string, name: string, context: TakeInContext): Promise<FileOutcome> {
  const size = statSync(diskPath(path), { throwIfNoEntry: false })?.size ?? 0;
  if (size < largeFileBytes) return takeIn(path, name, context);
  return context.alone(() => takeIn(path, name, { ...context, alone: (run) => run() }));
}

async function takeIn(path: string, name: string, context: TakeInContext): Promise<FileOutcome> {
  let found: Uint8Array;
  try {
    found = readBytes(path);
    if (startsWith(found, [0x50, 0x4b, 0x03, 0x04]) || startsWith(found, [0x50, 0x4b, 0x05, 0x06])) return { kind: "archive" };
    if (mayBeCompanion(name) && found.length <= largestCompanionBytes && !isDicom(found)) {
      const says = readCompanion(name, found);
      return says === undefined ? { kind: "rejected", reason: "a text that says nothing of an image" } : { kind: "companion", says };
    }
  } catch (error) {
    return { kind: "rejected", reason: reasonOf(error) };
  }
  return imageFileEndingOf(name) !== undefined && !isDicom(found) ? takeInImage(found, name, context) : takeInDicom(found, name, context);
}

function takeInDicom(found: Uint8Array, name: string, context: TakeInContext): FileOutcome {
  let bytes: Uint8Array;
  let contentHash: string;
  let record: InstanceRecord;
  try {
    bytes = startsWith(found, [0x1f, 0x8b]) ? gunzip(found) : found;
    const file = openDicomFile(bytes);
    const references = readDirectoryRecords(file.dataSet);
    if (references) return { kind: "directory", references };
    contentHash = hash("sha256", bytes, "hex");
    record = readInstance(file, contentHash);
  } catch (error) {
    return { kind: "rejected", reason: reasonOfDetached(name) ?? reasonOf(error) };
  }
  const original = keepOriginal(bytes, contentHash, "dcm", context);
  if (original === undefined) return { kind: "cancelled" };
  return { kind: "stored", record, contentHash, byteLength: bytes.length, original };
}

async function takeInImage(bytes: Uint8Array, name: string, context: TakeInContext): Promise<FileOutcome> {
  const ending = imageFileEndingOf(name)!;
  let read: ReadImageFile;
  try {
    read = await readImageOriginal(name, ending, bytes, context.alone);
  } catch (error) {
    if (error instanceof PlainError) return { kind: "rejected", reason: error.message.replace(`${name}: `, "") };
    return { kind: "rejected", reason: "damaged: it cannot be read as an image" };
  }
  const contentHash = hash("sha256", bytes, "hex");
  const original = keepOriginal(bytes, contentHash, ending, context);
  if (original === undefined) return { kind: "cancelled" };
  return { kind: "image", read, contentHash, byteLength: bytes.length, original };
}

/** The words that follow 128 free bytes (PS3.10 7.1): whatever its name, such a file is DICOM. */
function isDicom(bytes: Uint8Array): boolean {
  return bytes.length > 132 && startsWith(bytes.subarray(128), [0x44, 0x49, 0x43, 0x4d]);
}

/** Image files in two parts; undefined for any other name. */
function reasonOfDetached(name: string): string | undefined {
  if (/\.(hdr|img)(\.gz)?$/i.test(name))
    return "an image in two files (.hdr, .img), or an Analyze file, which does not state its orientation. Save it as one .nii.gz and import that";
  return /\.nhdr$/i.test(name) ? "a header whose voxels lie in another file. Save both as one .nrrd and import that" : undefined;
}

function readBytes(path: string): Uint8Array {
  const { size } = statSync(diskPath(path));
  if (size > largestFileBytes) throw new PlainError("larger than 2 GB, which cannot be read here");
  return readFileSync(diskPath(path));
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: largestInflatedBytes });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new PlainError(isTooLarge ? "its gzip content grows beyond 1 GB" : "damaged or cut short: its gzip content cannot be read", {
      cause,
    });
  }
}

/** Where the copy of an image file lies until its row is written; it goes with the folder of its import. */
export function stagedPath(incomingFolder: string, contentHash: string, ending: OriginalEnding): string {
  return join(incomingFolder, `${contentHash}.${ending}`);
}

/** Undefined where the reader cancelled meanwhile; what was begun goes with the incoming folder. */
function keepOriginal(
  bytes: Uint8Array,
  contentHash: string,
  ending: OriginalEnding,
  { instancesFolder, incomingFolder, threadName, isCancelled }: TakeInContext,
): OriginalOutcome | undefined {
  const path = instancePath(instancesFolder, contentHash, ending);
  const there = whatIsThere(path, bytes);
  if (there === "there") return there;
  const temporary = join(incomingFolder, `${contentHash}.${threadName}`);
  const file = openSync(temporary, "w", 0o600);
  try {
    for (let written = 0; written < bytes.length;) {
      if (isCancelled()) return undefined;
      written += writeSync(file, bytes, written, Math.min(writeChunkBytes, bytes.length - written));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (isCancelled()) return undefined;
  const target = ending === "dcm" ? path : stagedPath(incomingFolder, contentHash, ending);
  try {
    renameSync(temporary, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    renameSync(temporary, target);
  }
  return there;
}

/** Files come to their name whole, by a rename; but disks err, and people move things. */
function whatIsThere(path: string, bytes: Uint8Array): OriginalOutcome {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return "new";
  try {
    return readFileSync(path).equals(bytes) ? "there" : "replaced";
  } catch {
    return "replaced";
  }
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
