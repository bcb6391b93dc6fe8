import type { ConsensusOfDrawing } from "#shared/api/agreement.ts";
import type { DataColumn } from "../../../ui/table/DataTable.tsx";
import type { SortValue } from "../../../ui/table/sortRows.ts";
import { fixed } from "../numbers.ts";

/** The consensus on one segment of a series. */
export interface ConsensusRow extends ConsensusOfDrawing {
  readonly key: string;
  /** "thigh, T1-weighted". */
  readonly words: string;
  /** The least of the readers' Dice against the consensus; null where there is none. */
  readonly lowest: number | null;
}

/** The rows of a table. @param wordsOf a region and role in words. */
export function consensusRows(
  consensus: readonly ConsensusOfDrawing[],
  wordsOf: (drawing: Pick<ConsensusOfDrawing, "region" | "role">) => string,
): ConsensusRow[] {
  return consensus.map((each) => {
    const dice = each.readers.flatMap((reader) => reader.dice ?? []);
    return {
      ...each,
      key: JSON.stringify([each.caseCode, each.region, each.role, each.segment]),
      words: wordsOf(each),
      lowest: dice.length === 0 ? null : Math.min(...dice),
    };
  });
}

/** What a row is sorted by: "dice:2" is reader 2's Dice. */
export function consensusSortValue(column: string): (row: ConsensusRow) => SortValue {
  const [what, reader] = column.split(":");
  if (reader !== undefined) return (row) => readerOf(row, Number(reader))?.dice ?? null;
  return (row) => row[what as "caseCode" | "words" | "segment" | "area" | "tiedArea" | "lowest"];
}

const readerOf = ({ readers }: ConsensusRow, readerNumber: number) => readers.find((each) => each.readerNumber === readerNumber);

/** The columns: a Dice a reader, with what STAPLE estimates of that reader on hover. */
export function consensusColumns(rows: readonly ConsensusRow[]): readonly DataColumn<ConsensusRow>[] {
  const numbers = [...new Set(rows.flatMap(({ readers }) => readers.map(({ readerNumber }) => readerNumber)))].toSorted((a, b) => a - b);
  return [
    { key: "caseCode", header: "Case", width: "minmax(60px, 90px)", cell: ({ caseCode }) => caseCode },
    { key: "words", header: "Region, role", width: "minmax(110px, 220px)", cell: ({ words }) => words, title: ({ words }) => words },
    { key: "segment", header: "Segment", width: "minmax(80px, 220px)", cell: ({ segment }) => segment, title: ({ segment }) => segment },
    { key: "area", header: "Area, mm²", width: "64px", isNumber: true, cell: ({ area }) => fixed(area, 0) },
    {
      key: "tiedArea",
      header: "Tied, mm²",
      about: "That exactly half of the readers drew: no part of a majority.",
      width: "56px",
      leaveOut: 1,
      isNumber: true,
      cell: ({ tiedArea }) => fixed(tiedArea, 0),
    },
    { key: "lowest", header: "Lowest Dice", width: "56px", isNumber: true, cell: ({ lowest }) => fixed(lowest) },
    ...numbers.map((number): DataColumn<ConsensusRow> => ({
      key: `dice:${number}`,
      header: `Dice, reader ${number}`,
      about: "Against the consensus, of which this reader is a part.",
      width: "62px",
      isNumber: true,
      cell: (row) => fixed(readerOf(row, number)?.dice),
      title: (row) => {
        const { sensitivity = null, specificity = null } = readerOf(row, number) ?? {};
        return sensitivity === null
          ? undefined
          : `sensitivity ${fixed(sensitivity)}, specificity ${fixed(specificity)}, as STAPLE estimates them`;
      },
    })),
  ];
}
