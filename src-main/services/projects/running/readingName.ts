import type { CaseTables } from "../caseTables.ts";
import type { ReadingRow } from "../readings/readingTables.ts";

/** A reading as coordinators name it. */
export interface ReadingName {
  readonly readerNumber: number;
  readonly pass: number;
  /** Under which its reader knows the case. */
  readonly code: string;
  readonly caseCode: string;
  /** Of the protocol, that it is read with. */
  readonly protocolVersion: number;
}

/** The names of readings, in their order. */
export function readingNames(cases: Pick<CaseTables, "findById">, rows: readonly ReadingRow[]): ReadingName[] {
  return rows.map(({ readerNumber, pass, code, caseId, protocolVersion }) => ({
    readerNumber,
    pass,
    code,
    caseCode: cases.findById(caseId)!.code,
    protocolVersion,
  }));
}
