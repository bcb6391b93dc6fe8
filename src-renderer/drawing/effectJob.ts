import { maskOf } from "#shared/domain/drawing/mask.ts";
import { withinRules, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { areSameBytes } from "#shared/domain/wideBytes.ts";
import { newSegmentsOf, ran, type EffectInput } from "./effect.ts";
import { effectById } from "./effects.ts";

/** What an effect is to be done to, as it goes to another thread: copies of what is shown. */
export interface EffectJob extends Omit<EffectInput, "other" | "added"> {
  /** The effect's id. */
  readonly effect: string;
  /** A segment that the reader chose besides: its label in these labels, or (null: in `labels`) in those of another segmentation. */
  readonly other: { readonly label: number; readonly labels: Uint8Array | null } | null;
  /** Labels that no segment has, for segments that the effect needs besides those there are. */
  readonly free: readonly number[];
  readonly locked: ReadonlySet<number>;
  readonly rule: PaintRule;
  /** The values of the voxels of each slice of the grid; only with a range. */
  readonly voxels: ReadonlyArray<ArrayLike<number> | null> | null;
  /** The voxels of a cut by cell, negative where it has none: nothing comes of those. Null for slices as acquired. */
  readonly cutVoxels: Int32Array | null;
}

/** A slice of the grid that changes, by its number there. */
export interface ChangedSlice {
  readonly at: number;
  readonly before: Uint8Array;
  readonly labels: Uint8Array;
}

/** What an effect makes of labels, within locks and rules. */
export interface EffectAnswer {
  readonly slices: readonly ChangedSlice[];
  /** Voxels that each segment gains and loses, by its number. */
  readonly gained: ReadonlyMap<number, number>;
  readonly lost: ReadonlyMap<number, number>;
  /** Voxels that a lock or the rule of painting kept as they are. */
  readonly kept: number;
  /** Those of the free labels that it gave to new segments. */
  readonly added: readonly number[];
}

/** Does an effect. Throws a RangeError where there is no such effect. */
export function effectAnswer({ effect: id, other, free, locked, rule, voxels, cutVoxels, ...job }: EffectJob): EffectAnswer {
  const effect = effectById(id);
  const { labels, grid } = job;
  const input: EffectInput = {
    ...job,
    other: other && { mask: maskOf(other.labels ?? labels, other.label), number: other.labels ? null : other.label },
    added: [],
  };
  const added = free.slice(0, Math.max(0, newSegmentsOf(effect, input)));
  const made = ran(effect, { ...input, added });
  const wanted = cutVoxels ? made.map((label, cell) => (cutVoxels[cell]! < 0 ? labels[cell]! : label)) : made;
  const perSlice = grid.size[0] * grid.size[1];
  const slices: ChangedSlice[] = [];
  const [gained, lost] = [new Map<number, number>(), new Map<number, number>()];
  let kept = 0;
  for (let at = 0; at < grid.size[2]; at++) {
    const [before, next] = [labels, wanted].map((of) => of.slice(at * perSlice, (at + 1) * perSlice)) as [Uint8Array, Uint8Array];
    if (areSameBytes(before, next)) continue;
    const ruled = withinRules(before, next, { locked, rule }, voxels?.[at] ?? null);
    kept += ruled.kept;
    if (ruled.changed === 0) continue;
    slices.push({ at, before, labels: ruled.labels });
    addCounts(gained, ruled.gained);
    addCounts(lost, ruled.lost);
  }
  return { slices, gained, lost, kept, added };
}

/** Adds to counts by segment those of another map. */
export function addCounts(counts: Map<number, number>, more: ReadonlyMap<number, number>): void {
  for (const [number, count] of more) counts.set(number, (counts.get(number) ?? 0) + count);
}
