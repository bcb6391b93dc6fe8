import type { ReadingOfProject } from "../../../client/projects.ts";

/** A column of the board: one reader's pass. */
export interface BoardColumn {
  readonly key: string;
  readonly readerNumber: number;
  readonly reader: string;
  readonly pass: number;
  readonly total: number;
  readonly submitted: number;
}

/** A row of the board: one case, with its reading in each column that has one. */
export interface BoardRow {
  readonly caseCode: string;
  readonly isTraining: boolean;
  readonly readings: ReadonlyMap<string, ReadingOfProject>;
}

const keyOf = ({ readerNumber, pass }: Pick<ReadingOfProject, "readerNumber" | "pass">) => `${readerNumber} ${pass}`;

/**
 * Readings as a table of cases by readers and passes: columns by reader and pass, rows by code with training cases first. What
 * coordinators read for training is no
 * reader's.
 */
export function boardOf(readings: readonly ReadingOfProject[]): {
  readonly columns: readonly BoardColumn[];
  readonly rows: readonly BoardRow[];
} {
  const columns = new Map<string, BoardColumn>();
  const rows = new Map<string, { caseCode: string; isTraining: boolean; readings: Map<string, ReadingOfProject> }>();
  for (const reading of readings.filter(({ isReference }) => !isReference)) {
    const { caseCode, isTraining, readerNumber, reader, pass, state } = reading;
    const key = keyOf(reading);
    const column = columns.get(key) ?? { key, readerNumber, reader, pass, total: 0, submitted: 0 };
    columns.set(key, { ...column, total: column.total + 1, submitted: column.submitted + (state === "submitted" ? 1 : 0) });
    const row = rows.get(caseCode) ?? { caseCode, isTraining, readings: new Map<string, ReadingOfProject>() };
    rows.set(caseCode, row);
    row.readings.set(key, reading);
  }
  return {
    columns: [...columns.values()].toSorted((a, b) => a.readerNumber - b.readerNumber || a.pass - b.pass),
    rows: [...rows.values()].toSorted((a, b) => Number(b.isTraining) - Number(a.isTraining) || a.caseCode.localeCompare(b.caseCode, "en")),
  };
}

/** The state of a reading in one or two words. */
export function stateInWords({ state, openedAt, outInPacket }: Pick<ReadingOfProject, "state" | "openedAt" | "outInPacket">): string {
  if (outInPacket !== null) return `out in packet ${outInPacket}`;
  return state === "open" && openedAt === null ? "not opened" : state;
}

/** Questions of readers that wait for an answer. */
export function openQuestions(readings: readonly ReadingOfProject[]): {
  readonly reading: ReadingOfProject;
  readonly number: number;
  readonly text: string;
}[] {
  return readings.flatMap((reading) =>
    reading.questions.flatMap(({ number, text, answer }) => (answer === null ? [{ reading, number, text }] : [])),
  );
}
