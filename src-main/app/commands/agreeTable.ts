import { basename } from "node:path";
import { decimalNumber } from "#shared/domain/decimalNumber.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { agreementReport, type AgreementReport } from "#shared/statistics/agreement/agreementReport.ts";
import { readerComparisons, slotOf, type ReaderComparison } from "#shared/statistics/agreement/readerComparisons.ts";
import {
  gradeColumn,
  hasNumbers,
  numberColumn,
  readDataTable,
  requireColumn,
  requireValueColumn,
  textColumn,
  type DataTable,
} from "../../services/exports/index.ts";
import { readUserFile } from "../../services/system/index.ts";

export interface AgreeRequest {
  readonly tablePath: string;
  readonly subject: string;
  readonly reader: string;
  readonly pass?: string | undefined;
  /** Columns to compare; "all" takes every other column that holds a number, but for those of an extraction's diagnostics. */
  readonly values: readonly string[] | "all";
  /** Grades from the lowest to the highest. */
  readonly scale?: readonly string[] | undefined;
}

/** The agreement of what is compared. */
export type Comparison = Omit<ReaderComparison, "slots"> & AgreementReport;

export interface AgreeResult {
  readonly values: Readonly<Record<string, { readonly comparisons: readonly Comparison[] }>>;
  /** Columns that "all" left out. */
  readonly leftOut: readonly string[];
}

const mostBytes = 2 ** 29;

/**
 * The agreement of readers and of passes in a table with a row a subject, reader and pass. Readers stand in the order in which they first
 * appear, passes too unless
 * all are numbers. Throws PlainError, naming file, row and column, where the table cannot be used, a row stands twice, or nothing can be compared.
 */
export async function agreeTable(request: AgreeRequest): Promise<AgreeResult> {
  const fileName = basename(request.tablePath);
  const table = readDataTable(await readUserFile(request.tablePath, "the table", mostBytes), fileName);
  const { scale } = request;
  requireColumn(table, request.subject, "--subject");
  requireColumn(table, request.reader, "--reader");
  if (request.pass !== undefined) requireColumn(table, request.pass, "--pass");
  const layout = layoutOf(table, request);
  const { columns, leftOut } = valueColumns(table, request);
  const comparisons = comparisonsOf(layout, fileName, request);
  const values = columns.map((column) => {
    const grades = scale ? gradeColumn(table, column, scale) : null;
    const numeric = grades && scale ? gradeNumbers(grades, scale) : numberColumn(table, column);
    return [
      column,
      {
        comparisons: comparisons.map(({ slots, ...named }) => ({
          ...named,
          ...agreementReport(
            spread(numeric, layout, slots),
            grades && scale ? { matrix: spread(grades, layout, slots), count: scale.length } : null,
          ),
        })),
      },
    ] as const;
  });
  return { values: Object.fromEntries(values), leftOut };
}

/** Where each subject's rows are: rowOf.get(subject)?.get(slot). A slot is a reader and a pass. */
interface Layout {
  readonly readers: readonly string[];
  readonly passes: readonly string[];
  readonly rowOf: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

function layoutOf(table: DataTable, { subject, reader, pass }: AgreeRequest): Layout {
  const subjects = textColumn(table, subject);
  const readers = textColumn(table, reader);
  const passes = pass === undefined ? subjects.map(() => "") : textColumn(table, pass);
  const rowOf = new Map<string, Map<string, number>>();
  subjects.forEach((name, row) => {
    const slots = rowOf.get(name) ?? new Map<string, number>();
    rowOf.set(name, slots);
    const slot = slotOf(readers[row]!, passes[row]!);
    const earlier = slots.get(slot);
    if (earlier !== undefined) {
      const advice =
        pass === undefined ? " If a reader read it twice, name the column that tells the passes apart: --pass COL." : " Leave one of them.";
      throw new PlainError(
        `Row ${row + 1} of ${table.fileName} is of the same subject, reader${pass === undefined ? "" : " and pass"} as row ${earlier + 1}.${advice}`,
      );
    }
    slots.set(slot, row);
  });
  const inOrder = [...new Set(passes)];
  const areNumbers = inOrder.every((name) => decimalNumber(name) !== undefined);
  return { readers: [...new Set(readers)], passes: areNumbers ? inOrder.toSorted((a, b) => Number(a) - Number(b)) : inOrder, rowOf };
}

function valueColumns(
  table: DataTable,
  { values, subject, reader, pass, scale }: AgreeRequest,
): { columns: readonly string[]; leftOut: readonly string[] } {
  if (values !== "all") {
    for (const column of values) requireValueColumn(table, column, { "--subject": subject, "--reader": reader, "--pass": pass });
    return { columns: values, leftOut: [] };
  }
  const others = table.columns.filter((column) => ![subject, reader, pass].includes(column));
  const hasGrades = (column: string) => scale && table.cells(column).some((cell) => scale.includes(cell));
  const isMeant = (column: string) => !column.startsWith("diagnostics_") && (hasGrades(column) ?? hasNumbers(table, column));
  const columns = others.filter(isMeant);
  if (columns.length === 0)
    throw new PlainError(
      `${table.fileName} has no column of ${scale ? "grades" : "numbers"} beside those of subjects, readers and passes.`,
    );
  return { columns, leftOut: others.filter((column) => !isMeant(column)) };
}

/** What there is to compare. Throws PlainError where there is nothing. */
function comparisonsOf({ readers, passes, rowOf }: Layout, fileName: string, { pass }: AgreeRequest): ReaderComparison[] {
  const present = new Set([...rowOf.values()].flatMap((slots) => [...slots.keys()]));
  const found = readerComparisons({ readers, passes, present, hasPasses: pass !== undefined });
  if (found.length === 0)
    throw new PlainError(
      `${fileName} holds one reader${pass === undefined ? "" : " and one pass"}: there is nothing to compare. Give a table with a row a ` +
        `subject, reader and pass.`,
    );
  return found;
}

/** Subjects by slots; null where there is no row or no value. */
function spread(values: readonly (number | null)[], { rowOf }: Layout, slots: readonly string[]): (number | null)[][] {
  return [...rowOf.values()].map((rows) =>
    slots.map((slot) => {
      const row = rows.get(slot);
      return row === undefined ? null : values[row]!;
    }),
  );
}

/** Grades as numbers: their own where all grades of the scale are numbers, else their positions from 0. */
function gradeNumbers(grades: readonly (number | null)[], scale: readonly string[]): (number | null)[] {
  const numbers = scale.map(decimalNumber);
  const areNumbers = !numbers.includes(undefined);
  return grades.map((grade) => (grade === null || !areNumbers ? grade : numbers[grade]!));
}
