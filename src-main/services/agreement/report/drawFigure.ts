import type { Figure } from "./figures.ts";

/** A figure as SVG. The library that draws it is loaded when the first one is drawn. */
export async function drawFigure({ option, width, height }: Pick<Figure, "option" | "width" | "height">): Promise<string> {
  const [{ init, use }, { HeatmapChart, LineChart, ScatterChart }, components, { SVGRenderer }] = await Promise.all([
    import("echarts/core"),
    import("echarts/charts"),
    import("echarts/components"),
    import("echarts/renderers"),
  ]);
  const { GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapComponent } = components;
  use([HeatmapChart, LineChart, ScatterChart, SVGRenderer]);
  use([GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapComponent]);
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
