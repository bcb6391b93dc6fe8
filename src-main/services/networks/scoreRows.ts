import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { CaseScores, ScoredCases } from "#shared/api/network.ts";
import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { numberColumn, type DataTable } from "../exports/index.ts";
import { classify, runBundle2, type Inference, type OpenedBundle2, type RunOptions } from "../models/index.ts";

/** A number for each column of a bundle's table. */
export type TableRow = Readonly<Record<string, number>>;

/** Rows that a bundle is run on: each alone, or one with images. */
export interface ToScore {
  readonly opened: OpenedBundle2;
  readonly images: ReadonlyMap<string, Image>;
  /** One without columns where the bundle takes no table. */
  readonly rows: readonly TableRow[];
  /** An empty folder, for voxels. */
  readonly workFolder: string;
}

type ScoreOutput = Exclude<Bundle2, { kind: "segmentation" }>["output"];

/** The columns of a bundle's table; undefined where it takes none. */
export function tableColumnsOf(bundle: Bundle2): string[] | undefined {
  return bundle.kind === "table" || bundle.kind === "ensemble" ? bundle.table?.columns.map(({ name }) => name) : undefined;
}

/** The rows of a user's table, by the bundle's columns. Throws PlainError, naming file, row and column, where one is missing, empty or no number. */
export function rowsOf(table: DataTable, columns: readonly string[]): TableRow[] {
  const { fileName } = table;
  const missing = columns.filter((column) => !table.columns.includes(column));
  if (missing.length > 0) throw new PlainError(`${fileName} lacks the columns ${missing.join(", ")}, which the bundle needs.`);
  const values = columns.map((column) => numberColumn(table, column));
  const noNumber = (row: number, column: string) => {
    const cell = table.cells(column)[row]!;
    const what = cell === "" ? "is empty" : `is "${cell.slice(0, 40)}", which is no number that a network can take`;
    return new PlainError(`Row ${row + 1} of ${fileName}: ${column} ${what}. Every row needs one.`);
  };
  return values[0]!.map((_, row) =>
    Object.fromEntries(
      columns.map((column, index) => {
        const value = values[index]![row] ?? null;
        if (value === null) throw noNumber(row, column);
        return [column, value];
      }),
    ),
  );
}

/** Runs a bundle that scores on each row. Throws PlainError as runBundle2 does, and where the bundle draws. Says after each row how many are done. */
export async function scoreRows(
  inference: Inference,
  { opened, images, rows, workFolder }: ToScore,
  { onRow, ...options }: RunOptions & { readonly onRow?: (done: number) => void },
): Promise<ScoredCases> {
  const { bundle } = opened;
  if (bundle.kind === "segmentation") throw new PlainError(`${bundle.name} draws; it does not score.`);
  const { output } = bundle;
  const notes: string[] = [];
  const scored: CaseScores[] = [];
  for (const [index, row] of rows.entries()) {
    const place = join(workFolder, `row-${index}`);
    await mkdir(place, { mode: 0o700 });
    const outcome = await runBundle2(inference, opened, { images, row, workFolder: place }, options);
    notes.push(...outcome.notes.map((note) => (rows.length > 1 ? `Row ${index + 1}: ${note}` : note)));
    const members = outcome.members!.map(({ folds, ...member }) => ({ ...member, folds: [...folds] }));
    onRow?.(index + 1);
    scored.push({ row: index + 1, ...answerOf(output, outcome.scores!), members, notes: [...outcome.notes] });
  }
  return {
    model: { name: bundle.name, version: bundle.version, notice: bundle.notice ?? null },
    ...(output.kind === "value"
      ? { value: { name: output.name, unit: output.unit } }
      : { positiveClass: output.positiveClass, threshold: output.threshold }),
    rows: scored,
    notes,
  };
}

function answerOf(output: ScoreOutput, scores: readonly number[]): Pick<CaseScores, "probabilities" | "predictedClass" | "value"> {
  if (output.kind === "value") return { value: scores[0]! };
  const { probabilities, predictedClass } = classify(output, scores);
  return { probabilities, predictedClass };
}
