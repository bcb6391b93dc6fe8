import { comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import type { AgreementResults } from "../agreementResults.ts";
import type { DrawingOverlap } from "../drawingAgreement.ts";
import { comparisonColumns, tableCsv, within } from "./columns.ts";

/**
 * A row a slice that either drew, and one for all slices together ("pooled"); where each reader chose the levels, a row a level too ("chosen"), with the
 * slices that both took for it. Lengths in mm, areas in mm²; slices from 1.
 */
export function drawingsCsv({ drawings }: Pick<AgreementResults, "drawings">): string {
  const rows = drawings.overlaps.flatMap((overlap) => [
    ...overlap.slices.map((each) => ({ overlap, each, pooled: null, chosen: null })),
    { overlap, each: null, pooled: overlap.pooled, chosen: null },
    // Of a drawing once: its segments lie on the same slices.
    ...(isFirst(overlap, drawings.overlaps) ? (overlap.chosen ?? []) : []).map((chosen) => ({ overlap, each: null, pooled: null, chosen })),
  ]);
  const areas = ({ overlap, each, pooled }: (typeof rows)[number]): readonly [number | null, number | null] =>
    each ? [each.areaA, each.areaB] : pooled ? [overlap.areaA, overlap.areaB] : [null, null];
  return tableCsv(
    [
      ["Case code", ({ overlap }) => overlap.caseCode],
      ...within(comparisonColumns, ({ overlap }: (typeof rows)[number]) => overlap),
      ["Region", ({ overlap }) => overlap.region],
      ["Role", ({ overlap }) => overlap.role],
      ["Segment", ({ overlap, chosen }) => (chosen ? null : (overlap.segment ?? "all segments"))],
      ["Slice", ({ each, pooled }) => (each ? each.slice + 1 : pooled ? "pooled" : "chosen")],
      ["Level", ({ each, chosen }) => (each ?? chosen)?.level],
      ["Dice", ({ each, pooled }) => (each ?? pooled)?.dice],
      ["Jaccard", ({ each, pooled }) => (each ?? pooled)?.jaccard],
      ["HD95", ({ each, pooled }) => (each ?? pooled)?.hd95],
      ["ASSD", ({ each, pooled }) => (each ?? pooled)?.assd],
      ["Surface Dice", ({ each }) => each?.surfaceDice],
      ["Tau", ({ overlap, chosen }) => (chosen ? null : overlap.tauMm)],
      ["Area A", (row) => areas(row)[0]],
      ["Area B", (row) => areas(row)[1]],
      [
        "Area difference percent",
        (row) => {
          const [a, b] = areas(row);
          return a === null || b === null || a + b === 0 ? null : (200 * (b - a)) / (a + b);
        },
      ],
      ["Added path length", ({ each }) => each?.addedPath.lengthMm],
      ["Slices of both", ({ pooled }) => pooled?.slicesBoth],
      ["Slices of A alone", ({ pooled }) => pooled?.slicesOnlyA],
      ["Slices of B alone", ({ pooled }) => pooled?.slicesOnlyB],
      ["Slice of A", ({ chosen }) => chosen && chosen.sliceA + 1],
      ["Slice of B", ({ chosen }) => chosen && chosen.sliceB + 1],
      ["Slices apart", ({ chosen }) => chosen && Math.abs(chosen.sliceB - chosen.sliceA)],
      ["Distance", ({ chosen }) => chosen?.distanceMm],
      ["Reason", ({ each, pooled }) => (each ?? pooled)?.reason],
    ],
    rows,
  );
}

const isFirst = (overlap: DrawingOverlap, all: readonly DrawingOverlap[]): boolean =>
  all.find(
    ({ caseCode, region, role, kind, readers, passes }) =>
      caseCode === overlap.caseCode &&
      region === overlap.region &&
      role === overlap.role &&
      comparisonKey({ kind, readers, passes }) === comparisonKey(overlap),
  ) === overlap;
