import { readFile, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, resolve } from "node:path";
import type { Job } from "#shared/domain/job.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { caseKey, labelsAsked, openExtractionFile, readCases, type Case, type CaseRows, type ExtractionTable } from "../../services/exports/index.ts";
import { errorWords } from "../errorWords.ts";
import { createCaseReader, measureCase, type CaseFiles } from "./extractCase.ts";
import { planExtraction, type ExtractionPlan, type ExtractionRequest } from "./extractionPlan.ts";
import { runAhead } from "./runAhead.ts";

export interface ExtractBatchRequest extends ExtractionRequest {
  /** CSV with columns Image and Mask, paths in it from its folder on. */
  readonly casesPath: string;
  /** A file to append to and to go on with; where absent rows are printed, in the order of the cases. */
  readonly outPath?: string;
  /** Cases measured at once. */
  readonly jobs: number;
  readonly print: (text: string) => void;
  readonly onProgress?: (progress: Pick<Job, "phase" | "done" | "total" | "ratePerSecond" | "secondsLeft">) => void;
  /** Told of a case that failed, or of a label of it that was refused: the row of the file of cases and the words. */
  readonly onFailed?: (row: number, words: string) => void;
  /** Told of what to be careful of in the settings. */
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
  readonly finished: ReadonlySet<string>;
  append(key: string, rows: string): Promise<void>;
  /** After the last case. */
  end(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

interface PlannedCase { readonly listed: Case; readonly key: string; readonly files: CaseFiles; readonly asked: string }

/**
 * Extracts the features of every case of a file. A case that fails is a row with the reason in its column Error, and does not stop the others. Finished cases
 * are on the disk at once, in the order they are finished; at the end the file is put in the order of the cases. Run again, cases that are there
 * are left out; those that failed are tried again.
 * Throws PlainError where the file of cases or the settings cannot be used, or the result not be written; what was finished is then kept.
 */
export async function extractBatch(request: ExtractBatchRequest): Promise<BatchSummary> {
  const casesName = basename(request.casesPath);
  const bytes = await readFile(request.casesPath).catch((cause: NodeJS.ErrnoException) => {
    throw new PlainError(`${casesName}: the file of cases cannot be read${cause.code ? ` (${cause.code})` : ""}. Check the path and its permissions.`, { cause });
  });
  const { columns, cases } = readCases(bytes, casesName);
  if (request.label !== undefined && columns.includes("Label")) throw new PlainError(`${casesName} has a column Label, and --label says another. Leave one of them.`);
  const plan = await planExtraction(request, columns);
  for (const words of plan.warnings) request.onWarning?.(words);
  const planned = cases.map((listed) => plannedCase(listed, plan, dirname(request.casesPath)));
  const keys = planned.map(({ key }) => key);
  const sink = await openSink(request, plan.table, new Map(planned.map(({ key, asked }) => [key, asked])), keys);
  try {
    const open = planned.filter(({ key }) => !sink.finished.has(key));
    const failed = await extractOpen(open, request, plan, sink);
    await sink.end(keys);
    return { measured: open.length - failed, skipped: planned.length - open.length, failed };
  } finally {
    await sink.close();
  }
}

function plannedCase(listed: Case, plan: ExtractionPlan, folder: string): PlannedCase {
  const [label, labelChannel] = [listed.label ?? plan.label, listed.labelChannel ?? plan.labelChannel];
  return {
    listed, key: caseKey(listed.cells), asked: labelsAsked(label, labelChannel),
    files: { imagePath: resolve(folder, listed.image), maskPath: resolve(folder, listed.mask), label, labelChannel },
  };
}

/** Answers how many failed. */
async function extractOpen(cases: readonly PlannedCase[], request: ExtractBatchRequest, plan: ExtractionPlan, sink: Sink): Promise<number> {
  const { jobs, onProgress, onFailed } = request;
  // Results do not depend on the number of threads.
  const threads = jobs === 1 ? undefined : Math.max(1, Math.floor(availableParallelism() / jobs));
  const started = performance.now();
  let done = 0;
  let failed = 0;
  const tell = () => {
    const ratePerSecond = done === 0 ? null : done / ((performance.now() - started) / 1000);
    onProgress?.({ phase: "extracting cases", done, total: cases.length, ratePerSecond, secondsLeft: ratePerSecond === null ? null : (cases.length - done) / ratePerSecond });
  };
  tell();
  const read = createCaseReader(jobs + 1);
  await runAhead(cases, jobs, ({ files }) => read(files), async ({ listed, key, files, asked }, prepared) => {
    const outcome = await outcomeOf(async () => measureCase(files, await prepared(), { ...plan.settings, label_channel: files.labelChannel }, plan.names, { threads }));
    await sink.append(key, plan.table.rows({ cells: listed.cells, labelsAsked: asked, outcome }));
    done += 1;
    if ("error" in outcome) {
      failed += 1;
      onFailed?.(listed.row, outcome.error);
    } else {
      for (const row of outcome.labels) if ("error" in row.outcome) onFailed?.(listed.row, `${basename(files.maskPath)}: ${row.outcome.error}`);
    }
    tell();
  });
  return failed;
}

async function outcomeOf(measure: () => Promise<CaseRows["outcome"]>): Promise<CaseRows["outcome"]> {
  try {
    return await measure();
  } catch (error) {
    return { error: errorWords(error) };
  }
}

async function openSink({ outPath, print }: ExtractBatchRequest, table: ExtractionTable, asked: ReadonlyMap<string, string>, keys: readonly string[]): Promise<Sink> {
  if (outPath === undefined) return printedSink(print, table, keys);
  const there = await stat(outPath).catch(() => undefined);
  if (there && !there.isFile()) throw new PlainError(`${basename(outPath)} is no file. Give a file, or leave --out to print the rows.`);
  const file = await openExtractionFile(outPath, table, asked);
  let last: Promise<void> = Promise.resolve();
  return {
    finished: file.finished,
    // One after the other: a row is never begun within another.
    append: (key, rows) => (last = last.then(() => file.append(key, rows))),
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
    finished: new Set(),
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
