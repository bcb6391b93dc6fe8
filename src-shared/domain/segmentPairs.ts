import { diceOf, type Counts } from "../statistics/overlap/maskPair.ts";
import { foldText } from "./foldText.ts";
import type { Segment } from "./segment.ts";
import { segmentInWords } from "./segmentInWords.ts";

/** A segment of two segmentations A and B: of one name and side in both, or in one alone. */
export interface SegmentPair {
  /** The name with the side. */
  readonly words: string;
  /** The numbers; null where a segmentation has no such segment. */
  readonly a: number | null;
  readonly b: number | null;
}

/** The segments of A in their order, each with that of B that has the same name and side; then those that only B has. */
export function segmentPairs(a: readonly Segment[], b: readonly Segment[]): SegmentPair[] {
  const left = [...b];
  const keyOf = (segment: Segment) => foldText(segmentInWords(segment));
  const pairs = a.map((segment): SegmentPair => {
    const at = left.findIndex((other) => keyOf(other) === keyOf(segment));
    const found = at < 0 ? undefined : left.splice(at, 1)[0];
    return { words: segmentInWords(segment), a: segment.number, b: found?.number ?? null };
  });
  return [...pairs, ...left.map((segment) => ({ words: segmentInWords(segment), a: null, b: segment.number }))];
}

/** How two segmentations differ in one segment. */
export interface SegmentDifference extends SegmentPair {
  readonly counts: Counts;
  /** Null where neither has a voxel. */
  readonly dice: number | null;
}

/** Counts the voxels of each pair in two label maps of one grid. Throws a RangeError where they have different sizes. */
export function countPairs(pairs: readonly SegmentPair[], a: Uint8Array, b: Uint8Array): SegmentDifference[] {
  if (a.length !== b.length) throw new RangeError("the label maps have different sizes");
  const joint = new Uint32Array(65_536);
  for (let at = 0; at < a.length; at++) {
    const both = (a[at]! << 8) | b[at]!;
    if (both !== 0) joint[both]!++;
  }
  const [ofA, ofB] = [new Float64Array(256), new Float64Array(256)];
  for (let at = 1; at < joint.length; at++) {
    ofA[at >> 8]! += joint[at]!;
    ofB[at & 255]! += joint[at]!;
  }
  return pairs.map((pair) => {
    const counts = {
      a: pair.a === null ? 0 : ofA[pair.a]!,
      b: pair.b === null ? 0 : ofB[pair.b]!,
      both: pair.a === null || pair.b === null ? 0 : joint[(pair.a << 8) | pair.b]!,
    };
    return { ...pair, counts, dice: diceOf(counts) };
  });
}

/** What a voxel is in a comparison of A and B. */
export const differs = { onlyA: 1, onlyB: 2, both: 3, otherSegment: 4 } as const;

/**
 * Puts what each voxel is in a comparison into `result`; 0 where neither has one of the segments. A voxel that both have, but not in the same segment, is
 * `otherSegment`.
 */
export function paintDifference(pairs: readonly SegmentPair[], a: Uint8Array, b: Uint8Array, result: Uint8Array): void {
  // The place of a label's pair, from 1.
  const [placesA, placesB] = [new Uint16Array(256), new Uint16Array(256)];
  for (const [at, pair] of pairs.entries()) {
    if (pair.a !== null) placesA[pair.a] = at + 1;
    if (pair.b !== null) placesB[pair.b] = at + 1;
  }
  for (let at = 0; at < result.length; at++) {
    const [inA, inB] = [placesA[a[at]!]!, placesB[b[at]!]!];
    if (inA === 0) result[at] = inB === 0 ? 0 : differs.onlyB;
    else if (inB === 0) result[at] = differs.onlyA;
    else result[at] = inA === inB ? differs.both : differs.otherSegment;
  }
}
