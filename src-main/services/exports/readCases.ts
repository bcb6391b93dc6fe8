import { PlainError } from "#shared/domain/plainError.ts";
import { readCsv } from "./csv.ts";
import { isExtractionColumn } from "./extractionColumns.ts";

/** One line of a file of cases. */
export interface Case {
  /** From 1, the header not counted. */
  readonly row: number;
  /** As in the file, without surrounding blanks, in the order of the columns. */
  readonly cells: readonly string[];
  readonly image: string;
  readonly mask: string;
  /** Undefined where the cell is empty or there is no such column: the default is meant. */
  readonly label: number | undefined;
  readonly labelChannel: number | undefined;
}

export interface CaseFile {
  /** As in the file; Image, Mask, Label and Label_channel spelled so. */
  readonly columns: readonly string[];
  readonly cases: readonly Case[];
}

const known = ["Image", "Mask", "Label", "Label_channel"] as const;
const mostFaults = 30;

/**
 * Reads a file of cases as PyRadiomics' batch mode does: CSV (UTF-8) with columns Image and Mask, where wanted Label and Label_channel, and others
 * that are carried along. Names of columns are found without regard to case and surrounding blanks.
 * Throws PlainError that lists everything that is wrong with the file, by row and field.
 */
export function readCases(bytes: Uint8Array, fileName: string): CaseFile {
  const rows = rowsOf(bytes, fileName);
  const header = (rows[0] ?? []).map((name) => name.trim());
  const columns = header.map((name) => known.find((word) => word.toLowerCase() === name.toLowerCase()) ?? name);
  const faults = faultsOfHeader(columns);
  if (faults.length > 0) throw refused(fileName, faults);
  const cases: Case[] = [];
  const firstOf = new Map<string, number>();
  rows.slice(1).forEach((line, index) => {
    const row = index + 1;
    const read = readCase(columns, line, row);
    if (Array.isArray(read)) {
      faults.push(...read.map((fault) => `row ${row}: ${fault}`));
      return;
    }
    const key = JSON.stringify(read.cells);
    if (firstOf.has(key))
      faults.push(`row ${row}: is the same as row ${firstOf.get(key)!}. Leave one of them, or tell them apart in a column.`);
    else firstOf.set(key, row);
    cases.push(read);
  });
  if (faults.length > 0) throw refused(fileName, faults);
  if (cases.length === 0) throw new PlainError(`${fileName} holds no case: it has a header and no row.`);
  return { columns, cases };
}

function rowsOf(bytes: Uint8Array, fileName: string): string[][] {
  try {
    return readCsv(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    const why = cause instanceof RangeError ? `${cause.message}.` : "it is not in UTF-8. Save it again as CSV in UTF-8.";
    throw new PlainError(`${fileName} is not valid CSV: ${why}`, { cause });
  }
}

function faultsOfHeader(columns: readonly string[]): string[] {
  const faults = ["Image", "Mask"].filter((name) => !columns.includes(name)).map((name) => `the header: there is no column ${name}.`);
  if (faults.length > 0 && columns.length === 1 && /[;\t]/.test(columns[0]!))
    faults.push("the header: its cells are not separated by commas. Save it with commas.");
  columns.forEach((name, index) => {
    if (name === "") faults.push(`the header: column ${index + 1} has no name.`);
    else if (columns.indexOf(name) !== index) faults.push(`the header: there are two columns ${name}. Leave one of them.`);
    else if (isExtractionColumn(name))
      faults.push(`the header: ${name} is a column that the extraction itself writes. Rename or remove it.`);
  });
  return faults;
}

function readCase(columns: readonly string[], line: readonly string[], row: number): Case | string[] {
  if (line.length !== columns.length) return [`has ${line.length} cells, the header ${columns.length}.`];
  const faults: string[] = [];
  const cells = line.map((cell) => cell.trim());
  const whole = (name: string, least: number): number | undefined => {
    const at = columns.indexOf(name);
    if (at === -1 || cells[at] === "") return undefined;
    // "2.0" is how a table with gaps in the column writes 2.
    const number = /^\d+(\.0+)?$/.test(cells[at]!) ? Number(cells[at]) : Number.NaN;
    if (!(number >= least && number <= 4_294_967_295)) faults.push(`${name}: "${cells[at]!}" is no whole number from ${least}.`);
    cells[at] = String(number);
    return number;
  };
  columns.forEach((name, at) => {
    if (cells[at] === "" && (name === "Image" || name === "Mask")) faults.push(`${name} is empty.`);
  });
  const label = whole("Label", 1);
  const labelChannel = whole("Label_channel", 0);
  return faults.length > 0
    ? faults
    : { row, cells, image: cells[columns.indexOf("Image")]!, mask: cells[columns.indexOf("Mask")]!, label, labelChannel };
}

function refused(fileName: string, faults: readonly string[]): PlainError {
  const shown = faults
    .slice(0, mostFaults)
    .map((fault) => `\n  ${fault}`)
    .join("");
  return new PlainError(
    `${fileName} cannot be used. Nothing was computed.${shown}${faults.length > mostFaults ? `\n  and ${faults.length - mostFaults} more.` : ""}`,
  );
}
