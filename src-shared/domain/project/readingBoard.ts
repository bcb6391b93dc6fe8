import { percentile } from "../../statistics/percentile.ts";
import type { ReadingState } from "./states.ts";

/** A reading as the board shows it. */
export interface BoardReading {
  readonly caseCode: string;
  readonly isTraining: boolean;
  /** Read by a coordinator, for training: no reader's. */
  readonly isReference: boolean;
  readonly readerNumber: number;
  readonly reader: string;
  readonly pass: number;
  readonly state: ReadingState;
  /** The time during which the reader was active, ms. */
  readonly activeMs: number;
}

/** How many readings there are, and active times in ms, training cases left out of these. */
export interface BoardTimes {
  /** Readings, training among them. */
  readonly total: number;
  readonly submitted: number;
  /** Of all readings. */
  readonly totalMs: number;
  /** Of the submitted readings; null where none is. */
  readonly medianMs: number | null;
}

/** A column of the board: one reader's pass. */
export interface BoardColumn extends BoardTimes {
  readonly key: string;
  readonly readerNumber: number;
  readonly reader: string;
  readonly pass: number;
}

/** A row of the board: one case, with its reading in each column that has one. */
export interface BoardRow<Reading> {
  readonly caseCode: string;
  readonly isTraining: boolean;
  readonly readings: ReadonlyMap<string, Reading>;
  /** Of all readings of the case. */
  readonly totalMs: number;
}

/** A reader with all passes. */
export interface BoardReader extends BoardTimes {
  readonly readerNumber: number;
  readonly reader: string;
  readonly passes: number;
}

const keyOf = ({ readerNumber, pass }: Pick<BoardReading, "readerNumber" | "pass">) => `${readerNumber} ${pass}`;

/**
 * Readings as a table of cases by readers and passes: columns by reader and pass, rows by code with training cases first. What
 * coordinators read for training is no reader's.
 */
export function readingBoard<Reading extends BoardReading>(
  readings: readonly Reading[],
): {
  readonly readers: readonly BoardReader[];
  readonly columns: readonly BoardColumn[];
  readonly rows: readonly BoardRow<Reading>[];
  readonly all: BoardTimes;
} {
  const own = readings.filter(({ isReference }) => !isReference).toSorted((a, b) => a.readerNumber - b.readerNumber || a.pass - b.pass);
  const columns = [...Map.groupBy(own, keyOf)].map(([key, ofColumn]): BoardColumn => {
    const { readerNumber, reader, pass } = ofColumn[0]!;
    return { key, readerNumber, reader, pass, ...timesOf(ofColumn) };
  });
  const readers = [...Map.groupBy(own, ({ readerNumber }) => readerNumber)].map(([readerNumber, ofReader]): BoardReader => ({
    readerNumber,
    reader: ofReader[0]!.reader,
    passes: columns.filter((column) => column.readerNumber === readerNumber).length,
    ...timesOf(ofReader),
  }));
  const rows = [...Map.groupBy(own, ({ caseCode }) => caseCode)].map(([caseCode, ofCase]): BoardRow<Reading> => ({
    caseCode,
    isTraining: ofCase[0]!.isTraining,
    readings: new Map(ofCase.map((reading) => [keyOf(reading), reading])),
    totalMs: sumOf(ofCase),
  }));
  return {
    readers,
    columns,
    all: timesOf(own),
    rows: rows.toSorted((a, b) => Number(b.isTraining) - Number(a.isTraining) || a.caseCode.localeCompare(b.caseCode, "en")),
  };
}

/** The state of a reading in one or two words. */
export function stateInWords({
  state,
  openedAt,
  outInPacket,
}: {
  readonly state: ReadingState;
  readonly openedAt: string | null;
  readonly outInPacket: number | null;
}): string {
  if (outInPacket !== null) return `out in packet ${outInPacket}`;
  return state === "open" && openedAt === null ? "not opened" : state;
}

function timesOf(readings: readonly BoardReading[]): BoardTimes {
  const counted = readings.filter(({ isTraining }) => !isTraining);
  const submitted = counted.filter(({ state }) => state === "submitted").map(({ activeMs }) => activeMs);
  return {
    total: readings.length,
    submitted: readings.filter(({ state }) => state === "submitted").length,
    totalMs: sumOf(counted),
    medianMs:
      submitted.length === 0
        ? null
        : percentile(
            submitted.toSorted((a, b) => a - b),
            0.5,
            "linear",
          ),
  };
}

const sumOf = (readings: readonly BoardReading[]): number => readings.reduce((sum, { activeMs }) => sum + activeMs, 0);
