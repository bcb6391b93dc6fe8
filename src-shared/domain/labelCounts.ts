import type { Counts } from "../statistics/overlap/maskPair.ts";
import { decodeRuns } from "./runLength.ts";

/** How many voxels of one slice have a label in each of two label maps, and in both, by label; background is left out. */
export type LabelCounts = ReadonlyMap<number, Counts>;

/** Counts the labels of one slice of two label maps, given as runs (runLength); undefined where nothing is drawn. */
export function labelCounts(a: Uint8Array | undefined, b: Uint8Array | undefined, voxels: number): LabelCounts {
  const [labelsA, labelsB] = [a, b].map((runs) => {
    const labels = new Uint8Array(voxels);
    if (runs) decodeRuns(runs, labels);
    return labels;
  }) as [Uint8Array, Uint8Array];
  const counts = new Map<number, { a: number; b: number; both: number }>();
  const of = (label: number) => {
    const known = counts.get(label) ?? { a: 0, b: 0, both: 0 };
    counts.set(label, known);
    return known;
  };
  for (let at = 0; at < voxels; at++) {
    const [inA, inB] = [labelsA[at]!, labelsB[at]!];
    if (inA !== 0) of(inA).a += 1;
    if (inB !== 0) of(inB).b += 1;
    if (inA !== 0 && inA === inB) of(inA).both += 1;
  }
  return counts;
}
