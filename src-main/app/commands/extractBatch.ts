import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, resolve } from "node:path";
import type { Job } from "#shared/domain/job.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import {
  caseKey,
  extractionTable,
  labelsAsked,
  openExtractionFile,
  readCases,
  type Case,
  type ExtractionTable,
} from "../../services/exports/index.ts";
import { createEnginePool } from "../../services/engine/index.ts";
import { casesAhead, extractInPool, type CaseTask, type ExtractedRows, type RowSetup } from "../../services/extraction/index.ts";
import { workerPath } from "../../services/jobs/index.ts";
import { forkProcess } from "../forkProcess.ts";
import { planExtraction, type ExtractionPlan, type ExtractionRequest } from "./extractionPlan.ts";
import { readUserFile } from "../../services/system/index.ts";

export interface ExtractBatchRequest extends ExtractionRequest {
  /** CSV with columns Image and Mask, paths in it from its folder on. */
  readonly casesPath: string;
  /** A file to append to and to go on with; where absent rows are printed, in the order of the cases. */
  readonly outPath?: string;
  /** Cases measured at once, each in a process of its own. */
  readonly jobs: number;
  readonly print: (text: string) => void;
  readonly onProgress?: (progress: Pick<Job, "phase" | "done" | "total" | "ratePerSecond" | "secondsLeft">) => void;
  /** Told of a case that failed, or of a label of it that was refused: the row of the file of cases and the words. */
  readonly onFailed?: (row: number, words: string) => void;
  /** Told of what to be careful of in the settings, and in a case that was measured. */
  readonly onWarning?: (words: string) => void;
}

export interface BatchSummary {
  readonly measured: number;
  /** There before. */
  readonly skipped: number;
  readonly failed: number;
}

