import { mkdir, open, readFile, realpath, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { replaceWhole, systemErrorWords } from "../system/index.ts";
import { readBlocks, type Block } from "./extractionBlocks.ts";
import type { ExtractionTable } from "./extractionTable.ts";

/** A file of extractions that grows case by case. */
export interface ExtractionFile {
  /** Keys of the cases that it held, measured, when it was opened. */
  readonly finished: ReadonlySet<string>;
  /** Puts a case's rows at the end; they are on the disk when it returns. */
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
export async function openExtractionFile(path: string, table: ExtractionTable, labelsAsked: ReadonlyMap<string, string>): Promise<ExtractionFile> {
  const name = basename(path);
  try {
    const there = await stat(path).catch(() => undefined);
    const isNew = !there || there.size === 0;
    if (isNew) await mkdir(dirname(path), { recursive: true });
    const target = isNew ? path : await realpath(path);
    const blocks = isNew ? [] : await begin(target, name, table, labelsAsked);
    return await opened(target, name, table, blocks);
  } catch (cause) {
    throw unwritable(name, cause);
  }
}

/** The cases to keep; the file holds nothing else when it returns. */
async function begin(path: string, name: string, table: ExtractionTable, labelsAsked: ReadonlyMap<string, string>): Promise<Block[]> {
  const size = (await stat(path)).size;
  const { blocks, end, isWhole } = await readBlocks(path, name, table, labelsAsked);
  if (end === 0) {
    // Not one whole line: the beginning of the header, or of the first object, or something else.
    const start = await readFile(path, "utf8");
    const begins = table.format === "json" ? `{${JSON.stringify(table.columns[0])}:` : table.header;
    const isOurs = begins.startsWith(start) || (table.format === "json" && start.startsWith(begins));
    if (!isOurs) throw new PlainError(`${name} is no file that fascicle extract wrote. Nothing was changed; give another --out.`);
  }
  if (!isWhole) return rewrite(path, table, blocks);
  if (end < size) await withFile(path, "r+", (file) => file.truncate(end).then(() => file.sync()));
  return blocks;
}

async function opened(path: string, name: string, table: ExtractionTable, begun: Block[]): Promise<ExtractionFile> {
  let blocks = begun;
  let file = await open(path, "a");
  let end = (await file.stat()).size;
  const write = async (text: string) => {
    if ((await file.stat()).size !== end) throw new PlainError(`${name} was written to by another program meanwhile. Let one extraction at a time write to it, and run this one again.`);
    try {
      await file.writeFile(text);
      await file.sync();
    } catch (cause) {
      await file.truncate(end).catch(() => undefined);
      throw unwritable(name, cause);
    }
    end = (await file.stat()).size;
  };
  if (end === 0 && table.header !== "") await write(table.header);
  return {
    finished: new Set(blocks.map(({ key }) => key)),
    append: async (key, rows) => {
      const from = end;
      await write(rows);
      blocks.push({ key, from, to: end });
    },
    arrange: async (keys) => {
      const place = new Map(keys.map((key, index) => [key, index]));
      const placeOf = ({ key }: Block) => place.get(key) ?? keys.length;
      const ordered = blocks.toSorted((a, b) => placeOf(a) - placeOf(b) || a.from - b.from);
      if (ordered.every((block, index) => block === blocks[index])) return;
      try {
        await file.close();
        blocks = await rewrite(path, table, ordered);
        file = await open(path, "a");
      } catch (cause) {
        throw unwritable(name, cause);
      }
    },
    close: () => file.close(),
  };
}

/** Replaces the file by the header and some of its blocks; answers where these are then. */
async function rewrite(path: string, table: ExtractionTable, blocks: readonly Block[]): Promise<Block[]> {
  const moved: Block[] = [];
  await withFile(path, "r", (source) => replaceWhole(path, async (target) => {
    await target.writeFile(table.header);
    let at = Buffer.byteLength(table.header);
    for (const { key, from, to } of blocks) {
      const bytes = Buffer.alloc(to - from);
      await source.read(bytes, 0, bytes.length, from);
      await target.writeFile(bytes);
      moved.push({ key, from: at, to: at + bytes.length });
      at += bytes.length;
    }
  }));
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

function unwritable(name: string, cause: unknown): PlainError {
  if (cause instanceof PlainError) return cause;
  return new PlainError(`${name} could not be written. ${systemErrorWords(cause) ?? "Check its folder, its permissions and the free space."}`, { cause });
}
