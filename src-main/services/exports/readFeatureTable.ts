import { decimalNumber } from "#shared/domain/decimalNumber.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { readCsv } from "./csv.ts";
import { engineColumn, errorColumn, isFeatureColumn, longColumns, settingsColumn, settingsHashColumn } from "./extractionColumns.ts";

/** One case of a features file. */
export interface FeatureRow {
  /** By name; null where the file gives no number ("nan", empty, text). */
  readonly values: ReadonlyMap<string, number | null>;
  /** What stands in the place of a number and is no word for "undefined": text such as "1,5". */
  readonly texts: ReadonlyMap<string, string>;
  /** What the file says of the extraction settings: Fascicle's hash, or PyRadiomics' settings as it writes them. */
  readonly settingsHash: string | undefined;
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  /** PyRadiomics' image types, each with its own settings. */
  readonly imageTypes: Readonly<Record<string, unknown>> | undefined;
  /** The version of Fascicle's engine that measured the case, where the file says so. */
  readonly engineVersion: string | undefined;
  /** Why the case could not be measured, where the file says so. */
  readonly error: string | undefined;
}

/** PyRadiomics' column of the image types. */
const imageTypesColumn = "diagnostics_Configuration_EnabledImageTypes";

/**
 * Reads features: CSV as PyRadiomics and `fascicle extract` write it (a header, a row a case), or JSON (an object of names to numbers, a
 * list of such objects, or
 * an object a line).
 * Throws PlainError, naming the file, where it is neither.
 */
export function readFeatureTable(text: string, fileName: string): FeatureRow[] {
  const records = /^\uFEFF?\s*[[{]/.test(text) ? readJson(text, fileName) : readTable(text, fileName);
  if (records.length === 0) throw new PlainError(`${fileName} holds no case: it has a header and no row.`);
  if (longColumns.every((name) => Object.hasOwn(records[0]!, name))) {
    throw new PlainError(`${fileName} is in the long format, a row a feature. Extract it as --format csv or json, a row a case.`);
  }
  if (!records.some((record) => Object.keys(record).some(isFeatureColumn))) {
    throw new PlainError(
      `${fileName} names no feature (such as original_glcm_Contrast). Give a CSV or JSON as fascicle extract or PyRadiomics writes it, a row a case.`,
    );
  }
  return records.map((record) => ({
    values: new Map(Object.entries(record).map(([name, value]) => [name, numberOf(value)])),
    texts: new Map(
      Object.entries(record).flatMap(([name, value]) =>
        typeof value === "string" && numberOf(value) === null && !isUndefined.test(value) ? [[name, value] as const] : [],
      ),
    ),
    settingsHash: textOf(record[settingsHashColumn]),
    settings: settingsOf(record[settingsColumn]),
    imageTypes: settingsOf(record[imageTypesColumn]),
    engineVersion: textOf(record[engineColumn]),
    error: textOf(record[errorColumn]),
  }));
}

function textOf(cell: unknown): string | undefined {
  return typeof cell === "string" && cell !== "" ? cell : undefined;
}

function readJson(text: string, fileName: string): Record<string, unknown>[] {
  const value = parsed(text.replace(/^\uFEFF/, ""), fileName);
  const records = Array.isArray(value) ? (value as unknown[]) : [value];
  if (!records.every((record) => typeof record === "object" && record !== null && !Array.isArray(record))) {
    throw new PlainError(`${fileName} must hold an object of feature names to numbers, or a list of such objects.`);
  }
  return records as Record<string, unknown>[];
}

function parsed(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      // Neither one value nor one a line: said below.
    }
    throw new PlainError(`${fileName} is not valid JSON. Extract the features again.`, { cause });
  }
}

/** The rows of a CSV text with a header, by the names of its columns. Throws PlainError, naming the file and the row, where it is no table. */
export function readTable(text: string, fileName: string): Record<string, string>[] {
  let rows: string[][];
  try {
    rows = readCsv(text);
  } catch (cause) {
    throw new PlainError(`${fileName} is not valid CSV: ${(cause as Error).message}.`, { cause });
  }
  const [header = [], ...lines] = rows;
  if (header.length === 1 && /[;\t]/.test(header[0]!))
    throw new PlainError(
      `${fileName}: its cells are not separated by commas. Save it again as CSV with commas, and decimals with a point.`,
    );
  const twice = header.find((name, index) => name !== "" && header.indexOf(name) !== index);
  if (twice !== undefined) throw new PlainError(`${fileName} has two columns "${twice}". Leave one of them.`);
  return lines.map((cells, index) => {
    if (cells.length !== header.length)
      throw new PlainError(
        `Row ${index + 1} of ${fileName} has ${cells.length} cells, its header ${header.length}. Save the file again as CSV, with commas.`,
      );
    return Object.fromEntries(header.map((name, column) => [name, cells[column]!]));
  });
}

/** How tables write that there is no value. */
export const isUndefined = /^\s*([+-]?nan|none|null|n\/?a|[+-]?inf(inity)?)?\s*$/i;

const infinite = /^\s*([+-]?)inf(?:inity)?\s*$/i;

function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  if (typeof value !== "string") return null;
  const [, sign] = infinite.exec(value) ?? [];
  if (sign !== undefined) return sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return decimalNumber(value) ?? null;
}

/** Settings as JSON, or as Python prints a dictionary; undefined where they are neither. */
function settingsOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  if (typeof value !== "string") return undefined;
  const json = value
    .replaceAll(/'((?:[^'\\]|\\.)*)'/g, (_, inner: string) => JSON.stringify(inner))
    .replaceAll(/\bTrue\b/g, "true")
    .replaceAll(/\bFalse\b/g, "false")
    .replaceAll(/\bNone\b/g, "null")
    .replaceAll("(", "[")
    .replaceAll(")", "]")
    .replaceAll(/,\s*\]/g, "]");
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
