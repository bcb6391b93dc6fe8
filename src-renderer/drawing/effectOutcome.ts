import { widened, type MaskGrid } from "#shared/domain/drawing/mask.ts";
import type { PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { gridOf } from "#shared/domain/volume.ts";
import { areSameBytes } from "#shared/domain/wideBytes.ts";
import { formatCounted } from "../ui/format.ts";
import type { DrawingSession, SliceValues } from "./drawingSession.ts";
import type { Effect, EffectValues, Extent } from "./effect.ts";
import type { EffectAnswer, EffectJob } from "./effectJob.ts";
import { mergeSlice } from "./mergeStroke.ts";
import { labelsOnSheet, type Place, type Sheet } from "./sheet.ts";

/** What an effect makes of a segmentation, within locks and rules. */
export interface EffectOutcome extends Omit<EffectAnswer, "slices"> {
  readonly session: DrawingSession;
  /** The slices, or the cut, that change, as they are to be and as they were. */
  readonly slices: ReadonlyMap<Place, { readonly before: Uint8Array; readonly labels: Uint8Array }>;
}

export interface EffectTask {
  readonly session: DrawingSession;
  readonly effect: Effect;
  readonly values: EffectValues;
  readonly extent: Extent;
  /** On show: what the extent “slice” means. */
  readonly sheet: Sheet;
  readonly rule: PaintRule;
  readonly voxels: SliceValues;
  readonly other: EffectJob["other"];
}

/** The slices of a task, in order and without gaps, or the cut that it is done to: no more of them than the effect reaches. */
export function placesOf({ session, effect, values, extent, sheet }: Omit<EffectTask, "rule" | "voxels" | "other">): readonly Place[] {
  if (extent === "slice") return [sheet.cut ? sheet : sheet.sliceIndex];
  const { volume } = session;
  const all = Array.from({ length: volume.slices }, (_, k) => k);
  const { activeSegment } = session.state.value;
  const reachMm = effect.reachMm?.(values) ?? null;
  if (reachMm === null || activeSegment === null) return all;
  const isThere = (k: number) => session.slice(k).includes(activeSegment);
  const first = all.findIndex(isThere);
  if (first < 0) return [0];
  const { size, spacingMm } = gridOf(volume);
  const box = widened({ first: [0, 0, first], last: [0, 0, all.findLastIndex(isThere)] }, { size, spacingMm }, reachMm);
  return all.slice(box.first[2], box.last[2] + 1);
}

/**
 * What is to be computed. Null where no segment is active.
 * @param places of the task
 * @param free labels that no segment has
 */
export function jobOf(task: EffectTask, places: readonly Place[], free: readonly number[]): EffectJob | null {
  const { session, effect, extent, sheet, values, rule, other } = task;
  const { activeSegment, segmentation, locked, hidden } = session.state.value;
  if (activeSegment === null) return null;
  const { columns, rows } = session.volume;
  const { spacingMm } = gridOf(session.volume);
  const isSheet = extent === "slice";
  const grid: MaskGrid = isSheet
    ? { size: [sheet.columns, sheet.rows, 1], spacingMm: [...sheet.spacingMm, spacingMm[sheet.cut?.axes[2] ?? 2]] }
    : { size: [columns, rows, places.length], spacingMm };
  const start = isSheet ? 0 : Number(places[0]) * columns * rows;
  const copied = (of: Uint8Array) =>
    isSheet ? labelsOnSheet(sheet, of, session.volume).slice() : of.slice(start, start + columns * rows * places.length);
  return {
    effect: effect.id,
    labels: copied(session.labels),
    grid,
    is3D: extent === "volume",
    segment: activeSegment,
    segments: segmentation.segments.map(({ number }) => number),
    fixed: new Set([...locked, ...hidden]),
    values,
    other: other && { ...other, labels: other.labels && copied(other.labels) },
    free,
    locked,
    rule,
    voxels: rule.range && places.map((place) => task.voxels(place)),
    cutVoxels: (isSheet && sheet.cut?.voxels) || null,
  };
}

/** An answer, by the places of its task. */
export function outcomeOf(session: DrawingSession, places: readonly Place[], { slices, ...counts }: EffectAnswer): EffectOutcome {
  return { ...counts, session, slices: new Map(slices.map(({ at, before, labels }) => [places[at]!, { before, labels }])) };
}

/**
 * An outcome on the labels as they are now: what was drawn since it was computed stays, and segments that are gone get nothing.
 * @param numbers of the segments that were added for it, in order
 */
export function outcomeNow(outcome: EffectOutcome, numbers: readonly number[]): EffectOutcome {
  const { session, added } = outcome;
  const isThere = new Set([0, ...session.state.value.segmentation.segments.map(({ number }) => number)]);
  const isAsItWas = [...outcome.slices].every(([place, { before }]) => areSameBytes(before, session.labelsOn(place)));
  if (isAsItWas && added.length === 0 && [...outcome.gained.keys()].every((number) => isThere.has(number))) return outcome;
  const slices = new Map<Place, { readonly before: Uint8Array; readonly labels: Uint8Array }>();
  const [gained, lost] = [new Map<number, number>(), new Map<number, number>()];
  for (const [place, { before: computedOn, labels }] of outcome.slices) {
    const after = added.length === 0 ? labels : labels.map((label) => numbers[added.indexOf(label)] ?? label);
    const before = session.labelsOn(place).slice();
    const made = before.slice();
    mergeSlice({ before: computedOn, after }, made, (index) => before[index] === computedOn[index] && isThere.has(after[index]!));
    if (areSameBytes(before, made)) continue;
    slices.set(place, { before, labels: made });
    for (let index = 0; index < made.length; index++) {
      if (made[index] === before[index]) continue;
      if (made[index] !== 0) gained.set(made[index]!, (gained.get(made[index]!) ?? 0) + 1);
      if (before[index] !== 0) lost.set(before[index]!, (lost.get(before[index]!) ?? 0) + 1);
    }
  }
  return { ...outcome, slices, gained, lost, added: numbers };
}

/** What an outcome comes to, in words: what the active segment gains and loses, what others do, and what was kept. */
export function outcomeInWords({ session, gained, lost, kept, slices, added }: EffectOutcome): string {
  const { segmentation, activeSegment } = session.state.value;
  const of = (counts: ReadonlyMap<number, number>, number: number) => counts.get(number) ?? 0;
  const isKept = kept === 0 ? "" : ` ${formatCounted(kept, "voxel is", "voxels are")} kept by a lock or the rule of painting.`;
  if (slices.size === 0) return `No voxel changes.${isKept}`;
  const changes = segmentation.segments
    .filter(({ number }) => gained.has(number) || lost.has(number))
    .toSorted((a, b) => Number(b.number === activeSegment) - Number(a.number === activeSegment))
    .map(({ number, name }) => {
      const [more, less] = [of(gained, number), of(lost, number)];
      return `“${name}” ${[more > 0 && `+${more.toLocaleString("en")}`, less > 0 && `−${less.toLocaleString("en")}`].filter(Boolean).join(" ")}`;
    });
  const shown = changes.length > 4 ? [...changes.slice(0, 3), `${changes.length - 3} more`] : changes;
  const where = slices.size === 1 ? "" : ` on ${slices.size} slices`;
  const parts = added.length > 0 ? `${added.length + 1} segments: ` : "";
  return `${parts}${shown.join(", ")} voxels${where}.${isKept}`;
}
