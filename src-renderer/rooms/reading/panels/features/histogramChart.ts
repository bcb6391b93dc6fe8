import type { ChartOption } from "#shared/charts/chartTheme.ts";
import type { SegmentHistogram } from "#shared/api/featureSet.ts";

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

/** The chart of some segments' grey values, for an element: in its colours, and with names of marks as its width lets them stand. */
export function segmentHistogramChart(lines: readonly HistogramLine[], words: HistogramWords, element: HTMLElement): ChartOption {
  return optionOf(lines, words, colorsOf(element), element.clientWidth);
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

/** Pixels. */
const labelFont = 11;
/** Room that the name of a mark takes, with its distance to the next; pixels. */
const labelWidth = 34;
/** What the axis and its numbers take of the chart's width; pixels. */
const besidePlot = 80;

/**
 * Mean, P10 and P90 with the row in which each is named, 0 the lowest, so that names of marks near each other stand above one another
 * instead of over each other.
 * `width` is the chart's, in pixels.
 */
export function marksOf(
  { edges, mean, percentile10, percentile90 }: Pick<SegmentHistogram, "edges" | "mean" | "percentile10" | "percentile90">,
  width: number,
): Array<{ name: string; value: number; row: number }> {
  const span = edges.at(-1)! - edges[0]! || 1;
  const pixels = (value: number) => ((value - edges[0]!) / span) * Math.max(1, width - besidePlot);
  const marks: Array<{ name: string; value: number; row: number }> = [];
  for (const [name, value] of [
    ["P10", percentile10],
    ["mean", mean],
    ["P90", percentile90],
  ] as const) {
    const near = new Set(marks.filter((other) => Math.abs(pixels(other.value) - pixels(value)) < labelWidth).map(({ row }) => row));
    marks.push({ name, value, row: [0, 1, 2].find((row) => !near.has(row))! });
  }
  return marks;
}

function optionOf(lines: readonly HistogramLine[], words: HistogramWords, colors: ReturnType<typeof colorsOf>, width: number) {
  const isAlone = lines.length === 1;
  const font = { color: colors.quiet, fontSize: 11.5 };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 26, right: 14, top: isAlone ? 54 : 24, bottom: 22, containLabel: true },
    xAxis: {
      type: "value",
      scale: true,
      name: words.axis,
      nameLocation: "middle",
      nameGap: 26,
      nameTextStyle: font,
      axisLabel: { ...font, hideOverlap: true, showMinLabel: true },
      axisLine: { lineStyle: { color: colors.quiet } },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      name: "% of voxels",
      nameLocation: "middle",
      nameGap: 34,
      nameTextStyle: font,
      axisLabel: font,
      splitLine: { lineStyle: { color: colors.line } },
    },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      backgroundColor: colors.panel,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 12 },
      formatter: (points: ReadonlyArray<{ seriesIndex: number; axisValue: number }>) => tooltipWords(lines, points[0]?.axisValue),
    },
    series: lines.map(({ title, color, histogram }) => ({
      type: "line",
      name: title,
      data: outlineOf(histogram),
      symbol: "none",
      lineStyle: { color, width: 1.6 },
      itemStyle: { color },
      areaStyle: { color, opacity: isAlone ? 0.25 : 0.08 },
      markLine: {
        silent: true,
        symbol: "none",
        lineStyle: { color, opacity: 0.9 },
        label: { show: isAlone, color: colors.quiet, fontSize: labelFont, formatter: ({ name }: { name: string }) => name, distance: 2 },
        data: (isAlone ? marksOf(histogram, width) : [{ name: "mean", value: histogram.mean, row: 0 }]).map(({ name, value, row }) => ({
          xAxis: value,
          name,
          lineStyle: name === "mean" ? { type: "solid", width: 1.2 } : { type: "dashed" },
          label: { distance: 2 + row * (labelFont + 2) },
        })),
      },
    })),
  };
}

function tooltipWords(lines: readonly HistogramLine[], value: number | undefined): string {
  if (value === undefined) return "";
  return lines
    .flatMap(({ title, histogram: { edges, counts, voxels } }) => {
      const bin = edges.findIndex((edge, index) => edge <= value && value < (edges[index + 1] ?? Number.NEGATIVE_INFINITY));
      if (bin < 0) return [];
      const short = (edge: number) => String(Number(edge.toPrecision(6)));
      return [
        `${title}: ${short(edges[bin]!)} to ${short(edges[bin + 1]!)}, ${counts[bin]} voxels (${((100 * counts[bin]!) / voxels).toPrecision(3)} %)`,
      ];
    })
    .join("\n");
}
