import type { FeaturePart } from "#shared/domain/project/featurePart.ts";
import type { ReaderComparison } from "#shared/statistics/agreement/readerComparisons.ts";
import { safeCell, writeCsv } from "../../exports/index.ts";

export type Cell = string | number | boolean | null | undefined;

/** A column of a table: its heading, and what a row has in it; null or undefined for an empty cell. */
export type Column<Row> = readonly [heading: string, cellOf: (row: Row) => Cell];

/** A table as CSV in UTF-8 with a header. */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return writeCsv([
    columns.map(([heading]) => heading),
    ...rows.map((row) =>
      columns.map(([, cellOf]) => {
        const cell = cellOf(row);
        return cell === null || cell === undefined ? "" : safeCell(String(cell));
      }),
    ),
  ]);
}

/** Who is compared: "inter", "1 2", "1". */
export const comparisonColumns: readonly Column<Omit<ReaderComparison, "slots">>[] = [
  ["Comparison", ({ kind }) => kind],
  ["Readers", ({ readers }) => readers.join(" ")],
  ["Passes", ({ passes }) => passes.join(" ")],
];

/** What of a drawing features are of; empty for all of it. */
export const partColumns: readonly Column<FeaturePart>[] = [
  ["Level", ({ level }) => level],
  ["Segment", ({ segment }) => segment],
  ["Side", ({ side }) => side],
];

/** The columns of a part of a row. */
export function within<Row, Part>(columns: readonly Column<Part>[], partOf: (row: Row) => Part): readonly Column<Row>[] {
  return columns.map(([heading, cellOf]): Column<Row> => [heading, (row) => cellOf(partOf(row))]);
}
