import type { Answers } from "../project/answer.ts";
import { readerComparisons, slotOf, type ReaderComparison } from "../../statistics/agreement/readerComparisons.ts";

/** A locked reading as statistics take it. */
export interface AnalysedReading {
  readonly caseCode: string;
  /** The group of the case; null where none was given. */
  readonly group: string | null;
  /** The reader's number in the project, from 1. */
  readonly readerNumber: number;
  readonly pass: number;
  readonly answers: Answers;
}

/** What locked readings let compare: readers by their numbers, differences as the lower number minus the higher, and of passes the earlier minus the later. */
export function comparisonsOfReadings(readings: readonly Pick<AnalysedReading, "readerNumber" | "pass">[]): ReaderComparison[] {
  const numbers = (all: readonly number[]) => [...new Set(all)].toSorted((a, b) => a - b).map(String);
  return readerComparisons({
    readers: numbers(readings.map(({ readerNumber }) => readerNumber)),
    passes: numbers(readings.map(({ pass }) => pass)),
    present: new Set(readings.map(slotOfReading)),
    hasPasses: true,
  });
}

/** The slot of a reading in its comparisons. */
export function slotOfReading({ readerNumber, pass }: Pick<AnalysedReading, "readerNumber" | "pass">): string {
  return slotOf(String(readerNumber), String(pass));
}

/** "readers 1 and 2, pass 1", "reader 1, passes 1 and 2". */
export function comparisonInWords({ readers, passes }: Pick<ReaderComparison, "readers" | "passes">): string {
  const listed = (what: string, names: readonly string[]) =>
    names.length === 1
      ? `${what} ${names[0]!}`
      : `${what === "pass" ? "passes" : `${what}s`} ${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
  return `${listed("reader", readers)}, ${listed("pass", passes)}`;
}

/** Who is compared, as an address of it: "inter 1,2 1". */
export function comparisonKey({ kind, readers, passes }: Omit<ReaderComparison, "slots">): string {
  return `${kind} ${readers.join(",")} ${passes.join(",")}`;
}

/**
 * Values of the readings compared, a row a case that any of them read, in the order of first appearance: null where a reading is missing or has no value.
 */
export function casesBySlots<Reading extends Pick<AnalysedReading, "caseCode" | "readerNumber" | "pass">>(
  readings: readonly Reading[],
  { slots }: Pick<ReaderComparison, "slots">,
  valueOf: (reading: Reading) => number | null,
): { readonly caseCodes: readonly string[]; readonly rows: readonly (readonly (number | null)[])[] } {
  const byCase = new Map<string, Map<string, number | null>>();
  for (const reading of readings) {
    const slot = slotOfReading(reading);
    if (!slots.includes(slot)) continue;
    const row = byCase.get(reading.caseCode) ?? new Map<string, number | null>();
    byCase.set(reading.caseCode, row);
    row.set(slot, valueOf(reading));
  }
  return {
    caseCodes: [...byCase.keys()],
    rows: [...byCase.values()].map((row) => slots.map((slot) => row.get(slot) ?? null)),
  };
}
