import { encodeRuns } from "#shared/domain/runLength.ts";
import { yieldThread } from "../system/index.ts";
import type { SliceRuns } from "#shared/domain/strokeBytes.ts";
import { isBackground } from "./segmentationRules.ts";

/** The door's thread answers others after so many slices. */
export const slicesAtATime = 16;

/** A label map, i fastest, as runs: one set a slice on which something is drawn. */
export async function slicesOfLabels(labels: Uint8Array, perSlice: number): Promise<SliceRuns[]> {
  const slices: SliceRuns[] = [];
  for (let sliceIndex = 0; sliceIndex * perSlice < labels.length; sliceIndex++) {
    if (sliceIndex % slicesAtATime === slicesAtATime - 1) await yieldThread();
    const runs = encodeRuns(labels.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice));
    if (!isBackground(runs)) slices.push({ sliceIndex, runs });
  }
  return slices;
}
