import { LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { SegmentHistogram } from "#shared/api/featureSet.ts";

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

/** One segment in the chart. */
export interface HistogramLine {
  readonly title: string;
  readonly color: string;
  readonly histogram: SegmentHistogram;
}

/** What is written along the axis of grey values: "Intensity", "Intensity (HU)". */
export interface HistogramWords {
  readonly axis: string;
}

/** An empty chart in an element; sizes itself with it. */
export function openChart(element: HTMLElement): { draw: (lines: readonly HistogramLine[], words: HistogramWords) => void; close: () => void } {
  const chart: ECharts = init(element, null, { renderer: "canvas" });
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(element);
  return {
    draw: (lines, words) => chart.setOption(optionOf(lines, words, colorsOf(element)), true),
    close: () => {
      observer.disconnect();
      chart.dispose();
    },
  };
}

function colorsOf(element: HTMLElement) {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return { text: color("--text"), quiet: color("--text-quiet"), line: color("--line"), panel: color("--raised") };
}

/** The outline of a histogram: share of the segment's voxels over each bin, exactly between its edges. */
function outlineOf({ edges, counts, voxels }: SegmentHistogram): Array<[number, number]> {
  const points: Array<[number, number]> = [[edges[0]!, 0]];
  for (const [bin, count] of counts.entries()) {
    const share = (100 * count) / voxels;
    points.push([edges[bin]!, share], [edges[bin + 1]!, share]);
  }
  points.push([edges.at(-1)!, 0]);
  return points;
}

function optionOf(lines: readonly HistogramLine[], words: HistogramWords, colors: ReturnType<typeof colorsOf>) {
  const isAlone = lines.length === 1;
  const font = { color: colors.quiet, fontSize: 11.5 };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 14, top: 24, bottom: 22, containLabel: true },
    xAxis: { type: "value", scale: true, name: words.axis, nameLocation: "middle", nameGap: 26, nameTextStyle: font, axisLabel: { ...font, hideOverlap: true }, axisLine: { lineStyle: { color: colors.quiet } }, splitLine: { show: false } },
    yAxis: { type: "value", name: "% of voxels", nameTextStyle: { ...font, align: "left" }, axisLabel: font, splitLine: { lineStyle: { color: colors.line } } },
    tooltip: {
      trigger: "axis", renderMode: "richText", backgroundColor: colors.panel, borderColor: colors.line, textStyle: { color: colors.text, fontSize: 12 },
      formatter: (points: ReadonlyArray<{ seriesIndex: number; axisValue: number }>) => tooltipWords(lines, points[0]?.axisValue),
    },
    series: lines.map(({ title, color, histogram }) => ({
      type: "line", name: title, data: outlineOf(histogram), symbol: "none", lineStyle: { color, width: 1.6 }, itemStyle: { color },
      areaStyle: { color, opacity: isAlone ? 0.25 : 0.08 },
      markLine: {
        silent: true, symbol: "none", lineStyle: { color, opacity: 0.9 },
        label: { show: isAlone, color: colors.quiet, fontSize: 11, formatter: ({ name }: { name: string }) => name, distance: 2 },
        data: [
          { xAxis: histogram.mean, name: "mean", lineStyle: { type: "solid", width: 1.2 } },
          ...(isAlone ? [{ xAxis: histogram.percentile10, name: "P10", lineStyle: { type: "dashed" } }, { xAxis: histogram.percentile90, name: "P90", lineStyle: { type: "dashed" } }] : []),
        ],
      },
    })),
  };
}

function tooltipWords(lines: readonly HistogramLine[], value: number | undefined): string {
  if (value === undefined) return "";
  return lines.flatMap(({ title, histogram: { edges, counts, voxels } }) => {
    const bin = edges.findIndex((edge, index) => edge <= value && value < (edges[index + 1] ?? Number.NEGATIVE_INFINITY));
    if (bin < 0) return [];
    const short = (edge: number) => String(Number(edge.toPrecision(6)));
    return [`${title}: ${short(edges[bin]!)} to ${short(edges[bin + 1]!)}, ${counts[bin]} voxels (${((100 * counts[bin]!) / voxels).toPrecision(3)} %)`];
  }).join("\n");
}
