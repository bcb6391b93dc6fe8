import { readFileSync } from "node:fs";
import { sharedData } from "../../sharedData.ts";

/** A call of another program on a case, and what it answered. */
export interface OracleCall {
  readonly call: string;
  readonly output: unknown;
}

export interface OracleCase {
  readonly id: string;
  readonly input: Record<string, unknown>;
  readonly levels?: readonly number[];
  readonly table?: readonly (readonly number[])[];
  readonly calls: readonly OracleCall[];
  readonly [key: string]: unknown;
}

/** A file of ../shared/data/statistics. */
export function oracleFile(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(sharedData("statistics", name), "utf8")) as Record<string, unknown>;
}

/** What the call whose words begin so answered; undefined where the case has none. */
export function outputOf(entry: OracleCase, start: string): Record<string, unknown> | undefined {
  const found = entry.calls.find(({ call }) => call.startsWith(start));
  return found?.output as Record<string, unknown> | undefined;
}

/** The largest differences between our values and those of other programs, by part of a file; differences are relative above 1. */
export function collectDifferences() {
  const parts = new Map<string, { cases: Set<string>; values: number; largest: number; at: string }>();
  return {
    add(part: string, caseId: string, what: string, ours: unknown, theirs: unknown): void {
      const entry = parts.get(part) ?? { cases: new Set<string>(), values: 0, largest: 0, at: "" };
      parts.set(part, entry);
      entry.cases.add(caseId);
      entry.values += 1;
      const difference = differenceOf(ours, theirs);
      if (difference > entry.largest) {
        entry.largest = difference;
        entry.at = `${caseId}: ${what}: ${String(ours)} against ${String(theirs)}`;
      }
    },
    /** The parts whose largest difference is above a tolerance, or in which nothing was compared; with where it is. */
    above: (tolerance: number, wanted: readonly string[]) =>
      wanted.flatMap((part) => {
        const entry = parts.get(part);
        if (entry === undefined) return [`${part}: nothing was compared`];
        return entry.largest <= tolerance ? [] : [`${part}: ${entry.at}`];
      }),
    print(): void {
      const rows = [...parts].map(([part, { cases, values, largest, at }]) => [
        part,
        String(cases.size),
        String(values),
        largest === 0 ? "0" : largest.toExponential(1),
        at.split(":")[0]!,
      ]);
      const lines = [["file", "cases", "values", "largest difference", "at"], ...rows];
      const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
      console.log(
        lines
          .map((line) =>
            line
              .map((cell, column) => cell.padEnd(widths[column]!))
              .join("  ")
              .trimEnd(),
          )
          .join("\n"),
      );
    },
  };
}

function differenceOf(ours: unknown, theirs: unknown): number {
  const isNothing = (value: unknown) => value === null || value === undefined || value === "NaN" || value === "Infinity";
  if (isNothing(ours) || isNothing(theirs)) return isNothing(ours) && isNothing(theirs) ? 0 : Number.POSITIVE_INFINITY;
  if (typeof ours !== "number" || typeof theirs !== "number") return ours === theirs ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs));
}
