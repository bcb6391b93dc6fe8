import type { AgreementResults } from "../agreementResults.ts";
import { comparisonColumns, tableCsv, within } from "./columns.ts";

/** A row a slice that either drew, and one for all slices together ("pooled"). Lengths in mm, areas in mm²; slices from 1. */
export function drawingsCsv({ drawings }: Pick<AgreementResults, "drawings">): string {
  const rows = drawings.overlaps.flatMap((overlap) => [
    ...overlap.slices.map((each) => ({ overlap, each, pooled: null })),
    { overlap, each: null, pooled: overlap.pooled },
  ]);
  const areas = ({ overlap, each }: (typeof rows)[number]) =>
    each ? ([each.areaA, each.areaB] as const) : ([overlap.areaA, overlap.areaB] as const);
  return tableCsv(
    [
      ["Case code", ({ overlap }) => overlap.caseCode],
      ...within(comparisonColumns, ({ overlap }: (typeof rows)[number]) => overlap),
      ["Region", ({ overlap }) => overlap.region],
      ["Role", ({ overlap }) => overlap.role],
      ["Segment", ({ overlap }) => overlap.segment ?? "all segments"],
      ["Slice", ({ each }) => (each ? each.slice + 1 : "pooled")],
      ["Level", ({ each }) => each?.level],
      ["Dice", ({ each, pooled }) => (each ?? pooled)?.dice],
      ["Jaccard", ({ each, pooled }) => (each ?? pooled)?.jaccard],
      ["HD95", ({ each, pooled }) => (each ?? pooled)?.hd95],
      ["ASSD", ({ each, pooled }) => (each ?? pooled)?.assd],
      ["Surface Dice", ({ each }) => each?.surfaceDice],
      ["Tau", ({ overlap }) => overlap.tauMm],
      ["Area A", (row) => areas(row)[0]],
      ["Area B", (row) => areas(row)[1]],
      [
        "Area difference percent",
        (row) => {
          const [a, b] = areas(row);
          return a + b === 0 ? null : (200 * (b - a)) / (a + b);
        },
      ],
      ["Added path length", ({ each }) => each?.addedPath.lengthMm],
      ["Slices of both", ({ pooled }) => pooled?.slicesBoth],
      ["Slices of A alone", ({ pooled }) => pooled?.slicesOnlyA],
      ["Slices of B alone", ({ pooled }) => pooled?.slicesOnlyB],
      ["Reason", ({ each, pooled }) => (each ?? pooled)?.reason],
    ],
    rows,
  );
}
