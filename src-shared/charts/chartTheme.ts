/** Colours of a chart: of the window (dark) or of paper. */
export interface ChartTheme {
  readonly text: string;
  readonly line: string;
  readonly background: string;
  /** Told apart by deuteranopes, in this order. */
  readonly series: readonly string[];
}

/** For paper, and for files that are put into one. */
export const printTheme: ChartTheme = {
  text: "#16191d",
  line: "#c8ced4",
  background: "#ffffff",
  series: ["#1f5f99", "#d97706", "#4b5563", "#7c3aed"],
};

/** For the window. */
export const screenTheme: ChartTheme = {
  text: "#c9d1d9",
  line: "#3a424c",
  background: "transparent",
  series: ["#5aa9e6", "#f2a541", "#b8c0c8", "#b794f6"],
};

/** A chart as the drawing library takes it: plain data, so that the window and the report draw one and the same. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** What every chart has. */
export function chartFrame(theme: ChartTheme): ChartOption {
  return {
    animation: false,
    backgroundColor: theme.background,
    color: [...theme.series],
    textStyle: { color: theme.text, fontFamily: "Inter, Segoe UI, Helvetica, Arial, sans-serif", fontSize: 12 },
  };
}

/** The names of series above a chart. They stand wide apart, as widths of words are guessed where there is no page to measure them. */
export function chartLegend(theme: ChartTheme, names: readonly string[]): ChartOption {
  return { top: 4, itemGap: 40, textStyle: { color: theme.text }, data: [...names] };
}

/** An axis over some values with a little room at both ends, which begins and ends at round numbers. */
export function niceRange(values: readonly number[]): { readonly min: number; readonly max: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || Math.abs(high) || 1;
  const step = 10 ** Math.floor(Math.log10(span / 2));
  const round = (value: number) => Number(value.toPrecision(12));
  return { min: round(Math.floor((low - 0.04 * span) / step) * step), max: round(Math.ceil((high + 0.04 * span) / step) * step) };
}

/** An axis of numbers or of names. */
export function chartAxis(theme: ChartTheme, name: string, more: ChartOption = {}): ChartOption {
  return {
    name,
    nameLocation: "middle",
    nameGap: 32,
    nameTextStyle: { color: theme.text },
    axisLine: { onZero: false, lineStyle: { color: theme.text } },
    axisLabel: { color: theme.text, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.line } },
    ...more,
  };
}
