import { isInRange, mayTake, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { histogramOf, otsuThreshold, twoClassThreshold } from "#shared/domain/drawing/valueThreshold.ts";
import { isPadding } from "#shared/domain/volume.ts";
import { formatCounted, formatValue } from "../ui/format.ts";
import { Observable } from "../ui/observable.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { whyNoValues } from "./paintRuleOf.ts";
import { rangeOf } from "./rangeOf.ts";
import { sheetInWords, type Place, type Sheet } from "./sheet.ts";
import type { ToolPane } from "./toolPane.ts";

/** Whether the threshold is suggested from, and applied to, all slices; else the slice or cut on show. */
export const isOnAllSlices = new Observable(false);

export type Suggestion = "otsu" | "two classes";

/** The rule of painting, with the range on. */
function ruleOf(pane: ToolPane, session: DrawingSession): PaintRule {
  return { ...pane.rule, range: rangeOf(session, pane.windows) };
}

/** The voxels of a sheet, by their index, that the threshold would give to the active segment within the rules. */
export function thresholdIndices(pane: ToolPane, session: DrawingSession, sheet: Sheet, voxels: ArrayLike<number>): number[] {
  const { activeSegment, locked } = session.state.value;
  if (activeSegment === null || whyNoValues(session) !== null) return [];
  const rules = { activeSegment, locked, rule: ruleOf(pane, session) };
  const labels = session.labelsOn(sheet);
  const found: number[] = [];
  for (let index = 0; index < labels.length; index++)
    if (isInRange(rules.rule, voxels[index]) && mayTake(labels[index]!, rules)) found.push(index);
  return found;
}

/** Gives the active segment all voxels in the range, within the rules, on the slice or cut on show or on all slices, as one step; says how many. */
export async function applyThreshold(pane: ToolPane): Promise<void> {
  const target = pane.target();
  if (!target) return;
  const { session, sheet } = target;
  const why = whyNoValues(session);
  if (why !== null) {
    pane.say(why);
    return;
  }
  const name = session.activeSegment?.name ?? "";
  const places = isOnAllSlices.value ? allSlices(session) : [sheet];
  const before = session.state.value.activeSegment;
  if (!(await pane.loadValues(places)) || pane.session !== session || session.state.value.activeSegment !== before) return;
  // Meanwhile another cut may be on show: nothing is changed out of sight.
  if (!isOnAllSlices.value && !pane.isOnShow(target)) {
    pane.say(`Nothing was changed: ${sheetInWords(sheet)} was left before its values had come.`);
    return;
  }
  const rule = ruleOf(pane, session);
  const count = session.edit("threshold", places, () => true, { rule, values: (place) => pane.valuesOf(place) });
  const where = places.length === 1 ? "on this slice" : `on ${places.length} slices`;
  const [low, high] = rule.range!;
  pane.say(
    count === 0
      ? `No voxel ${where} is in the range and may be painted.`
      : `${formatCounted(count, "voxel", "voxels")} from ${formatValue(low)} to ${formatValue(high)} ${where} went to “${name}”.`,
  );
}

/** Sets the range to the brighter or darker of two classes of the sheet's or volume's values, those that only fill the picture up left out. */
export async function suggestRange(pane: ToolPane, how: Suggestion, part: "brighter" | "darker"): Promise<void> {
  const { session, sheet } = pane;
  if (!session || !sheet || whyNoValues(session) !== null) return;
  const places = isOnAllSlices.value ? allSlices(session) : [sheet];
  if (!(await pane.loadValues(places)) || pane.session !== session) return;
  const histogram = histogramOf(measured(pane, session, places));
  const threshold = how === "otsu" ? otsuThreshold(histogram) : twoClassThreshold(histogram);
  if (threshold === null) {
    pane.say("All values are the same: there are no two classes.");
    return;
  }
  // Of the values themselves, not of the histogram's bins: each voxel belongs to one of the two parts.
  const { low, high, lowestAbove } = extremes(measured(pane, session, places), threshold);
  session.state.patch({ range: part === "brighter" ? [lowestAbove, high] : [low, threshold] });
  pane.say(
    `${how === "otsu" ? "Otsu's threshold" : "The threshold between two classes"} is ${formatValue(threshold)}, from the values of ` +
      `${places.length === 1 ? "this slice" : `${places.length} slices`}.`,
  );
}

function allSlices({ volume }: DrawingSession): Place[] {
  return Array.from({ length: volume.slices }, (_, k) => k);
}

function* measured(pane: ToolPane, { volume }: DrawingSession, places: readonly Place[]): Generator<number> {
  for (const place of places) {
    const voxels = pane.valuesOf(place) ?? [];
    // A cut has no values where it lies outside the volume.
    const isMeasured = (value: number) => !isPadding(volume, value) && !(typeof place !== "number" && place.cut && Number.isNaN(value));
    for (let index = 0; index < voxels.length; index++) if (isMeasured(voxels[index]!)) yield voxels[index]!;
  }
}

/** The lowest and the highest value, and the lowest above a threshold. */
function extremes(values: Iterable<number>, threshold: number): Record<"low" | "high" | "lowestAbove", number> {
  let [low, high, lowestAbove] = [Infinity, -Infinity, Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value > threshold) lowestAbove = Math.min(lowestAbove, value);
  }
  return { low, high, lowestAbove };
}
