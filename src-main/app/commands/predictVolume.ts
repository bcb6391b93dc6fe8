import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { numberColumn, readDataTable } from "../../services/exports/index.ts";
import { runBundle2, type BundleOutcome } from "../../services/models/index.ts";
import { readUserFile } from "../../services/system/index.ts";
import { readBundleImages, withBundle } from "./bundleFolder.ts";

export interface PredictVolumeRequest {
  /** The folder of a bundle that scores. */
  readonly bundlePath: string;
  /** Files by the names of the bundle's images. */
  readonly roles: ReadonlyMap<string, string>;
  /** A CSV file with the bundle's columns; a bundle that sees images takes one row of it. */
  readonly tablePath?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a network said of one case. */
export interface CasePrediction {
  /** From 1; of a bundle without a table 1. */
  readonly row: number;
  /** Of each class; absent where the answer is a value. */
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly predictedClass?: string;
  readonly value?: number;
  /** Each member's score, and its folds'. */
  readonly members: NonNullable<BundleOutcome["members"]>;
}

export interface VolumePrediction {
  readonly model: { readonly name: string; readonly version: string; readonly notice: string | null };
  readonly positiveClass?: string;
  readonly threshold?: number;
  /** What the value is. */
  readonly value?: { readonly name: string; readonly unit: string };
  readonly rows: readonly CasePrediction[];
  readonly notes: readonly string[];
}

/** Runs a bundle that scores on image files, a table, or both. Nothing is kept. Throws PlainError, naming file and field, where anything does not fit. */
export async function predictVolume({ bundlePath, roles, tablePath, onProgress }: PredictVolumeRequest): Promise<VolumePrediction> {
  return withBundle(bundlePath, async ({ bundle, folder, inference, workFolder }) => {
    if (bundle.kind === "segmentation") throw new PlainError(`${bundle.name} draws. Run it with fascicle segment.`);
    const columns = bundle.kind === "volume" ? undefined : bundle.table?.columns.map(({ name }) => name);
    if (columns && tablePath === undefined)
      throw new PlainError(`${bundle.name} needs a table with the columns ${columns.join(", ")}: give --table FILE.`);
    if (!columns && tablePath !== undefined) throw new PlainError(`${bundle.name} takes no table; leave --table out.`);
    const { images, notes } = await readBundleImages(bundle, { only: undefined, roles });
    const rows = tablePath === undefined ? [undefined] : await readRows(tablePath, columns!);
    if (bundle.kind !== "table" && rows.length > 1)
      throw new PlainError(`${basename(tablePath!)} has ${rows.length} rows; with the images of one patient it has one.`);
    const said = [...notes];
    const predictions: CasePrediction[] = [];
    for (const [index, row] of rows.entries()) {
      const place = join(workFolder, `row-${index}`);
      await mkdir(place, { mode: 0o700 });
      const outcome = await runBundle2(inference, { bundle, folder }, { images, row, workFolder: place }, { onProgress });
      said.push(...outcome.notes.map((note) => (rows.length > 1 ? `Row ${index + 1}: ${note}` : note)));
      predictions.push({ row: index + 1, ...scored(bundle.output, outcome.scores!), members: outcome.members! });
    }
    const { output } = bundle;
    return {
      model: { name: bundle.name, version: bundle.version, notice: bundle.notice ?? null },
      ...(output.kind === "value"
        ? { value: { name: output.name, unit: output.unit } }
        : { positiveClass: output.positiveClass, threshold: output.threshold }),
      rows: predictions,
      notes: said,
    };
  });
}

type ScoreOutput =
  | { readonly kind: "value" }
  | { readonly kind: "probability"; readonly classes: readonly string[]; readonly positiveClass: string; readonly threshold: number };

/** The positive class where its probability reaches the threshold, otherwise the most probable of the others. */
function scored(output: ScoreOutput, scores: readonly number[]): Pick<CasePrediction, "probabilities" | "predictedClass" | "value"> {
  if (output.kind === "value") return { value: scores[0]! };
  const { classes, positiveClass, threshold } = output;
  const probabilities = Object.fromEntries(classes.map((name, index) => [name, scores[index]!]));
  const others = classes.filter((name) => name !== positiveClass);
  const likeliest = others.reduce((best, name) => (probabilities[name]! > probabilities[best]! ? name : best));
  return { probabilities, predictedClass: probabilities[positiveClass]! >= threshold ? positiveClass : likeliest };
}

async function readRows(path: string, columns: readonly string[]): Promise<Array<Record<string, number>>> {
  const fileName = basename(path);
  const table = readDataTable(await readUserFile(path, "the table", 2 ** 29), fileName);
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
