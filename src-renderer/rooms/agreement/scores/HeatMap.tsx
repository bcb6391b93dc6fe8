import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { ComparisonName } from "#shared/api/agreement.ts";
import type { ChartTheme } from "#shared/charts/chartTheme.ts";
import { heatMapChart, type HeatMapData } from "#shared/charts/heatMapChart.ts";
import { trpc } from "../../../client/client.ts";
import { Chart } from "../../../ui/charts/Chart.tsx";
import { Answered } from "../Answered.tsx";
import room from "../AgreementRoom.module.css";

interface Props {
  readonly projectId: string;
  readonly item: string;
  readonly comparisons: readonly ComparisonName[];
}

/** The grades that one reader gave: muscles by cases, cases by group. */
export function HeatMap({ projectId, item, comparisons }: Props) {
  const sources = [
    ...new Set(comparisons.flatMap(({ readers, passes }) => readers.flatMap((reader) => passes.map((pass) => `${reader} ${pass}`)))),
  ].toSorted();
  const [source, setSource] = useState(sources[0]!);
  const [readerNumber, pass] = source.split(" ").map(Number);
  const query = useQuery(trpc.agreement.heatMaps.queryOptions({ projectId, readerNumber: readerNumber!, pass: pass! }));
  return (
    <section aria-label="Grades of muscles in cases">
      <h2>Grades of muscles in cases</h2>
      <Select
        aria-label="Whose grades"
        w={200}
        mb={6}
        allowDeselect={false}
        data={sources.map((value) => ({ value, label: `reader ${value.split(" ")[0]}, pass ${value.split(" ")[1]}` }))}
        value={source}
        onChange={(next) => next !== null && setSource(next)}
      />
      <Answered query={query} waiting="Reading the grades …">
        {(maps) => {
          const own = maps.find((each) => each.item === item);
          return own ? (
            <Grades label={own.label} data={own.data} />
          ) : (
            <p className={room.note}>This reader has no locked reading of this pass.</p>
          );
        }}
      </Answered>
    </section>
  );
}

function Grades({ label, data }: { label: string; data: HeatMapData }) {
  const make = useCallback((theme: ChartTheme) => heatMapChart(data, theme), [data]);
  return <Chart label={`${label}: muscles by cases`} make={make} height={130 + 16 * data.rows.length} fileName="scores" />;
}