/** Where rows go as cases are finished. */
interface Sink {
  /** The file has the columns that such tables had before. */
  readonly isEarlier: boolean;
  readonly finished: ReadonlySet<string>;
  readonly otherEngines: ReadonlySet<string>;
  append(key: string, rows: string): Promise<void>;
  /** After the last case. */
  end(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

interface PlannedCase extends CaseTask {
  readonly row: number;
  readonly key: string;
}

/**
 * Extracts the features of every case of a file. A case that fails is a row with the reason in its column Error, and does not stop the others. Finished cases
 * are on the disk at once, in the order they are finished; at the end the file is put in the order of the cases. Run again, cases that are there
 * are left out; those that failed are tried again.
 * Throws PlainError where the file of cases or the settings cannot be used, or the result not be written; what was finished is then kept.
 */
export async function extractBatch(request: ExtractBatchRequest): Promise<BatchSummary> {
  const casesName = basename(request.casesPath);
  const bytes = await readUserFile(request.casesPath, "the file of cases", 2 ** 26);
  const { columns, cases } = readCases(bytes, casesName);
  if (request.label !== undefined && columns.includes("Label"))
    throw new PlainError(`${casesName} has a column Label, and --label says another. Leave one of them.`);
  const plan = await planExtraction(request, columns);
  for (const words of plan.warnings) request.onWarning?.(words);
  const planned = cases.map((listed) => plannedCase(listed, columns, plan, dirname(request.casesPath)));
  refuseTwice(planned, casesName);
  const keys = planned.map(({ key }) => key);
  const sink = await openSink(request, extractionTable(plan.head), new Map(planned.map(({ key, asked }) => [key, asked])), keys);
  for (const version of sink.otherEngines) {
    const [now] = plan.head.engineVersions;
    request.onWarning?.(
      `Cases that are there were measured by version ${version} of the engine, the others are by ${now}. Under these settings their ` +
        `values are the same; each row names its version.`,
    );
  }
  try {
    const open = planned.filter(({ key }) => !sink.finished.has(key));
    const failed = await extractOpen(open, request, plan, sink);
    await sink.end(keys);
    return { measured: open.length - failed, skipped: planned.length - open.length, failed };
  } finally {
    await sink.close();
  }
}

function plannedCase(listed: Case, columns: readonly string[], plan: ExtractionPlan, folder: string): PlannedCase {
  const [label, labelChannel] = [listed.label ?? plan.label, listed.labelChannel ?? plan.labelChannel];
  // The row says which label an empty cell meant.
  const cells = listed.cells.map((cell, at) => (columns[at] === "Label" && cell === "" ? String(label) : cell));
  return {
    row: listed.row,
    cells,
    key: caseKey(cells),
    asked: labelsAsked(label, labelChannel),
    files: { imagePath: resolve(folder, listed.image), maskPath: resolve(folder, listed.mask), label, labelChannel },
  };
}

/** Throws PlainError where an empty label means what another row names. */
function refuseTwice(planned: readonly PlannedCase[], casesName: string): void {
  const first = new Map<string, number>();
  for (const { row, key, files } of planned) {
    const other = first.get(key);
    if (other !== undefined)
      throw new PlainError(
        `${casesName}: rows ${other} and ${row} are the same: an empty Label means ${files.label}. Leave one of them. Nothing was computed.`,
      );
    first.set(key, row);
  }
}

/** Answers how many failed. The processes share the cores: each computes on cores / jobs threads, at least on one. */
async function extractOpen(cases: readonly PlannedCase[], request: ExtractBatchRequest, plan: ExtractionPlan, sink: Sink): Promise<number> {
  const { jobs, onProgress, onFailed, onWarning } = request;
  const setup: RowSetup = {
    head: plan.head,
    isEarlier: sink.isEarlier,
    settings: plan.settings,
    names: plan.names,
    remembered: 2,
  };
  const started = performance.now();
  let done = 0;
  let failed = 0;
  const tell = () => {
    const ratePerSecond = done === 0 ? null : done / ((performance.now() - started) / 1000);
    onProgress?.({
      phase: "extracting cases",
      done,
      total: cases.length,
      ratePerSecond,
      secondsLeft: ratePerSecond === null ? null : (cases.length - done) / ratePerSecond,
    });
  };
  const keep = async ({ row, key }: PlannedCase, { rows, error, refused, notes }: ExtractedRows) => {
    await sink.append(key, rows);
    done += 1;
    if (error !== undefined) failed += 1;
    for (const words of error === undefined ? refused : [error]) onFailed?.(row, words);
    for (const words of notes) onWarning?.(`Row ${row}: ${words}`);
    tell();
  };
  tell();
  const processes = Math.min(jobs, Math.max(1, cases.length));
  const pool = createEnginePool({
    forkProcess,
    modulePath: workerPath("cases"),
    setup,
    processes,
    ahead: casesAhead,
    threads: Math.max(1, Math.floor(availableParallelism() / jobs)),
  });
  try {
    await extractInPool(cases, { pool, setup, inWork: processes * casesAhead }, keep);
  } finally {
    pool.close();
  }
  return failed;
}

async function openSink(
  { outPath, print }: ExtractBatchRequest,
  table: ExtractionTable,
  asked: ReadonlyMap<string, string>,
  keys: readonly string[],
): Promise<Sink> {
  if (outPath === undefined) return printedSink(print, table, keys);
  const there = await stat(outPath).catch(() => undefined);
  if (there && !there.isFile()) throw new PlainError(`${basename(outPath)} is no file. Give a file, or leave --out to print the rows.`);
  const file = await openExtractionFile(outPath, table, asked);
  return {
    isEarlier: file.table === table.earlier,
    finished: file.finished,
    otherEngines: file.otherEngines,
    append: (key, rows) => file.append(key, rows),
    end: (all) => file.arrange(all),
    close: () => file.close(),
  };
}

/** Rows in the order of the cases: each waits for those before it. */
function printedSink(print: (text: string) => void, table: ExtractionTable, keys: readonly string[]): Sink {
  const waiting = new Map<string, string>();
  let next = 0;
  print(table.header);
  return {
    isEarlier: false,
    finished: new Set(),
    otherEngines: new Set(),
    append: async (key, rows) => {
      waiting.set(key, rows);
      for (let text = waiting.get(keys[next]!); text !== undefined; text = waiting.get(keys[next]!)) {
        print(text);
        waiting.delete(keys[next]!);
        next += 1;
      }
    },
    end: async () => undefined,
    close: async () => undefined,
  };
}
