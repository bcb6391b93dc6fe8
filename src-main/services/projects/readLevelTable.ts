import { PlainError } from "#shared/domain/plainError.ts";
import type { DataTable } from "../exports/index.ts";
import type { LevelChoice, LevelFault } from "./caseLevels.ts";
import { faultsError } from "./faults.ts";

type Field = LevelFault["field"];

/** Columns by their names without blanks, hyphens and underscores. */
const known = new Map<string, Field>([
  ["casecode", "code"],
  ["code", "code"],
  ["region", "region"],
  ["level", "level"],
  ["slice", "slice"],
]);
const names: Readonly<Record<Field, string>> = { code: "Case code", region: "Region", level: "Level", slice: "Slice" };
const fields = Object.keys(names) as Field[];

/** A table of levels, and the error of faults in it. */
export interface LevelTable {
  readonly choices: readonly LevelChoice[];
  /** Names file, row and column of each. */
  readonly error: (faults: readonly LevelFault[]) => PlainError;
}

/**
 * The slices that a table names: a row a level, with case code, region and level as in the protocol, and the slice from 1; other columns are not read. Rows
 * without any of the four are left out. Throws PlainError that names file, row and column of everything that is wrong.
 */
export function readLevelTable({ fileName, columns, cells }: DataTable): LevelTable {
  const columnOf = new Map<Field, string>();
  for (const column of columns) {
    const field = known.get(column.toLowerCase().replaceAll(/[\s_-]/g, ""));
    if (field === undefined) continue;
    const other = columnOf.get(field);
    if (other !== undefined) throw new PlainError(`${fileName}: the columns “${other}” and “${column}” mean the same. Leave one of them.`);
    columnOf.set(field, column);
  }
  const missing = fields.filter((field) => !columnOf.has(field)).map((field) => `“${names[field]}”`);
  if (missing.length > 0)
    throw new PlainError(
      `${fileName} has no column ${missing.join(", ")}. A table of levels has “Case code”, “Region”, “Level” and “Slice”.`,
    );
  const read = new Map(fields.map((field) => [field, cells(columnOf.get(field)!)]));
  const rows = read.get("code")!.flatMap((_, index) => {
    const [code, region, level, slice] = fields.map((field) => read.get(field)![index]!) as [string, string, string, string];
    return [code, region, level, slice].every((cell) => cell === "") ? [] : [{ index, code, region, level, slice }];
  });
  if (rows.length === 0) throw new PlainError(`${fileName} holds no level: all its rows are empty.`);
  const error = (faults: readonly LevelFault[]) =>
    faultsError(
      fileName,
      faults.map(({ at, field, words }) => `row ${rows[at]!.index + 1}, ${columnOf.get(field)!}: ${words}`),
      "No level was changed.",
    );
  const faults = rows.flatMap((row, at) => fields.flatMap((field) => (row[field] === "" ? [{ at, field, words: "is empty" }] : [])));
  if (faults.length > 0) throw error(faults);
  return {
    choices: rows.map(({ slice, ...name }) => ({ code: name.code, region: name.region, level: name.level, slice: numberOf(slice) })),
    error,
  };
}

/** Also "7.0", as some programs write whole numbers; NaN of what is none. */
const numberOf = (cell: string): number => (/^-?\d+(?:\.0+)?$/.test(cell) ? Number(cell) : NaN);
