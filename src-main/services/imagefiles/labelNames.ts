import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { readUserFile } from "../system/index.ts";

/** Names of labels, by the voxel's value. */
export type LabelNames = ReadonlyMap<number, string>;

/**
 * Reads a table of label names: FreeSurfer's (FreeSurferColorLUT.txt, or FastSurfer's .tsv of the same columns), BIDS' (_dseg.tsv), ITK-SNAP's label
 * descriptions, or
 * JSON: { "1": "name" }, [{ "value": 1, "name": "name" }], or { "labels": ["name of 0", "name of 1"] }. The kind is known by what stands in the file.
 * Throws PlainError with the file's name and the line.
 */
export async function readLabelNames(path: string): Promise<LabelNames> {
  const fileName = basename(path);
  const text = (await readUserFile(path, "the table of label names", 2 ** 26)).toString("utf8");
  return parseLabelNames(text.replace(/^\uFEFF/, ""), fileName);
}

/** The same from the file's text. */
export function parseLabelNames(text: string, fileName: string): LabelNames {
  const names = /^\s*[[{]/.test(text) ? namesOfJson(text, fileName) : namesOfLines(text, fileName);
  if (names.size === 0) throw new PlainError(`${fileName}: holds no name of a label. ${expected}`);
  return names;
}

const expected = "Give a FreeSurfer colour table, an ITK-SNAP label file, a BIDS table (_dseg.tsv) or JSON.";

/** No. Name R G B A */
const freeSurferLine = /^(\d+)\s+(\S+)(?:\s+\d+){3,4}$/;
/** A table with tabs has its columns named in the first line. */
const freeSurferHeader = /^(ID|No\.?|Index)\s+\S*Name\b/i;
/** Index R G B A visible mesh "Name" */
const itkSnapLine = /^(\d+)(?:\s+\d+(?:\.\d+)?){6}\s+"(.*)"$/;

/** The table of a discrete segmentation (BIDS 1.10, "Discrete segmentations"): tab-separated, its columns "index" and "name" in any order among others. */
function namesOfBidsTable(lines: readonly string[], fileName: string): LabelNames {
  const columns = lines[0]!.split("\t").map((name) => name.trim().toLowerCase());
  const [index, name] = [columns.indexOf("index"), columns.indexOf("name")];
  const names = new NameTable(fileName);
  for (const [row, line] of lines.slice(1).entries()) {
    if (line.trim() === "") continue;
    const cells = line.split("\t").map((cell) => cell.trim());
    if (!/^\d+$/.test(cells[index] ?? ""))
      throw new PlainError(`${fileName}: line ${row + 2}: "${cells[index] ?? ""}" is no label: labels are whole numbers from 0.`);
    names.add(Number(cells[index]), cells[name], `line ${row + 2}`);
  }
  return names.read;
}

function isBidsTable(line: string): boolean {
  const columns = line.split("\t").map((name) => name.trim().toLowerCase());
  return columns.includes("index") && columns.includes("name");
}

function namesOfLines(text: string, fileName: string): LabelNames {
  const all = text.split(/\r\n|\n|\r/);
  if (isBidsTable(all[0] ?? "")) return namesOfBidsTable(all, fileName);
  const names = new NameTable(fileName);
  let isFirst = true;
  for (const [index, whole] of all.entries()) {
    const line = whole.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, value, name] = freeSurferLine.exec(line) ?? itkSnapLine.exec(line) ?? [];
    if (value !== undefined) names.add(Number(value), name!, `line ${index + 1}`);
    else if (!isFirst || !freeSurferHeader.test(line))
      throw new PlainError(
        `${fileName}: line ${index + 1}: "${line.slice(0, 60)}" is neither a line of a FreeSurfer colour table (number, name, red, green, ` +
          `blue, alpha) nor of an ITK-SNAP label file.`,
      );
    isFirst = false;
  }
  return names.read;
}

function namesOfJson(text: string, fileName: string): LabelNames {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw new PlainError(`${fileName}: is not valid JSON: ${(cause as Error).message}.`, { cause });
  }
  const names = new NameTable(fileName);
  const listed = !Array.isArray(read) && isFields(read) && Array.isArray(read["labels"]) ? (read["labels"] as unknown[]) : undefined;
  if (listed) listed.forEach((name, value) => names.add(value, name, `labels, entry ${value}`));
  else if (Array.isArray(read)) {
    (read as unknown[]).forEach((entry, index) => {
      if (!isFields(entry)) throw new PlainError(`${fileName}: entry ${index}: is no object with value and name.`);
      names.add(entry["value"], entry["name"], `entry ${index}`);
    });
  } else for (const [key, name] of Object.entries(read as object)) names.add(/^\d+$/.test(key) ? Number(key) : key, name, `"${key}"`);
  return names.read;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

class NameTable {
  readonly read = new Map<number, string>();
  private readonly fileName: string;
  constructor(fileName: string) {
    this.fileName = fileName;
  }

  add(value: unknown, name: unknown, where: string): void {
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0)
      throw new PlainError(`${this.fileName}: ${where}: ${JSON.stringify(value)} is no label: labels are whole numbers from 0.`);
    if (typeof name !== "string") throw new PlainError(`${this.fileName}: ${where}: the name of label ${value} is no text.`);
    const known = this.read.get(value);
    if (known !== undefined && known !== name)
      throw new PlainError(`${this.fileName}: ${where}: label ${value} is named twice, "${known}" and "${name}".`);
    this.read.set(value, name);
  }
}
