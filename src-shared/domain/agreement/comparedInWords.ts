import type { ReaderComparison } from "../../statistics/agreement/readerComparisons.ts";
import type { Protocol } from "../project/protocol.ts";
import type { AnalysedReading } from "./analysedReading.ts";

/** Whether anything could be compared between readers, and within one reader. */
export interface ComparedKinds {
  readonly between: boolean;
  readonly within: boolean;
}

/** An agreement needs so many cases that all who are compared have a value for. */
const leastCases = 2;

/** What of these comparisons has enough cases to say something. */
export function comparedKinds(comparisons: readonly (Pick<ReaderComparison, "readers"> & { readonly n: number })[]): ComparedKinds {
  const enough = comparisons.filter(({ n }) => n >= leastCases);
  return { between: enough.some(({ readers }) => readers.length > 1), within: enough.some(({ readers }) => readers.length === 1) };
}

/** "between readers and within reader"; empty where nothing was compared. */
export function kindsInWords({ between, within }: ComparedKinds): string {
  return [...(between ? ["between readers"] : []), ...(within ? ["within reader"] : [])].join(" and ");
}

/** "ICC(A,1) between readers and ICC(A,1) within reader", of what was compared alone; empty where nothing was. */
export function iccInWords({ between, within }: ComparedKinds, icc: Omit<Protocol["agreement"]["icc"], "beside">): string {
  return [
    ...(between ? [`ICC(${icc.betweenReaders}) between readers`] : []),
    ...(within ? [`ICC(${icc.withinReader}) within reader`] : []),
  ].join(" and ");
}

/** Locked readings by reader and pass: "reader 1 read 24 cases in pass 1 and 12 in pass 2; reader 2 read 24 cases in pass 1". */
export function readingsInWords(readings: readonly Pick<AnalysedReading, "readerNumber" | "pass">[]): string {
  const byReader = [...Map.groupBy(readings, ({ readerNumber }) => readerNumber)].toSorted(([a], [b]) => a - b);
  return byReader
    .map(([reader, own]) => {
      const byPass = [...Map.groupBy(own, ({ pass }) => pass)].toSorted(([a], [b]) => a - b);
      const counts = byPass.map(([pass, { length }], at) => `${length}${at > 0 ? "" : length === 1 ? " case" : " cases"} in pass ${pass}`);
      return `reader ${reader} read ${counts.length < 2 ? counts[0]! : `${counts.slice(0, -1).join(", ")} and ${counts.at(-1)!}`}`;
    })
    .join("; ");
}

/** What the study still lacks, a sentence that begins with a blank; empty where every reading is submitted. */
export function outstandingInWords({ notSubmitted }: { readonly notSubmitted: number }): string {
  if (notSubmitted === 0) return "";
  return ` ${notSubmitted === 1 ? "1 reading is" : `${notSubmitted} readings are`} not submitted yet: what is said here is of those that are.`;
}
