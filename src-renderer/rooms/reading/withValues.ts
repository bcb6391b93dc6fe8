import type { PaintOptions } from "../../drawing/drawingSession.ts";
import type { PaneTools } from "../../drawing/paneTools.ts";
import type { Sheet } from "../../drawing/sheet.ts";

/** Does something by the rule of painting once the values that it asks for, of a slice or cut, are there: at once where they are, or none are asked for. */
export async function withValues(pane: PaneTools | null, sheet: Sheet, act: (paint: PaintOptions) => void): Promise<void> {
  if (!pane) return;
  if (pane.rule.range === null || pane.valuesOf(sheet) !== null || (await pane.loadValues([sheet]))) act(pane.paint);
}
