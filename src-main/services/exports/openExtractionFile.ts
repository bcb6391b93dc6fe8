import { fstatSync, writeSync } from "node:fs";
import { open, readFile, realpath, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { readBlocks, type Block } from "./extractionBlocks.ts";
import type { ExtractionTable } from "./extractionTable.ts";
import { makeFolder, refuseLinkToNothing, replaceWhole, unwritable } from "../system/index.ts";

/** Cases that wait for the disk: so many are lost where the power fails, none where the program is killed. */
const mostUnsynced = 32;

/** A file of extractions that grows case by case. */
export interface ExtractionFile {
  /** What its rows are written with: the table asked for, or that of the columns it was begun with. */
  readonly table: ExtractionTable;
  /** Keys of the cases that it held, measured, when it was opened. */
  readonly finished: ReadonlySet<string>;
  /** Versions of the engine, other than this one, that measured cases of it. */
  readonly otherEngines: ReadonlySet<string>;
  /**
   * Puts a case's rows at the end, whole, before it returns: a kill loses none of them. They are synced at once, together with those that come while
   * the disk is busy; it waits where many are not yet synced.
   */
  append(key: string, rows: string): Promise<void>;
  /** Puts the cases into an order, those that it does not name behind them. */
  arrange(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file of extractions to go on with it, or begins it. What a kill left half-written at its end is cut off; cases that failed are taken
 * out, to be tried again. The file is at every moment whole but for its end: it is appended to, or replaced by another whole file.
 * `labelsAsked` tells for each key what is asked of its mask now.
 * Throws PlainError, and leaves the file as it is, where it holds something else: other columns, other settings, another engine, other labels.
 */
export async function openExtractionFile(
  path: string,
  asked: ExtractionTable,
  labelsAsked: ReadonlyMap<string, string>,
): Promise<ExtractionFile> {
  const name = basename(path);
  try {
    const there = await stat(path).catch(() => undefined);
    await refuseLinkToNothing(path);
    const isNew = !there || there.size === 0;
    if (isNew) makeFolder(dirname(path), 0o777);
    const target = isNew ? path : await realpath(path);
    const table = !isNew && asked.earlier && (await beginsWith(target, asked.earlier.header)) ? asked.earlier : asked;
    const blocks = isNew ? [] : await begin(target, name, table, labelsAsked);
    return await opened(target, name, table, blocks);
  } catch (cause) {
    throw notWritten(name, cause);
  }
}

/** The cases to keep; the file holds nothing else when it returns. */
async function begin(path: string, name: string, table: ExtractionTable, labelsAsked: ReadonlyMap<string, string>): Promise<Block[]> {
  const size = (await stat(path)).size;
  const { blocks, end, isWhole } = await readBlocks(path, name, table, labelsAsked);
  if (end === 0) {
    // Not one whole line: the beginning of the header, or of the first object, or something else.
    const start = await readFile(path);
    const begins = Buffer.from(table.format === "json" ? `{${JSON.stringify(table.columns[0])}:` : table.header);
    const isOurs =
      begins.subarray(0, start.length).equals(start) || (table.format === "json" && start.subarray(0, begins.length).equals(begins));
    if (!isOurs) throw new PlainError(`${name} is no file that fascicle extract wrote. Nothing was changed; give another --out.`);
  }
  if (!isWhole) return rewrite(path, table, blocks);
  if (end < size) await withFile(path, "r+", (file) => file.truncate(end).then(() => file.sync()));
  return blocks;
}

/** Whether a file's first line is this header, with whatever line end. */
async function beginsWith(path: string, header: string): Promise<boolean> {
  const wanted = Buffer.from(header.trimEnd());
  const start = Buffer.alloc(wanted.length + 1);
  await withFile(path, "r", (file) => file.read(start, 0, start.length, 0));
  return start.subarray(0, wanted.length).equals(wanted) && (start.at(-1) === 0x0a || start.at(-1) === 0x0d);
}

async function opened(path: string, name: string, table: ExtractionTable, begun: Block[]): Promise<ExtractionFile> {
  let blocks = begun;
  let file = await open(path, "a");
  let end = (await file.stat()).size;
  // What is safe on the disk, and the sync that runs.
  let synced = end;
  let syncing: Promise<void> | undefined;
  let waiting = 0;
  const sync = async (): Promise<void> => {
    while (synced < end) {
      const target = end;
      waiting = 0;
      try {
        await file.sync();
      } catch (cause) {
        await file.truncate(synced).catch(() => undefined);
        throw notWritten(name, cause);
      }
      synced = target;
    }
    syncing = undefined;
  };
  const write = async (text: string) => {
    if (fstatSync(file.fd).size !== end)
      throw new PlainError(
        `${name} was written to by another program meanwhile. Let one extraction at a time write to it, and run this one again.`,
      );
    const bytes = Buffer.from(text);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file.fd, bytes, at);
    } catch (cause) {
      await file.truncate(end).catch(() => undefined);
      throw notWritten(name, cause);
    }
    end += bytes.length;
    waiting += 1;
    syncing ??= sync();
    // What is wrong is thrown to the next who writes, arranges or closes.
    syncing.catch(() => undefined);
    if (waiting > mostUnsynced) await syncing;
  };
  if (end === 0 && table.header !== "") await write(table.header);
  return {
    table,
    finished: new Set(blocks.map(({ key }) => key)),
    otherEngines: new Set(blocks.map(({ engineVersion }) => engineVersion).filter((version) => version !== table.engineVersions[0])),
    append: async (key, rows) => {
      const from = end;
      await write(rows);
      blocks.push({ key, from, to: end, engineVersion: table.engineVersions[0]! });
    },
    arrange: async (keys) => {
      const place = new Map(keys.map((key, index) => [key, index]));
      const placeOf = ({ key }: Block) => place.get(key) ?? keys.length;
      const ordered = blocks.toSorted((a, b) => placeOf(a) - placeOf(b) || a.from - b.from);
      if (ordered.every((block, index) => block === blocks[index])) return syncing;
      await syncing;
      try {
        await file.close();
        blocks = await rewrite(path, table, ordered);
        file = await open(path, "a");
      } catch (cause) {
        throw notWritten(name, cause);
      }
    },
    close: async () => {
      try {
        await syncing;
      } finally {
        await file.close();
      }
    },
  };
}

/** Replaces the file by the header and some of its blocks; answers where these are then. */
async function rewrite(path: string, table: ExtractionTable, blocks: readonly Block[]): Promise<Block[]> {
  const moved: Block[] = [];
  await withFile(path, "r", (source) =>
    replaceWhole(path, async (target) => {
      await target.writeFile(table.header);
      let at = Buffer.byteLength(table.header);
      for (const { key, from, to, engineVersion } of blocks) {
        const bytes = Buffer.alloc(to - from);
        await source.read(bytes, 0, bytes.length, from);
        await target.writeFile(bytes);
        moved.push({ key, from: at, to: at + bytes.length, engineVersion });
        at += bytes.length;
      }
    }),
  );
  return moved;
}

async function withFile<Result>(path: string, flags: string, use: (file: FileHandle) => Promise<Result>): Promise<Result> {
  const file = await open(path, flags);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

function notWritten(name: string, cause: unknown): PlainError {
  return cause instanceof PlainError ? cause : unwritable(name, cause);
}
