import { basename } from "node:path";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { extractionTable, type CaseRows, type TableHead } from "../exports/index.ts";
import type { LabelNames } from "../imagefiles/index.ts";
import { createCaseReader, measureCase, type CaseFiles, type ReadCase } from "./extractCase.ts";
import { errorWords } from "../system/index.ts";

/** What is the same for every case of a batch; can be sent to a process. */
export interface RowSetup {
  readonly head: TableHead;
  /** Write the columns that such tables had before (ExtractionTable.earlier). */
  readonly isEarlier: boolean;
  readonly settings: ExtractionSettings;
  readonly names: LabelNames | undefined;
  /** How many images and masks are kept for the cases that follow. */
  readonly remembered: number;
}

/** One case of a batch. */
export interface CaseTask {
  readonly files: CaseFiles;
  readonly cells: readonly string[];
  /** See labelsAsked. */
  readonly asked: string;
}

/** What came of a case: its rows as text, in words why it failed as a whole, and why labels of it were refused. */
export interface ExtractedRows {
  readonly rows: string;
  readonly error: string | undefined;
  readonly refused: readonly string[];
  /** What to be careful of, a sentence each. */
  readonly notes: readonly string[];
}

export interface RowExtractor {
  /** Reads the files of a case. */
  prepare(task: CaseTask): Promise<ReadCase>;
  /** Measures it on so many threads, and writes its rows. What `prepare` threw is said in them. */
  extract(task: CaseTask, prepared: () => Promise<ReadCase>, threads: number): Promise<ExtractedRows>;
  /** The rows of a case that could not be measured at all. */
  failed(task: CaseTask, words: string): ExtractedRows;
}

/** Extracts the rows of one case after the other. */
export function createRowExtractor({ head, isEarlier, settings, names, remembered }: RowSetup): RowExtractor {
  const asked = extractionTable(head);
  const table = (isEarlier && asked.earlier) || asked;
  const read = createCaseReader(remembered);
  return {
    failed: ({ cells, asked: labelsAsked }, error) => ({
      rows: table.rows({ cells, labelsAsked, outcome: { error } }),
      error,
      notes: [],
      refused: [],
    }),
    prepare: ({ files }) => read(files),
    extract: async ({ files, cells, asked: labelsAsked }, prepared, threads) => {
      const outcome = await outcomeOf(async () =>
        measureCase(files, await prepared(), { ...settings, label_channel: files.labelChannel }, names, { threads }),
      );
      const isFailed = "error" in outcome;
      return {
        rows: table.rows({ cells, labelsAsked, outcome }),
        error: isFailed ? outcome.error : undefined,
        notes: isFailed ? [] : [...new Set(outcome.labels.flatMap((row) => ("error" in row.outcome ? [] : row.outcome.warnings)))],
        refused: isFailed
          ? []
          : outcome.labels.flatMap((row) => ("error" in row.outcome ? [`${basename(files.maskPath)}: ${row.outcome.error}`] : [])),
      };
    },
  };
}

async function outcomeOf(measure: () => Promise<CaseRows["outcome"]>): Promise<CaseRows["outcome"]> {
  try {
    return await measure();
  } catch (error) {
    return { error: errorWords(error) };
  }
}
