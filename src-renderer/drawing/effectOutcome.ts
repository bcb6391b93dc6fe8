import type { MaskGrid } from "#shared/domain/drawing/mask.ts";
import { withinRules, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { gridOf } from "#shared/domain/volume.ts";
import { areSameBytes } from "#shared/domain/wideBytes.ts";
import { formatCounted } from "../ui/format.ts";
import type { DrawingSession, SliceValues } from "./drawingSession.ts";
import { labelsOnSheet, type Place, type Sheet } from "./sheet.ts";
import { ran, type Effect, type EffectInput, type EffectValues, type Extent, type OtherSegment } from "./effect.ts";

/** What an effect makes of a segmentation, within locks and rules. */
export interface EffectOutcome {
  readonly session: DrawingSession;
  /** The slices, or the cut, that change, as they are to be and as they were. */
  readonly slices: ReadonlyMap<Place, { readonly before: Uint8Array; readonly labels: Uint8Array }>;
  /** Voxels that each segment gains and loses, by its number. */
  readonly gained: ReadonlyMap<number, number>;
  readonly lost: ReadonlyMap<number, number>;
  /** Voxels that a lock or the rule of painting kept as they are. */
  readonly kept: number;
  /** Segments that are to be added for it. */
  readonly added: readonly number[];
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
  readonly other: OtherSegment | null;
}

/** The slices of a task, or the cut that it is done to. */
export function placesOf({ session, extent, sheet }: Pick<EffectTask, "session" | "extent" | "sheet">): readonly Place[] {
  return extent === "slice" ? [sheet.cut ? sheet : sheet.sliceIndex] : Array.from({ length: session.volume.slices }, (_, k) => k);
}

/** What an effect is given. Null where no segment is active. */
export function inputOf(task: EffectTask, added: readonly number[] = []): EffectInput | null {
  const { session, extent, sheet, values } = task;
  const { activeSegment, segmentation, locked, hidden } = session.state.value;
  if (activeSegment === null) return null;
  const { columns, rows, slices } = session.volume;
  const { spacingMm } = gridOf(session.volume);
  const isSheet = extent === "slice";
  const grid: MaskGrid = isSheet
    ? { size: [sheet.columns, sheet.rows, 1], spacingMm: [...sheet.spacingMm, spacingMm[sheet.cut?.axes[2] ?? 2]] }
    : { size: [columns, rows, slices], spacingMm };
  const ofRegion = (mask: Uint8Array) => (isSheet ? labelsOnSheet(sheet, mask, session.volume) : mask);
  return {
    labels: ofRegion(session.labels),
    grid,
    is3D: extent === "volume",
    segment: activeSegment,
    segments: segmentation.segments.map(({ number }) => number),
    fixed: new Set([...locked, ...hidden]),
    values,
    other: task.other && { ...task.other, mask: ofRegion(task.other.mask) },
    added,
  };
}

/** Nothing comes of cells of a cut that have no voxel. */
function withinCut({ extent, sheet }: EffectTask, before: Uint8Array, wanted: Uint8Array): Uint8Array {
  const voxels = extent === "slice" ? sheet.cut?.voxels : undefined;
  return voxels ? wanted.map((label, cell) => (voxels[cell]! < 0 ? before[cell]! : label)) : wanted;
}

/** Does an effect, without changing the segmentation. Null where no segment is active. */
export function outcomeOf(task: EffectTask, added: readonly number[] = []): EffectOutcome | null {
  const { session, effect, rule, voxels } = task;
  const input = inputOf(task, added);
  if (!input) return null;
  const wanted = withinCut(task, input.labels, ran(effect, input));
  const perSlice = input.grid.size[0] * input.grid.size[1];
  const { locked } = session.state.value;
  const slices = new Map<Place, { before: Uint8Array; labels: Uint8Array }>();
  const [gained, lost] = [new Map<number, number>(), new Map<number, number>()];
  let kept = 0;
  for (const [at, place] of placesOf(task).entries()) {
    const [there, next] = [input.labels, wanted].map((labels) => labels.subarray(at * perSlice, (at + 1) * perSlice)) as [
      Uint8Array,
      Uint8Array,
    ];
    if (areSameBytes(there, next)) continue;
    const before = there.slice();
    const made = withinRules(before, next, { locked, rule }, rule.range && voxels(place));
    kept += made.kept;
    if (made.changed === 0) continue;
    slices.set(place, { before, labels: made.labels });
    for (const [number, count] of made.gained) gained.set(number, (gained.get(number) ?? 0) + count);
    for (const [number, count] of made.lost) lost.set(number, (lost.get(number) ?? 0) + count);
  }
  return { session, slices, gained, lost, kept, added };
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
