import { CsvError, parse } from "csv-parse/sync";

/** Before a table that is meant for a spreadsheet: without it Excel takes UTF-8 for the local code page. */
export const byteOrderMark = "\uFEFF";

/** Rows of cells as CSV (RFC 4180, with "\n" as PyRadiomics writes): a cell with a comma, a quote or a line break is quoted, its quotes doubled. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`).join("");
}

/**
 * The rows of cells of a CSV text (RFC 4180; any line ending, a byte order mark is skipped, empty lines are left out). Throws RangeError,
 * naming the line, where a quote is never closed.
 */
export function readCsv(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause["lines"] === "number" ? cause["lines"] : undefined;
    throw new RangeError(
      cause.code === "CSV_QUOTE_NOT_CLOSED" ? `a quote is never closed${line === undefined ? "" : ` (line ${line})`}` : cause.message,
      { cause },
    );
  }
}

/** A number as programs write it, which no spreadsheet runs. */
const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Where a spreadsheet would begin to run a text (OWASP, "CSV injection"): = + - @, tab or carriage return at the start of a cell, or behind what
 * parts cells in other locales. Quotes before them count, so that the mark can be taken off again.
 */
const dangerous = /(?<=^|[;\t])(?='*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/gu;
const marked = /(?<=^|[;\t])'(?='*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** A cell that a spreadsheet shows and does not run: an apostrophe stands before what could be a formula. Numbers stay numbers. */
export function safeCell(cell: string): string {
  return isNumber.test(cell) ? cell : cell.replaceAll(dangerous, "'");
}

/** The cell that safeCell was given. */
export function withoutMark(cell: string): string {
  return cell.replaceAll(marked, "");
}
