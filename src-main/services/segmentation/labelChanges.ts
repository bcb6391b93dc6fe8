import type { SegmentChangeOfCopy } from "#shared/api/segmentationCopy.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { diceOf } from "#shared/statistics/overlap/maskPair.ts";
import { inChunks } from "../imagefiles/index.ts";
import type { LabelMap } from "./segmentations.ts";

/** How the segments of a label map differ from an earlier one, in voxels. Segments that were deleted since are named as they were. */
export async function changesBetween(before: LabelMap, now: LabelMap): Promise<SegmentChangeOfCopy[]> {
  const [a, b, both] = [new Float64Array(256), new Float64Array(256), new Float64Array(256)];
  await inChunks(now.labels.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const [old, present] = [before.labels[at]!, now.labels[at]!];
      a[old]!++;
      b[present]!++;
      if (old === present) both[old]!++;
    }
  });
  const names = new Map([...before.segmentation.segments, ...now.segmentation.segments].map((each) => [each.number, segmentInWords(each)]));
  return [...names]
    .filter(([number]) => a[number]! + b[number]! > 0)
    .map(([number, name]) => {
      const counts = { a: a[number]!, b: b[number]!, both: both[number]! };
      return { number, name, added: counts.b - counts.both, erased: counts.a - counts.both, dice: diceOf(counts) };
    });
}
