import { Button, Group } from "@mantine/core";
import { useCallback } from "react";
import type { CasePoint, ComparedValues } from "#shared/api/agreement.ts";
import type { ChartTheme } from "#shared/charts/chartTheme.ts";
import { differenceChart, scatterChart, type PairData } from "#shared/charts/pairChart.ts";
import { Chart } from "../../ui/charts/Chart.tsx";
import room from "./AgreementRoom.module.css";

interface Props {
  readonly what: string;
  readonly compared: ComparedValues["comparisons"][number];
  readonly points: readonly CasePoint[];
  /** Where a case has images to be seen. The same function for all of the charts' life. */
  readonly onCase?: (caseCode: string) => void;
}

/** Two values of each case over each other, and their differences over their means. */
export function PairCharts({ what, compared, points, onCase }: Props) {
  const { kind, readers, passes, report } = compared;
  const [first, second] =
    kind === "intra" || readers.length === 1 ? passes.map((pass) => `pass ${pass}`) : readers.map((reader) => `reader ${reader}`);
  const data = useCallback(
    (): PairData => ({
      // The class and the image type stand in the heading.
      what: what.split("_").at(-1)!,
      first: first!,
      second: second!,
      points: points.map(({ caseCode, ...values }) => ({ id: caseCode, ...values })),
    }),
    [what, first, second, points],
  );
  const scatter = useCallback((theme: ChartTheme) => scatterChart(data(), theme), [data]);
  const differences = useCallback((theme: ChartTheme) => differenceChart(data(), report.blandAltman, theme), [data, report]);
  if (points.length === 0) return <p className={room.note}>No case has both values.</p>;
  // The farthest apart first: those are to be looked at.
  const farthest = points.toSorted((a, b) => Math.abs(b.first - b.second) - Math.abs(a.first - a.second)).slice(0, 5);
  const name = what.replaceAll(/\W+/g, "-");
  return (
    <>
      <Chart
        label={`${what}: ${second} over ${first}`}
        make={scatter}
        height={210}
        fileName={`scatter-${name}`}
        {...(onCase ? { onPoint: onCase } : {})}
      />
      <Chart
        label={`${what}: differences (${first} minus ${second}) over means`}
        make={differences}
        height={210}
        fileName={`bland-altman-${name}`}
        {...(onCase ? { onPoint: onCase } : {})}
      />
      {onCase && (
        <Group gap={4} mb={8}>
          <span className={room.note}>Farthest apart:</span>
          {farthest.map(({ caseCode }) => (
            <Button
              key={caseCode}
              size="compact-xs"
              variant="default"
              onClick={() => onCase(caseCode)}
              aria-label={`Images of case ${caseCode}`}
            >
              {caseCode}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}
