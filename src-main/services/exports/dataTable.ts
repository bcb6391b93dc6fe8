import { decimalNumber } from "#shared/domain/decimalNumber.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { isUndefined, readTable } from "./readFeatureTable.ts";

/** A table of cells by the names of its columns, as a user's CSV file has them. */
export interface DataTable {
  readonly fileName: string;
  readonly columns: readonly string[];
  /** The cells of a column without surrounding blanks; row 1 of the file, below the header, is the first. */
  readonly cells: (column: string) => string[];
}

const mostFaults = 10;

/** Reads a CSV file (UTF-8, commas, a header, decimals with a point). Throws PlainError, naming the file and the row, where it is none, or has no row. */
export function readDataTable(bytes: Uint8Array, fileName: string): DataTable {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PlainError(`${fileName} is not valid CSV: it is not in UTF-8. Save it again as CSV in UTF-8.`, { cause });
  }
  const rows = readTable(text, fileName);
  if (rows.length === 0) throw new PlainError(`${fileName} holds no case: it has a header and no row.`);
  const names = new Map(Object.keys(rows[0]!).map((name) => [name.trim(), name]));
  return { fileName, columns: [...names.keys()], cells: (column) => rows.map((row) => row[names.get(column)!]!.trim()) };
}

/** Throws PlainError where the table has no such column, naming those that it has. */
export function requireColumn({ fileName, columns }: DataTable, column: string, option: string): void {
  if (columns.includes(column)) return;
  const shown = columns.slice(0, 20).join(", ");
  throw new PlainError(`${fileName} has no column "${column}" (${option}). It has: ${shown}${columns.length > 20 ? ", ..." : ""}.`);
}

/** The same of a column of values; `named` are the columns that options name for something else. Throws PlainError, too, where it is one of these. */
export function requireValueColumn(table: DataTable, column: string, named: Readonly<Record<string, string | undefined>>): void {
  requireColumn(table, column, "--values");
  const option = Object.keys(named).find((name) => named[name] === column);
  if (option !== undefined)
    throw new PlainError(`${table.fileName}: ${column} is the column of ${option}, and holds no values to compare (--values).`);
}

/** The cells of a column that must not be empty. Throws PlainError, naming file, row and column. */
export function textColumn({ fileName, cells }: DataTable, column: string): string[] {
  return cells(column).map((cell, index) => {
    if (cell === "") throw new PlainError(`Row ${index + 1} of ${fileName}: ${column} is empty. Every row needs it.`);
    return cell;
  });
}

/**
 * The numbers of a column; null where a cell is empty or says that there is no value (nan, NA, inf). Throws PlainError, naming file, row and column of the
 * cells that are no numbers, and a decimal comma as such.
 */
export function numberColumn({ fileName, cells }: DataTable, column: string): (number | null)[] {
  const faults: string[] = [];
  const numbers = cells(column).map((cell, index) => {
    if (isUndefined.test(cell)) return null;
    const number = decimalNumber(cell);
    if (number !== undefined) return number;
    const isComma = /^[+-]?\d+,\d+([eE][+-]?\d+)?$/.test(cell);
    const why = isComma ? "it has a decimal comma. Write decimals with a point" : "write it in decimals, such as 1000, -0.5 or 1e-3";
    faults.push(`row ${index + 1}, ${column}: "${cell.slice(0, 40)}" is no number: ${why}.`);
    return null;
  });
  refuseFaults(fileName, faults);
  return numbers;
}

/** Whether a column holds a number anywhere. */
export function hasNumbers({ cells }: DataTable, column: string): boolean {
  return cells(column).some((cell) => !isUndefined.test(cell) && (decimalNumber(cell) !== undefined || /^[+-]?\d+,\d+$/.test(cell)));
}

/**
 * The grades of a column as positions on a declared scale, from 0; null where a cell is empty. A grade is found by its word, or as a number that is equal to
 * one ("2.0" is 2). Throws PlainError, naming file, row and column of the cells that are no grades of the scale.
 */
export function gradeColumn({ fileName, cells }: DataTable, column: string, scale: readonly string[]): (number | null)[] {
  const faults: string[] = [];
  const grades = cells(column).map((cell, index) => {
    const byWord = scale.indexOf(cell);
    if (byWord !== -1) return byWord;
    if (isUndefined.test(cell)) return null;
    const number = decimalNumber(cell);
    const byNumber = number === undefined ? -1 : scale.findIndex((grade) => decimalNumber(grade) === number);
    if (byNumber !== -1) return byNumber;
    faults.push(`row ${index + 1}, ${column}: "${cell.slice(0, 40)}" is no grade of the scale ${scale.join(", ")}.`);
    return null;
  });
  refuseFaults(fileName, faults);
  return grades;
}

function refuseFaults(fileName: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  const shown = faults
    .slice(0, mostFaults)
    .map((fault) => `\n  ${fault}`)
    .join("");
  const more = faults.length > mostFaults ? `\n  and ${faults.length - mostFaults} more.` : "";
  throw new PlainError(`${fileName} cannot be used. Nothing was computed.${shown}${more}`);
}
