import type { CaseScores, NetworkTableResult, ScoredCases } from "#shared/api/network.ts";
import { seesImages } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { readDataTable, safeCell, writeCsv } from "../exports/index.ts";
import type { Inference, OpenedBundle2, RunOptions } from "../models/index.ts";
import { withWorkFolder } from "./checkOnMachine.ts";
import { rowsOf, scoreRows, tableColumnsOf, type TableRow } from "./scoreRows.ts";

/**
 * The rows of a CSV text that a bundle without images is run on. Throws PlainError, naming file, row and column, where they do not fit, and where the bundle
 * sees images.
 */
export function readTableRows(
  { bundle }: OpenedBundle2,
  { fileName, text }: { readonly fileName: string; readonly text: string },
): TableRow[] {
  const columns = tableColumnsOf(bundle);
  if (!columns || seesImages(bundle)) throw new PlainError(`${bundle.name} sees images: run it on a study, in its tab Networks.`);
  return rowsOf(readDataTable(new TextEncoder().encode(text), fileName), columns);
}

/** Runs an installed bundle without images on rows. Nothing is kept of them. Throws PlainError as runBundle2 does. */
export async function runOnTable(
  inference: Inference,
  { opened, bundleHash, rows }: { readonly opened: OpenedBundle2; readonly bundleHash: string; readonly rows: readonly TableRow[] },
  options: Pick<RunOptions, "signal"> & { readonly onRow: (done: number) => void },
): Promise<NetworkTableResult> {
  return withWorkFolder(async (workFolder) => {
    const scored = await scoreRows(inference, { opened, images: new Map(), rows, workFolder }, options);
    return { scored, csv: csvOf(scored, bundleHash) };
  });
}

/**
 * A row for each of the table, in its order: the answer, each member's score where there are several, what lies outside of the training data, of which
 * network it is, and from which probability a case counts as positive.
 */
function csvOf({ model, positiveClass, threshold, value, rows }: ScoredCases, bundleHash: string): string {
  const classes = Object.keys(rows[0]?.probabilities ?? {});
  const answer = value
    ? [value.unit === "" ? value.name : `${value.name} (${value.unit})`]
    : [...classes.map((name) => `Probability of ${name}`), "Class"];
  const limit = value ? [] : [`Threshold of ${positiveClass}`];
  const scores = (row: CaseScores | undefined) => (row && row.members.length > 1 ? row.members : []);
  const cells = rows.map((row) => [
    String(row.row),
    ...(value ? [String(row.value)] : [...classes.map((name) => String(row.probabilities![name])), row.predictedClass!, String(threshold)]),
    ...scores(row).map(({ score }) => String(score)),
    row.notes.join(" "),
    `${model.name} ${model.version}`,
    bundleHash,
  ]);
  return writeCsv(
    [
      ["Row", ...answer, ...limit, ...scores(rows[0]).map(({ name }) => `Score of ${name}`), "To be careful of", "Model", "Bundle"],
      ...cells,
    ].map((row) => row.map(safeCell)),
  );
}
