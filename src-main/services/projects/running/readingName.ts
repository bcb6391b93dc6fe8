import type { ReadingRow } from "../readings/readingTables.ts";

/** A reading as coordinators name it: the code is that under which its reader knows the case. */
export interface ReadingName {
  readonly readerNumber: number;
  readonly pass: number;
  readonly code: string;
  /** Of the protocol, that it is read with. */
  readonly protocolVersion: number;
}

/** The names of readings, in their order. */
export function readingNames(rows: readonly ReadingRow[]): ReadingName[] {
  return rows.map(({ readerNumber, pass, code, protocolVersion }) => ({ readerNumber, pass, code, protocolVersion }));
}
