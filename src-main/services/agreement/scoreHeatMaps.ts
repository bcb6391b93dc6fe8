import type { HeatMapData } from "#shared/charts/heatMapChart.ts";
import type { AnalysedReading } from "#shared/domain/agreement/analysedReading.ts";
import type { ScoreColumn } from "#shared/domain/agreement/scoreColumns.ts";

/** The grades of one item that one reader gave in one pass: muscles by cases, cases by group. */
export interface ScoreHeatMap {
  readonly item: string;
  readonly label: string;
  readonly data: HeatMapData;
}

/** A heat map of each item that is graded per muscle; none where the reader read nothing in the pass. */
export function scoreHeatMaps(
  columns: readonly ScoreColumn[],
  readings: readonly AnalysedReading[],
  source: Pick<AnalysedReading, "readerNumber" | "pass">,
): ScoreHeatMap[] {
  const items = Map.groupBy(
    columns.filter(({ scale, muscle }) => scale !== null && muscle !== null),
    ({ form, item }) => `${form}/${item.id}`,
  );
  const own = readings.filter(({ readerNumber, pass }) => readerNumber === source.readerNumber && pass === source.pass);
  const byGroup = Map.groupBy(own, ({ group }) => group ?? "no group");
  const groups = [...byGroup.keys()].toSorted();
  const cases = groups.flatMap((group) => byGroup.get(group)!.toSorted((a, b) => a.caseCode.localeCompare(b.caseCode)));
  if (cases.length === 0) return [];
  return [...items].map(([item, ofItem]) => ({
    item,
    label: ofItem[0]!.item.label,
    data: {
      rows: ofItem.map(({ muscle, side }) => `${muscle!} ${side ?? ""}`),
      groups: groups.map((name) => ({
        name,
        columns: cases.filter(({ group }) => (group ?? "no group") === name).map(({ caseCode }) => caseCode),
      })),
      values: ofItem.map(({ read }) => cases.map(({ answers }) => read(answers).position)),
      grades: ofItem[0]!.scale!.grades.map(({ value }) => value),
    },
  }));
}
