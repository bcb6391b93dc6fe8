import { chartAxis, chartFrame, chartLegend, type ChartOption, type ChartTheme } from "./chartTheme.ts";

/** Values with their intervals, a row a name, one series beside the other: kappa of muscles, for one. Null where undefined. */
export interface IntervalData {
  readonly axis: string;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly { readonly value: number | null; readonly lower: number | null; readonly upper: number | null }[];
  }[];
}

/** The first row on top. An interval is a line through its value. */
export function intervalChart({ axis, from, to, rows, series }: IntervalData, theme: ChartTheme): ChartOption {
  const shift = (at: number) => (at - (series.length - 1) / 2) * 0.24;
  return {
    ...chartFrame(theme),
    grid: { left: 168, right: 20, top: 36, bottom: 48 },
    legend: chartLegend(
      theme,
      series.map(({ name }) => name),
    ),
    tooltip: { trigger: "item" },
    xAxis: chartAxis(theme, axis, { type: "value", min: from, max: to }),
    yAxis: {
      type: "value",
      inverse: true,
      min: -0.6,
      max: rows.length - 0.4,
      interval: 1,
      splitLine: { show: false },
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { show: false },
    },
    series: series.flatMap(({ name, values }, at) => [
      {
        name,
        type: "scatter",
        symbolSize: 7,
        itemStyle: { color: theme.series[at] },
        data: values.flatMap(({ value }, row) => (value === null ? [] : [[value, row + shift(at)]])),
        ...(at === 0 ? { markPoint: rowNames(rows, from, theme) } : {}),
        markLine: {
          symbol: "none",
          silent: true,
          label: { show: false },
          lineStyle: { color: theme.series[at], type: "solid", width: 1.5 },
          data: values.flatMap(({ lower, upper }, row) =>
            lower === null || upper === null ? [] : [[{ coord: [lower, row + shift(at)] }, { coord: [upper, row + shift(at)] }]],
          ),
        },
      },
    ]),
  };
}

/** Names left of the rows: an axis of numbers has no names of its own. */
function rowNames(rows: readonly string[], from: number, theme: ChartTheme): ChartOption {
  return {
    symbol: "rect",
    symbolSize: 0.1,
    silent: true,
    label: { show: true, position: "left", distance: 10, color: theme.text, formatter: "{b}" },
    data: rows.map((name, row) => ({ name, coord: [from, row] })),
  };
}
