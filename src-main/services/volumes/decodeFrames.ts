import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { threadId } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ScalarType } from "#shared/domain/volume.ts";
import {
  type DicomFile,
  type PixelHeader,
  type Rescale,
  type StoredFrame,
  decodeStoredFrame,
  openDicomFile,
  rescaleFrame,
} from "../dicom/index.ts";
import { readOriginal } from "../originals/index.ts";

/** Frames of one file to be decoded in a worker thread. */
export interface DecodeTask {
  /** An original: its name is the hash of its content, which is compared with it when it is read. */
  readonly path: string;
  readonly pixels: PixelHeader;
  readonly frames: ReadonlyArray<{
    /** From 1, as in DICOM. */
    readonly frameNumber: number;
    readonly rescale: Rescale;
    /** Where the decoded frame is kept for the next time; null where decoding is as fast as reading. */
    readonly cachePath: string | null;
  }>;
  /** Type of the voxels handed back; colours are always uint8. */
  readonly scalarType: ScalarType;
}

/** The voxels of each frame, little-endian, or why there are none, to be read after the file's name. */
export type DecodeAnswer = ReadonlyArray<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly error: string }>;

/**
 * Decodes and rescales the frames of a task. Files stay open in this thread for the next task, without `keepsFiles` the last one alone. What a
 * damaged file does wrong is an answer, not an exception, and concerns the frames that it spoils only.
 */
export async function decodeFrames(task: DecodeTask, keepsFiles = true): Promise<DecodeAnswer> {
  const answers: Array<DecodeAnswer[number]> = [];
  for (const frame of task.frames)
    answers.push(
      await decodeOne(task, frame, keepsFiles).then(
        (bytes) => ({ bytes: new Uint8Array(bytes) }),
        (error: unknown) => ({ error: reasonOf(error) }),
      ),
    );
  return answers;
}

function reasonOf(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  if ((error as NodeJS.ErrnoException).code === "ENOENT")
    return "its original file is no longer in the data folder. Import the same file again; that puts it back";
  throw error;
}

async function decodeOne(
  { path, pixels, scalarType }: DecodeTask,
  { frameNumber, rescale, cachePath }: DecodeTask["frames"][number],
  keepsFiles: boolean,
): Promise<Uint8Array> {
  const kept = cachePath === null ? undefined : readKept(cachePath);
  if (kept) return kept;
  const file = openKept(path, keepsFiles ? mostOpenedBytes : 0);
  const stored = rescale.tile ? await decodeTiled(path, file, pixels, frameNumber) : await decodeStoredFrame(file, pixels, frameNumber);
  const voxels = rescaleFrame(file, stored, pixels.columns, rescale, scalarType);
  const bytes = new Uint8Array(voxels.buffer as ArrayBuffer, voxels.byteOffset, voxels.byteLength);
  if (cachePath !== null) keep(cachePath, bytes);
  return bytes;
}

let lastTiled: { readonly key: string; readonly stored: Promise<StoredFrame> } | undefined;

/** A frame that holds many slices is decoded once for all that are asked for in a row. */
function decodeTiled(path: string, file: DicomFile, pixels: PixelHeader, frameNumber: number): Promise<StoredFrame> {
  const key = `${path}|${frameNumber}`;
  if (lastTiled?.key !== key) lastTiled = { key, stored: decodeStoredFrame(file, pixels, frameNumber) };
  return lastTiled.stored;
}

const opened = new Map<string, { file: DicomFile; byteLength: number }>();
const mostOpenedBytes = 256 * 1024 * 1024;

/** Files stay parsed in their thread, the last `mostBytes` of them, at least the last one: the frames of one file are asked for one after the other. */
function openKept(path: string, mostBytes: number): DicomFile {
  const known = opened.get(path);
  opened.delete(path);
  const entry = known ?? openOriginal(path);
  opened.set(path, entry);
  let total = 0;
  for (const { byteLength } of opened.values()) total += byteLength;
  for (const [oldest, { byteLength }] of opened) {
    if (total <= mostBytes || oldest === path) break;
    opened.delete(oldest);
    total -= byteLength;
  }
  return entry.file;
}

function openOriginal(path: string): { file: DicomFile; byteLength: number } {
  const bytes = readOriginal(path);
  return { file: openDicomFile(bytes), byteLength: bytes.length };
}

/** A kept frame ends with the CRC-32 of its voxels: what a power cut left half-written would be wrong numbers. */
const checkBytes = 4;

function readKept(path: string): Uint8Array | undefined {
  try {
    const kept = readFileSync(path);
    const bytes = kept.subarray(0, -checkBytes);
    return kept.length > checkBytes && kept.readUInt32LE(bytes.length) === crc32(bytes) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function keep(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${process.pid}.${threadId}`;
  const check = Buffer.alloc(checkBytes);
  check.writeUInt32LE(crc32(bytes));
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, Buffer.concat([bytes, check]), { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    // A cache that cannot be written (a full disk) costs time, not the picture.
    rmSync(temporary, { force: true });
  }
}
