import type { ImportResult } from "#shared/api/import.ts";
import type { Author } from "../store/index.ts";
import type { FileOutcome } from "./takeInFile.ts";

/** What an import is told. */
export interface ImportRequest {
  readonly dataFolder: string;
  /** Whose import it is. */
  readonly by: Author;
  /** Folder of makeIncomingFolder, for this import alone. */
  readonly incomingFolder: string;
  readonly paths: readonly string[];
  /** Originals in the store that no row names are taken in as well: an earlier import ended before it could write their rows. */
  readonly takeInStored: boolean;
  /** An import was killed: the note of an image file may lie there whose original it had not placed. */
  readonly isAfterKill: boolean;
  /** Left out of the paths that are shown (the temporary folder of an upload). */
  readonly hiddenFolder: string | null;
  /** 0 until cancelled. */
  readonly cancelFlag: SharedArrayBuffer;
}

export interface ImportProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
}

/** What the thread of an import says. */
export type ImportMessage =
  | { readonly kind: "progress"; readonly progress: ImportProgress }
  | { readonly kind: "result"; readonly result: ImportResult }
  /** `message` where the error was a PlainError; `code` where the system had one. */
  | { readonly kind: "error"; readonly message: string | null; readonly code: string | null };

/** What a thread that reads files is given at its start. */
export interface FileThreadData {
  readonly instancesFolder: string;
  readonly incomingFolder: string;
  readonly threadName: string;
  readonly cancelFlag: SharedArrayBuffer;
  /** One 32-bit number: 1 while a thread has a large file in memory. */
  readonly largeFileLock: SharedArrayBuffer;
}

export interface FileTask {
  readonly index: number;
  readonly path: string;
  /** The file's name as the reader knows it. */
  readonly name: string;
}

/** The outcomes of a batch, in its order; or what kept the thread from writing to the store. */
export type FileThreadMessage =
  | { readonly kind: "outcomes"; readonly outcomes: ReadonlyArray<readonly [index: number, outcome: FileOutcome]> }
  | { readonly kind: "error"; readonly code: string | null };
