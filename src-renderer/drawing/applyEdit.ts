import { isInRange, mayErase, mayTake, type PaintRules } from "#shared/domain/drawing/paintRules.ts";

/** For a voxel, by its index in its slice: whether the segment is to have it (true), to lose it (false), or neither (null). */
export type Wish = (index: number) => boolean | null;

/**
 * Gives and takes voxels of a slice, which is changed, as far as the rules allow; returns how many changed.
 * @param values of the voxels; needed with a range
 */
export function applyEdit(labels: Uint8Array, wish: Wish, rules: PaintRules, values: ArrayLike<number> | null): number {
  let count = 0;
  for (let index = 0; index < labels.length; index++) {
    const wanted = wish(index);
    if (wanted === null || !(wanted ? mayTake(labels[index]!, rules) : mayErase(labels[index]!, rules))) continue;
    if (!isInRange(rules.rule, values?.[index])) continue;
    labels[index] = wanted ? rules.activeSegment : 0;
    count++;
  }
  return count;
}

/** What makes one shape of another: voxels that only the second has are wanted, those that only the first has are not, and all others stay as they are. */
export function wishOf(before: Uint8Array, after: Uint8Array): Wish {
  return (index) => (before[index] === after[index] ? null : after[index] === 1);
}
