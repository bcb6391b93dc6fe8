import { chartAxis, chartFrame, niceRange, type ChartOption, type ChartTheme } from "./chartTheme.ts";

/** Two measurements of each case: `id` is what a click on its point tells. */
export interface PairData {
  readonly what: string;
  readonly first: string;
  readonly second: string;
  readonly points: readonly { readonly id: string; readonly first: number; readonly second: number }[];
}

/** The second measurement over the first, with the line on which they are equal. */
export function scatterChart({ what, first, second, points }: PairData, theme: ChartTheme): ChartOption {
  // One range for both axes: the line of equality is the diagonal.
  const range = niceRange(points.flatMap((point) => [point.first, point.second]));
  return {
    ...chartFrame(theme),
    grid: { left: 72, right: 20, top: 20, bottom: 48 },
    tooltip: { trigger: "item" },
    xAxis: chartAxis(theme, `${what}, ${first}`, { type: "value", ...range }),
    yAxis: chartAxis(theme, second, { type: "value", ...range, nameGap: 56 }),
    series: [
      {
        type: "scatter",
        symbolSize: 7,
        data: points.map((point) => ({ name: point.id, value: [point.first, point.second] })),
        markLine: {
          symbol: "none",
          silent: true,
          label: { show: false },
          lineStyle: { color: theme.text, type: "dashed" },
          data: [[{ coord: [range.min, range.min] }, { coord: [range.max, range.max] }]],
        },
      },
    ],
  };
}

/** Differences (first minus second) over means, with the bias and the limits of agreement (Bland & Altman 1986). */
export function differenceChart(
  { what, first, second, points }: PairData,
  { bias, lower, upper }: { readonly bias: number | null; readonly lower: number | null; readonly upper: number | null },
  theme: ChartTheme,
): ChartOption {
  const line = (value: number | null, name: string, type: "solid" | "dashed") =>
    value === null
      ? []
      : [
          {
            yAxis: value,
            name,
            label: { formatter: `${name} ${Number(value.toPrecision(3))}`, position: "insideEndTop", color: theme.text },
            lineStyle: { type },
          },
        ];
  // The limits lie beyond the points as often as not.
  const range = niceRange([
    ...points.map((point) => point.first - point.second),
    ...[bias, lower, upper].filter((limit) => limit !== null),
  ]);
  return {
    ...chartFrame(theme),
    grid: { left: 72, right: 24, top: 20, bottom: 48 },
    tooltip: { trigger: "item" },
    xAxis: chartAxis(theme, `${what}: mean of both`, { type: "value", scale: true }),
    yAxis: chartAxis(theme, `${first} − ${second}`, { type: "value", ...range, nameGap: 56 }),
    series: [
      {
        type: "scatter",
        symbolSize: 7,
        data: points.map((point) => ({ name: point.id, value: [(point.first + point.second) / 2, point.first - point.second] })),
        markLine: {
          symbol: "none",
          silent: true,
          lineStyle: { color: theme.text },
          data: [...line(bias, "bias", "solid"), ...line(lower, "lower limit", "dashed"), ...line(upper, "upper limit", "dashed")],
        },
      },
    ],
  };
}
