import type { ConsensusOfDrawing } from "#shared/api/agreement.ts";
import { tableCsv } from "./columns.ts";

/** A row a method, segment and reader: how each reader's drawing agrees with the consensus of all. Areas in mm², over the slices that are read. */
export function consensusCsv(consensus: readonly ConsensusOfDrawing[]): string {
  const rows = consensus.flatMap(({ readers, ...of }) => readers.map((reader) => ({ ...of, count: readers.length, ...reader })));
  return tableCsv(
    [
      ["Case code", ({ caseCode }) => caseCode],
      ["Region", ({ region }) => region],
      ["Role", ({ role }) => role],
      ["Segment", ({ segment }) => segment],
      ["Method", ({ method }) => method],
      ["Readers", ({ count }) => count],
      ["Slices", ({ slices }) => slices],
      ["Area", ({ area }) => area],
      ["Tied area", ({ tiedArea }) => tiedArea],
      ["Reader", ({ readerNumber }) => readerNumber],
      ["Dice", ({ dice }) => dice],
      ["Sensitivity", ({ sensitivity }) => sensitivity],
      ["Specificity", ({ specificity }) => specificity],
    ],
    rows,
  );
}
