import { rmSync, statSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import type { Store } from "../store/index.ts";
import { createArchiveQueue } from "./archiveQueue.ts";
import type { Collector } from "./createCollector.ts";
import { createFileThreads } from "./createFileThreads.ts";
import type { StoredFile } from "./createImportWriter.ts";
import { directoryFollower } from "./followDirectory.ts";
import type { FileTask, ImportProgress, ImportRequest } from "./importMessages.ts";
import { companionsBeside, listFiles } from "./listFiles.ts";
import type { FileOutcome } from "./takeInFile.ts";
import { diskPath } from "../system/index.ts";

interface Source {
  readonly path: string;
  /** The path as the reader knows it. */
  readonly shownPath: string;
  /** An entry of a ZIP: a copy, removed when it is read. */
  readonly isUnpacked: boolean;
  /** It was not asked for: nothing is told where it is of no use. */
  readonly isQuiet: boolean;
}

/** Threads that read, hash, copy and sync: more than there are processors, for a sync waits for the disk. */
const mostThreads = 6;
const filesPerBatch = 8;
/** Cancelling waits for the batches in hand: large files make short ones. */
const bytesPerBatch = 2 ** 25;
/** Files whose rows are written together: syncing the folders they lie in costs about the same for few as for many. */
const filesPerWrite = 2048;
const headerCharactersPerWrite = 2 ** 25;
const writesAhead = 2;
/** Unpacked entries that may wait to be read. */
const unpackedAhead = 64;
const lookForCancelEveryMs = 50;

/**
 * Reads all files of an import; answers when each is in the database or rejected, or soon after the reader cancelled.
 * Throws where the store cannot be written.
 */
export async function readFiles({
  request,
  store,
  collector,
  isCancelled,
  report,
}: {
  request: ImportRequest;
  store: Store;
  collector: Collector;
  isCancelled: () => boolean;
  report: (progress: ImportProgress) => void;
}): Promise<void> {
  const sources: Source[] = [];
  const known = new Set<string>();
  // What is no character is shown as one that says so.
  const shown = (path: string) => (request.hiddenFolder === null ? path : relative(request.hiddenFolder, path)).toWellFormed();
  const addSource = (path: string, shownPath: string, isUnpacked: boolean, isQuiet = false) => {
    if (known.has(path)) return;
    known.add(path);
    sources.push({ path, shownPath, isUnpacked, isQuiet });
  };
  /** Where a file lies for the reader: on the disk from its root on, in an upload from what was dropped on. */
  const placeOf = ({ shownPath }: Source) => {
    const isAbsolute = request.hiddenFolder === null;
    const parts = (isAbsolute ? resolve(shownPath) : shownPath).split(/[/\\]/).filter((part) => part !== "");
    return { folders: parts.slice(0, -1), fileName: parts.at(-1) ?? "", isAbsolute };
  };
  report({ phase: "looking for files", done: 0, total: null });
  for (const { path, reason } of listFiles(request.paths, store.dataFolder, isCancelled)) {
    if (reason === undefined) addSource(path, shown(path), false);
    else collector.reject(shown(path), reason);
  }
  // What says something of an image that was named by itself lies beside it.
  for (const path of request.paths) for (const beside of companionsBeside(path)) addSource(beside, shown(beside), false, true);

  // Outcomes are settled in the order of the files, so that a folder gives the same result however the threads run.
  const outcomes = new Map<number, FileOutcome>();
  let ready: Array<readonly [path: string, file: StoredFile]> = [];
  let readyCharacters = 0;
  let writing = Promise.resolve();
  let writes = 0;
  let given = 0;
  let settled = 0;
  let done = 0;
  const abort = new AbortController();
  const finished = Promise.withResolvers<void>();

  const follow = directoryFollower((path) => addSource(path, shown(path), false), collector.reject);
  const archives = createArchiveQueue(request.incomingFolder, abort.signal, {
    onFile: (path, shownPath) => {
      addSource(path, shownPath, true);
      pump();
    },
    onRejected: collector.reject,
    hasRoom: () => sources.length - settled < unpackedAhead,
    onDone: () => pump(),
    onError: finished.reject,
  });

  const flush = () => {
    if (ready.length === 0) return;
    const files = ready;
    ready = [];
    readyCharacters = 0;
    writes += 1;
    writing = writeAfter(writing, files);
    writing.catch(finished.reject);
  };

  const writeAfter = async (earlier: Promise<void>, files: typeof ready): Promise<void> => {
    await earlier;
    await collector.write(files);
    writes -= 1;
    pump();
  };

  const settle = (source: Source, outcome: FileOutcome) => {
    if (source.isUnpacked) rmSync(source.path, { force: true });
    if (outcome.kind === "stored") {
      ready.push([source.shownPath, outcome]);
      readyCharacters += outcome.record.instance.header.length;
    } else if (outcome.kind === "image") {
      const { read, contentHash, byteLength, original } = outcome;
      const place = placeOf(source);
      const isStored = source.path.startsWith(store.instancesFolder + sep);
      collector.addImage({ ...place, read, contentHash, byteLength, original, isStored, shownPath: source.shownPath });
    } else if (outcome.kind === "companion") {
      collector.addCompanion(source.shownPath, placeOf(source), outcome.says, source.isQuiet);
    } else if (outcome.kind === "rejected") {
      if (!source.isQuiet) collector.reject(source.shownPath, outcome.reason);
    } else if (outcome.kind === "directory") follow({ ...source, references: outcome.references });
    else if (outcome.kind === "archive" && source.isUnpacked)
      collector.reject(source.shownPath, "a ZIP within a ZIP; unpack the outer one first");
    else if (outcome.kind === "archive") archives.add(source.path, source.shownPath);
    if (ready.length >= filesPerWrite || readyCharacters >= headerCharactersPerWrite) flush();
  };

  const nextBatch = (): FileTask[] => {
    const batch: FileTask[] = [];
    for (let bytes = 0; given < sources.length && batch.length < filesPerBatch && bytes < bytesPerBatch; given += 1) {
      const { path } = sources[given]!;
      bytes += statSync(diskPath(path), { throwIfNoEntry: false })?.size ?? 0;
      batch.push({ index: given, path, name: basename(sources[given]!.shownPath) });
    }
    return batch;
  };

  const giveAll = () => {
    while (given < sources.length && threads.hasRoom()) threads.give(nextBatch());
  };

  const advance = () => {
    if (isCancelled()) abort.abort();
    for (let outcome = outcomes.get(settled); outcome; outcome = outcomes.get(settled)) {
      outcomes.delete(settled);
      settle(sources[settled]!, outcome);
      settled += 1;
    }
    if (writes < writesAhead && !isCancelled()) giveAll();
    archives.wake();
    report({ phase: "reading files", done, total: sources.length + archives.announced() });
    if (threads.pending() === 0 && archives.isIdle() && (isCancelled() || given === sources.length)) finished.resolve();
  };

  const pump = () => {
    try {
      advance();
    } catch (error) {
      finished.reject(error);
    }
  };

  const threads = createFileThreads(
    mostThreads,
    {
      instancesFolder: store.instancesFolder,
      incomingFolder: request.incomingFolder,
      cancelFlag: request.cancelFlag,
      largeFileLock: new SharedArrayBuffer(4),
    },
    {
      onOutcome: (index, outcome) => {
        outcomes.set(index, outcome);
        done += 1;
      },
      onBatch: pump,
      onError: finished.reject,
    },
  );
  const timer = setInterval(() => isCancelled() && pump(), lookForCancelEveryMs);
  try {
    pump();
    await finished.promise;
    flush();
    await writing;
  } finally {
    clearInterval(timer);
    abort.abort();
    archives.wake();
    await threads.close();
  }
}
