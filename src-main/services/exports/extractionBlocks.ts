import { PlainError } from "#shared/domain/plainError.ts";
import { byteOrderMark, readCsv } from "./csv.ts";
import { isFeatureColumn } from "./extractionColumns.ts";
import type { ExtractionTable, WrittenRow } from "./extractionTable.ts";
import { tableRecords } from "./tableRecords.ts";

/** The rows of one case, and where they are in the file. */
export interface Block {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly engineVersion: string;
}

/** What tells cases apart: the cells that the file of cases has of it. */
export function caseKey(cells: readonly string[]): string {
  return JSON.stringify(cells);
}

/**
 * Reads which cases stand in a file of extractions, whole and measured. `end`: behind the last whole line. `isWhole` is false where other rows stand there
 * as well: of cases that failed, or of which some labels are missing.
 * Throws PlainError where the file is of other columns, settings, labels or another engine than the table.
 */
export async function readBlocks(
  path: string,
  name: string,
  table: ExtractionTable,
  labelsAsked: ReadonlyMap<string, string>,
): Promise<{ blocks: Block[]; end: number; isWhole: boolean }> {
  const groups: { key: string; from: number; to: number; rows: WrittenRow[] }[] = [];
  let end = 0;
  let row = table.header === "" ? 1 : 0;
  for await (const { text, from, to } of tableRecords(path, { quoted: table.format !== "json" })) {
    end = to;
    if (row > 0) {
      const written = table.read(text);
      if (!written) throw refused(name, `row ${row} is none that fascicle extract wrote`);
      const key = caseKey(written.caseCells);
      refuseOther(name, row, table, written, labelsAsked.get(key));
      const last = groups.at(-1);
      if (last?.key !== key) groups.push({ key, from, to, rows: [written] });
      else {
        last.to = to;
        last.rows.push(written);
      }
    } else refuseOtherColumns(name, table, text);
    row += 1;
  }
  const latest = new Map(groups.filter(({ rows }) => isMeasured(table, rows)).map((group) => [group.key, group]));
  const blocks = [...latest.values()]
    .toSorted((a, b) => a.from - b.from)
    .map(({ key, from, to, rows }) => ({ key, from, to, engineVersion: rows[0]!.engineVersion }));
  return { blocks, end, isWhole: blocks.length === groups.length };
}

/** Whether every label of a case is there, and one of them at least has features. */
function isMeasured(table: ExtractionTable, rows: readonly WrittenRow[]): boolean {
  const measured = rows.filter(({ isFailed }) => !isFailed).length;
  return measured > 0 && measured / table.rowsPerLabel + (rows.length - measured) === rows[0]!.labelCount;
}

function refuseOther(name: string, row: number, table: ExtractionTable, written: WrittenRow, asked: string | undefined): void {
  // First: versions may also differ in how they hash the same settings.
  if (!table.engineVersions.includes(written.engineVersion)) {
    const why = `its row ${row} was extracted by version ${written.engineVersion} of the engine, and this is ${table.engineVersions[0]}`;
    throw refused(
      name,
      `${why}: their values may differ and do not belong in one table`,
      "Give another --out: all cases are measured again by this version. Or go on with the version of Fascicle that began it.",
    );
  }
  if (!table.settingsHashes.includes(written.settingsHash))
    throw refused(
      name,
      `its row ${row} was extracted with other settings (their hash is ${written.settingsHash}, now ${table.settingsHashes[0]})`,
    );
  if (asked !== undefined && asked !== written.labelsAsked)
    throw refused(name, `its row ${row} was extracted for label ${written.labelsAsked}, and ${asked} is asked for`);
}

function refuseOtherColumns(name: string, table: ExtractionTable, header: string): void {
  if (`${header}\n` === table.header) return;
  const isMarked = header.startsWith(byteOrderMark);
  if (isMarked !== table.header.startsWith(byteOrderMark))
    throw refused(name, `it was ${isMarked ? "" : "not "}written for spreadsheets (--spreadsheet), and this is${isMarked ? " not" : ""}`);
  const there = readCsv(header)[0] ?? [];
  const missing = table.columns.filter((column) => !there.includes(column));
  const besides = there.filter((column) => !table.columns.includes(column));
  const why = [
    ...(missing.length > 0 ? [`it lacks ${listed(missing)}`] : []),
    ...(besides.length > 0 ? [`it has ${listed(besides)} besides`] : []),
    ...(missing.length + besides.length === 0 ? ["they stand in another order"] : []),
  ].join("; ");
  const isFeatures = [...missing, ...besides].some(isFeatureColumn);
  throw refused(name, `its columns are not those of ${isFeatures ? "these settings" : "these cases and settings"}: ${why}`);
}

function listed(names: readonly string[]): string {
  return names.length <= 5 ? names.join(", ") : `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`;
}

function refused(name: string, why: string, advice = "Give another --out, or extract as it was done there."): PlainError {
  return new PlainError(`${name} cannot be continued: ${why}. Nothing was changed. ${advice}`);
}
