import { chartFrame, type ChartOption, type ChartTheme } from "./chartTheme.ts";

/** Grades of rows (muscles) in columns (cases), columns in groups; null where there is none. */
export interface HeatMapData {
  readonly rows: readonly string[];
  readonly groups: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** By row, then by column over all groups; positions on the scale. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly grades: readonly string[];
}

/** From the lowest grade to the highest: readable in grey, too. */
const ramp = ["#f7fbff", "#d0e1f2", "#94c4df", "#4a98c9", "#1764ab", "#08306b"];

/** Cases without a value are left open. */
export function heatMapChart({ rows, groups, values, grades }: HeatMapData, theme: ChartTheme): ChartOption {
  const columns = groups.flatMap((group) => group.columns.map((column) => ({ group: group.name, column })));
  const borders = groups.map((_, at) => groups.slice(0, at).reduce((sum, group) => sum + group.columns.length, 0));
  const axis = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: theme.text, fontSize: 10 } };
  return {
    ...chartFrame(theme),
    grid: { left: 168, right: 20, top: 24, bottom: 96 },
    tooltip: {},
    xAxis: [
      { ...axis, type: "category", data: columns.map(({ column }) => column), axisLabel: { ...axis.axisLabel, rotate: 90 } },
      {
        ...axis,
        type: "category",
        position: "top",
        data: columns.map(({ group }, at) => (borders.includes(at) ? group : "")),
        axisLabel: { color: theme.text, interval: 0, align: "left" },
      },
    ],
    yAxis: { ...axis, type: "category", inverse: true, data: [...rows] },
    visualMap: {
      type: "piecewise",
      orient: "horizontal",
      bottom: 4,
      left: "center",
      textStyle: { color: theme.text },
      pieces: grades.map((label, value) => ({
        value,
        label,
        color: ramp[Math.round((value * (ramp.length - 1)) / Math.max(1, grades.length - 1))],
      })),
    },
    series: [
      {
        type: "heatmap",
        itemStyle: { borderColor: theme.line, borderWidth: 0.5 },
        data: values.flatMap((row, y) => row.flatMap((value, x) => (value === null ? [] : [[x, y, value]]))),
      },
    ],
  };
}
