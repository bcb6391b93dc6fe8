import { adjustP } from "../../statistics/tests/adjustP.ts";
import { mannWhitney, type MannWhitney } from "../../statistics/tests/mannWhitney.ts";
import { kruskalWallis, type RankAnova } from "../../statistics/tests/rankAnova.ts";
import type { AnalysedReading } from "./analysedReading.ts";
import { headOf, type ScoreColumn, type ScoreColumnHead } from "./scoreColumns.ts";

/** Whose scores are compared: one reading of each case, or the mean of the readers' first passes. */
export type ScoreSource =
  | { readonly of: "reader"; readonly readerNumber: number; readonly pass: number }
  | { readonly of: "mean of readers" };

export interface GroupDifference {
  readonly column: ScoreColumnHead;
  /** By name; n without missing scores. */
  readonly groups: readonly { readonly name: string; readonly n: number; readonly mean: number | null; readonly median: number | null }[];
  /** Of two groups: U is of the first. */
  readonly mannWhitney: MannWhitney | null;
  /** Of three groups or more. */
  readonly kruskalWallis: RankAnova | null;
  readonly p: number | null;
  readonly pHolm: number | null;
  readonly pBH: number | null;
}

export interface GroupDifferences {
  readonly source: ScoreSource;
  /** Tests that were done: p is adjusted over these. */
  readonly tests: number;
  /** Cases without a group, which are left out. */
  readonly withoutGroup: number;
  readonly differences: readonly GroupDifference[];
}

/** "reader 1, pass 1" or "mean of readers, pass 1". */
export function sourceInWords(source: ScoreSource): string {
  return source.of === "reader" ? `reader ${source.readerNumber}, pass ${source.pass}` : "mean of readers, pass 1";
}

/** The sources that readings offer; the first, reader 1's first pass, is the default. */
export function scoreSources(readings: readonly AnalysedReading[]): ScoreSource[] {
  const readers = [...new Set(readings.filter(({ pass }) => pass === 1).map(({ readerNumber }) => readerNumber))].toSorted((a, b) => a - b);
  return [
    ...readers.map((readerNumber): ScoreSource => ({ of: "reader", readerNumber, pass: 1 })),
    ...(readers.length > 1 ? [{ of: "mean of readers" } as const] : []),
  ];
}

/**
 * Differences between the groups of the cases in every column per muscle: Mann-Whitney without continuity correction (two groups) or Kruskal-Wallis, with p
 * adjusted over the tests done, by Holm and by Benjamini and Hochberg. Right and left are tested apart. The mean of readers is of cases that all of them
 * scored.
 */
export function groupDifferences(readings: readonly AnalysedReading[], all: readonly ScoreColumn[], source: ScoreSource): GroupDifferences {
  const columns = all.filter(({ muscle }) => muscle !== null);
  const cases = [...Map.groupBy(readings.filter(isOf(source)), ({ caseCode }) => caseCode).values()];
  const readers = new Set(readings.filter(isOf(source)).map(({ readerNumber }) => readerNumber)).size;
  const grouped = cases.filter(([first]) => first!.group !== null);
  const names = [...new Set(grouped.map(([first]) => first!.group!))].toSorted();
  const compared = columns.map((column) => {
    const members = names.map((name) =>
      grouped
        .filter(([first]) => first!.group === name)
        .flatMap((own) => {
          const values = own.map(({ answers }) => column.read(answers).value).filter((value) => value !== null);
          return values.length === readers ? [values.reduce((sum, value) => sum + value, 0) / readers] : [];
        }),
    );
    const two = names.length === 2 ? mannWhitney(members[0]!, members[1]!) : null;
    const several = names.length > 2 ? kruskalWallis(members) : null;
    return {
      column: headOf(column),
      groups: names.map((name, at) => ({ name, n: members[at]!.length, mean: meanOf(members[at]!), median: medianOf(members[at]!) })),
      mannWhitney: two,
      kruskalWallis: several,
      p: (two ?? several)?.p ?? null,
    };
  });
  const p = compared.map((each) => each.p);
  const [holm, bh] = [adjustP(p, "holm"), adjustP(p, "bh")];
  return {
    source,
    tests: p.filter((value) => value !== null).length,
    withoutGroup: cases.length - grouped.length,
    differences: compared.map((each, at) => ({ ...each, pHolm: holm[at]!, pBH: bh[at]! })),
  };
}

function isOf(source: ScoreSource): (reading: AnalysedReading) => boolean {
  return source.of === "reader"
    ? ({ readerNumber, pass }) => readerNumber === source.readerNumber && pass === source.pass
    : ({ pass }) => pass === 1;
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
