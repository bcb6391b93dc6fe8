import { HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import type { ChartOption } from "#shared/charts/chartTheme.ts";
import { printScale, withPrintResolution } from "#shared/charts/printResolution.ts";

use([HeatmapChart, LineChart, ScatterChart, CanvasRenderer, SVGRenderer]);
use([GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapComponent]);

/** A chart in an element of the page, as large as that. */
export interface OpenChart {
  readonly draw: (option: ChartOption) => void;
  readonly close: () => void;
}

/** An empty chart in an element; sizes itself with it. `onPoint` is told the name of a point that is clicked. */
export function openChart(element: HTMLElement, onPoint?: (name: string) => void): OpenChart {
  const chart: ECharts = init(element, null, { renderer: "canvas" });
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(element);
  if (onPoint)
    chart.on("click", ({ name, componentType }) => {
      if (componentType === "series" && name !== "") onPoint(name);
    });
  return {
    draw: (option) => chart.setOption(option, true),
    close: () => {
      observer.disconnect();
      chart.dispose();
    },
  };
}

/** A chart as the content of a file: PNG at 300 dots an inch, or SVG. */
export async function chartFile(option: ChartOption, width: number, height: number, format: "png" | "svg"): Promise<Blob> {
  if (format === "svg") {
    const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
    chart.setOption(option);
    const text = chart.renderToSVGString();
    chart.dispose();
    return new Blob([text], { type: "image/svg+xml" });
  }
  const canvas = document.createElement("canvas");
  const chart = init(canvas, null, { renderer: "canvas", width, height, devicePixelRatio: printScale });
  chart.setOption(option);
  chart.getZr().flush();
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
  chart.dispose();
  if (!blob) throw new Error("The picture could not be made.");
  return new Blob([withPrintResolution(new Uint8Array(await blob.arrayBuffer()))], { type: blob.type });
}
