import { basename } from "node:path";
import { decimalNumber } from "#shared/domain/decimalNumber.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { adjustP } from "#shared/statistics/tests/adjustP.ts";
import { spearman, type Correlation } from "#shared/statistics/tests/correlation.ts";
import { mannWhitney, type MannWhitney } from "#shared/statistics/tests/mannWhitney.ts";
import { kruskalWallis, type RankAnova } from "#shared/statistics/tests/rankAnova.ts";
import { signedRank, type SignedRank } from "#shared/statistics/tests/signedRank.ts";
import {
  numberColumn,
  readDataTable,
  requireColumn,
  requireValueColumn,
  textColumn,
  type DataTable,
} from "../../services/exports/index.ts";
import { readUserFile } from "../../services/system/index.ts";

export interface CompareRequest {
  readonly tablePath: string;
  readonly group?: string | undefined;
  readonly values: readonly string[];
  /** The column of the two conditions under which each subject was measured. */
  readonly paired?: string | undefined;
  readonly subject?: string | undefined;
}

/** What is not asked for, or cannot be, is null, with a reason. */
export interface ValueComparison {
  /** In the order in which they first appear; n without missing values. Of pairs, the two conditions. */
  readonly groups: readonly { readonly name: string; readonly n: number }[];
  readonly mannWhitney: MannWhitney | null;
  readonly signedRank: SignedRank | null;
  readonly kruskalWallis: RankAnova | null;
  /** Against a group that is a number. */
  readonly spearman: Correlation | null;
  /** The test whose p is adjusted over the values. */
  readonly test: "mannWhitney" | "signedRank" | "kruskalWallis" | "spearman" | null;
  readonly p: number | null;
  readonly pHolm: number | null;
  readonly pBH: number | null;
  readonly reason: string | null;
}

const mostBytes = 2 ** 29;
/** A group column with more different numbers is a measurement, not a set of groups. */
const mostNumericGroups = 10;

/**
 * Compares values between groups of rows, or within subjects between two conditions, and adjusts p over the values. Throws PlainError, naming file, row and
 * column, where the table cannot be used.
 */
export async function compareTable(request: CompareRequest): Promise<{ readonly values: Readonly<Record<string, ValueComparison>> }> {
  const fileName = basename(request.tablePath);
  const table = readDataTable(await readUserFile(request.tablePath, "the table", mostBytes), fileName);
  const named = { "--group": request.group, "--paired": request.paired, "--subject": request.subject };
  for (const [option, column] of Object.entries(named)) if (column !== undefined) requireColumn(table, column, option);
  for (const column of request.values) requireValueColumn(table, column, named);
  const compare = request.paired === undefined ? unpaired(table, request) : paired(table, request.paired, request.subject!);
  const compared = request.values.map((column) => compare(numberColumn(table, column)));
  const p = compared.map((value) => value.p);
  const [holm, bh] = [adjustP(p, "holm"), adjustP(p, "bh")];
  return { values: Object.fromEntries(request.values.map((column, at) => [column, { ...compared[at]!, pHolm: holm[at]!, pBH: bh[at]! }])) };
}

type Compared = Omit<ValueComparison, "pHolm" | "pBH">;

function unpaired(table: DataTable, { group, subject }: CompareRequest): (values: readonly (number | null)[]) => Compared {
  const groups = textColumn(table, group!);
  if (subject !== undefined) refuseRepeated(table, textColumn(table, subject), subject);
  const names = [...new Set(groups)];
  const numbers = groups.flatMap((name) => decimalNumber(name) ?? []);
  const isNumeric = numbers.length === groups.length;
  const isMeasurement = isNumeric && names.length > mostNumericGroups;
  return (values) => {
    const members = names.map((name) => values.filter((value, row): value is number => value !== null && groups[row] === name));
    const sizes = names.map((name, at) => ({ name, n: members[at]!.length }));
    const kept = [...values.keys()].filter((row) => values[row] !== null);
    const correlation = isNumeric
      ? spearman(
          kept.map((row) => values[row]!),
          kept.map((row) => numbers[row]!),
        )
      : null;
    const two = names.length === 2 ? mannWhitney(members[0]!, members[1]!) : null;
    const several = names.length >= 2 && !isMeasurement ? kruskalWallis(members) : null;
    const test = two ? "mannWhitney" : several ? "kruskalWallis" : correlation ? "spearman" : null;
    const main = two ?? several ?? correlation;
    const reason = main ? main.reason : `${table.fileName} has one group only in ${group!}`;
    return {
      groups: isMeasurement ? [] : sizes,
      mannWhitney: two,
      signedRank: null,
      kruskalWallis: several,
      spearman: correlation,
      test,
      p: main?.p ?? null,
      reason,
    };
  };
}

function paired(table: DataTable, condition: string, subject: string): (values: readonly (number | null)[]) => Compared {
  const conditions = textColumn(table, condition);
  const subjects = textColumn(table, subject);
  const names = [...new Set(conditions)];
  if (names.length !== 2)
    throw new PlainError(
      `${table.fileName}: ${condition} (--paired) has ${names.length} different values; pairs are of two: ${names.slice(0, 10).join(", ")}.`,
    );
  const rowsOf = new Map<string, [number | undefined, number | undefined]>();
  subjects.forEach((name, row) => {
    const rows = rowsOf.get(name) ?? [undefined, undefined];
    rowsOf.set(name, rows);
    const at = names.indexOf(conditions[row]!);
    if (rows[at] !== undefined)
      throw new PlainError(
        `Row ${row + 1} of ${table.fileName} is of the same subject and ${condition} as row ${rows[at] + 1}. Leave one of them.`,
      );
    rows[at] = row;
  });
  return (values) => {
    const pairs = [...rowsOf.values()].flatMap(([one, other]) => {
      const first = one === undefined ? null : values[one]!;
      const second = other === undefined ? null : values[other]!;
      return first === null || second === null ? [] : [[first, second] as const];
    });
    const tested = signedRank(
      pairs.map(([first]) => first),
      pairs.map(([, second]) => second),
    );
    return {
      groups: names.map((name) => ({ name, n: pairs.length })),
      mannWhitney: null,
      signedRank: tested,
      kruskalWallis: null,
      spearman: null,
      test: "signedRank",
      p: tested.p,
      reason: tested.reason,
    };
  };
}

/** Rows of one subject are not independent: tests between groups would count it more than once. */
function refuseRepeated({ fileName }: DataTable, subjects: readonly string[], column: string): void {
  const rowOf = new Map<string, number>();
  subjects.forEach((name, row) => {
    const earlier = rowOf.get(name);
    if (earlier !== undefined)
      throw new PlainError(
        `Row ${row + 1} of ${fileName} is of the same subject (${column}) as row ${earlier + 1}: rows of one subject are not independent. ` +
          `Leave one row a subject, or compare conditions within subjects with --paired COL.`,
      );
    rowOf.set(name, row);
  });
}
