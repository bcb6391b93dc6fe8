import { isInRange, mayTake, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { histogramOf, lowestAbove, otsuThreshold, twoClassThreshold } from "#shared/domain/drawing/valueThreshold.ts";
import { isPadding } from "#shared/domain/volume.ts";
import { formatCounted, formatValue } from "../ui/format.ts";
import { Observable } from "../ui/observable.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { whyNoValues } from "./paintRuleOf.ts";
import { rangeOf } from "./rangeOf.ts";
import type { ToolPane } from "./toolPane.ts";

/** Whether the threshold is suggested from, and applied to, all slices; else the one on show. */
export const isOnAllSlices = new Observable(false);

export type Suggestion = "otsu" | "two classes";

/** The rule of painting, with the range on. */
function ruleOf(pane: ToolPane, session: DrawingSession): PaintRule {
  return { ...pane.rule, range: rangeOf(session, pane.windows) };
}

/** The voxels of a slice, by their index, that the threshold would give to the active segment within the rules. */
export function thresholdIndices(pane: ToolPane, session: DrawingSession, sliceIndex: number, voxels: ArrayLike<number>): number[] {
  const { activeSegment, locked } = session.state.value;
  if (activeSegment === null || whyNoValues(session) !== null) return [];
  const rules = { activeSegment, locked, rule: ruleOf(pane, session) };
  const labels = session.slice(sliceIndex);
  const found: number[] = [];
  for (let index = 0; index < labels.length; index++)
    if (isInRange(rules.rule, voxels[index]) && mayTake(labels[index]!, rules)) found.push(index);
  return found;
}

/** Gives the active segment all voxels in the range, within the rules, on the slice on show or on all, as one step; says how many. */
export async function applyThreshold(pane: ToolPane): Promise<void> {
  const target = pane.target();
  if (!target) return;
  const { session, sliceIndex } = target;
  const why = whyNoValues(session);
  if (why !== null) {
    pane.say(why);
    return;
  }
  const name = session.activeSegment?.name ?? "";
  const slices = isOnAllSlices.value ? allSlices(session) : [sliceIndex];
  const before = session.state.value.activeSegment;
  if (!(await pane.loadValues(slices)) || pane.session !== session || session.state.value.activeSegment !== before) return;
  const rule = ruleOf(pane, session);
  const count = session.edit("threshold", slices, () => true, { rule, values: (k) => pane.valuesOf(k) });
  const where = slices.length === 1 ? "on this slice" : `on ${slices.length} slices`;
  const [low, high] = rule.range!;
  pane.say(
    count === 0
      ? `No voxel ${where} is in the range and may be painted.`
      : `${formatCounted(count, "voxel", "voxels")} from ${formatValue(low)} to ${formatValue(high)} ${where} went to “${name}”.`,
  );
}

/** Sets the range to the brighter or darker of two classes of the slice's or volume's values, those that only fill the picture up left out. */
export async function suggestRange(pane: ToolPane, how: Suggestion, part: "brighter" | "darker"): Promise<void> {
  const { session } = pane;
  if (!session || whyNoValues(session) !== null) return;
  const slices = isOnAllSlices.value ? allSlices(session) : [pane.viewport.state.sliceIndex];
  if (!(await pane.loadValues(slices)) || pane.session !== session) return;
  const histogram = histogramOf(measured(pane, session, slices));
  const threshold = how === "otsu" ? otsuThreshold(histogram) : twoClassThreshold(histogram);
  const next = threshold === null ? null : lowestAbove(histogram, threshold);
  if (threshold === null || next === null) {
    pane.say("All values are the same: there are no two classes.");
    return;
  }
  const { low, high } = extremes(measured(pane, session, slices));
  session.state.patch({ range: part === "brighter" ? [next, high] : [low, threshold] });
  pane.say(
    `${how === "otsu" ? "Otsu's threshold" : "The threshold between two classes"} is ${formatValue(threshold)}, from the values of ` +
      `${slices.length === 1 ? "this slice" : `${slices.length} slices`}.`,
  );
}

function allSlices({ volume }: DrawingSession): number[] {
  return Array.from({ length: volume.slices }, (_, k) => k);
}

function* measured(pane: ToolPane, { volume }: DrawingSession, slices: readonly number[]): Generator<number> {
  for (const k of slices) {
    const voxels = pane.valuesOf(k) ?? [];
    for (let index = 0; index < voxels.length; index++) if (!isPadding(volume, voxels[index]!)) yield voxels[index]!;
  }
}

function extremes(values: Iterable<number>): { readonly low: number; readonly high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
