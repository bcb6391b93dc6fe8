import { chartAxis, chartFrame, chartLegend, type ChartOption, type ChartTheme } from "./chartTheme.ts";

/** How often values fall into bins of one width, a series beside the other; `mark` is a threshold, drawn as a line. */
export interface HistogramData {
  readonly axis: string;
  readonly from: number;
  readonly to: number;
  readonly bins: number;
  readonly mark: number | null;
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/**
 * Values below the first bin are counted in it, those above the last one in that. The right edge of the last bin
 * belongs to it. A small one has no words but the ends of its axis.
 */
export function histogramChart({ axis, from, to, bins, mark, series }: HistogramData, theme: ChartTheme, isSmall = false): ChartOption {
  const width = (to - from) / bins;
  const counts = series.map(({ values }) => {
    const own = Array.from({ length: bins }, () => 0);
    for (const value of values) own[Math.min(bins - 1, Math.max(0, Math.floor((value - from) / width)))]! += 1;
    return own;
  });
  const centre = (bin: number) => Number((from + (bin + 0.5) * width).toFixed(6));
  return {
    ...chartFrame(theme),
    ...(isSmall
      ? {
          grid: { left: 6, right: 6, top: 6, bottom: 16 },
          tooltip: { trigger: "axis", confine: true },
          xAxis: {
            ...chartAxis(theme, "", {
              type: "value",
              min: from,
              max: to,
              interval: to - from,
              splitLine: { show: false },
              axisTick: { show: false },
            }),
            axisLabel: { color: theme.text, fontSize: 10, margin: 3, alignMinLabel: "left", alignMaxLabel: "right" },
          },
          yAxis: { type: "value", show: false },
        }
      : {
          // The mark's label stands below the legend.
          grid: { left: 56, right: 20, top: 48, bottom: 48 },
          legend: chartLegend(
            theme,
            series.map(({ name }) => name),
          ),
          tooltip: { trigger: "axis" },
          xAxis: chartAxis(theme, axis, { type: "value", min: from, max: to }),
          yAxis: chartAxis(theme, "features", { type: "value", minInterval: 1, nameGap: 40 }),
        }),
    series: series.map(({ name }, at) => ({
      name,
      type: "line",
      step: "middle",
      symbol: "none",
      areaStyle: { opacity: 0.18 },
      data: counts[at]!.map((count, bin) => [centre(bin), count]),
      ...(at === 0 && mark !== null
        ? {
            markLine: {
              symbol: "none",
              silent: true,
              label: { show: !isSmall, formatter: String(mark), color: theme.text },
              lineStyle: { color: theme.text, type: "dashed" },
              data: [{ xAxis: mark }],
            },
          }
        : {}),
    })),
  };
}
