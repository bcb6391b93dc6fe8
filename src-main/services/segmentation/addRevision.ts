import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { StrokeMark } from "#shared/api/segmentation.ts";
import { withoutLabel } from "#shared/domain/runLength.ts";
import type { Write } from "../store/index.ts";
import type { SegmentationRow, SegmentationTables } from "./segmentationTables.ts";
import type { SliceRuns } from "#shared/domain/strokeBytes.ts";
import type { RankedSegment } from "./segmentRevision.ts";

/** What one revision is to hold. */
export interface NewRevision {
  readonly tool: string;
  /** The slices that it changes, as they are afterwards. */
  readonly slices: readonly SliceRuns[];
  /** All segments afterwards; they stay as they are where this is left out. */
  readonly segments?: readonly RankedSegment[];
  readonly mark?: StrokeMark | undefined;
}

/** Adds a revision to a segmentation, by the write's reader; answers its number. */
export function addRevision(
  tables: SegmentationTables,
  write: Write,
  row: SegmentationRow,
  { tool, slices, segments, mark = {} }: NewRevision,
): number {
  const { id } = row;
  const revision = row.revision + 1;
  const there = tables.rankedAt(id, row.revision);
  const after = segments ?? there;
  const stays = (one: RankedSegment, others: readonly RankedSegment[]) => others.some((other) => isDeepStrictEqual(one, other));
  const ended = there.filter((segment) => !stays(segment, after));
  const begun = after.filter((segment) => !stays(segment, there));
  const { strokeId = randomUUID(), windowId = null, reverses = null } = mark;
  const changesSegments = ended.length + begun.length > 0;
  tables.insertRevision(write, { id, revision, tool, at: write.at, strokeId, windowId, reverses, changesSegments });
  for (const { sliceIndex, runs } of slices) tables.insertSlice(id, sliceIndex, revision, runs);
  for (const { segment } of ended) tables.endSegment(id, revision, segment.number);
  for (const segment of begun) tables.insertSegment(id, revision, segment);
  tables.touch(id, revision, write.at);
  tables.watch?.revised(write, id, { number: revision, changesSegments });
  return revision;
}

/** The slices on which any of these labels is, without them. */
export function clearedSlices(
  tables: SegmentationTables,
  { id, slices, revision }: SegmentationRow,
  labels: readonly number[],
): SliceRuns[] {
  const cleared: SliceRuns[] = [];
  for (let sliceIndex = 0; sliceIndex < slices && labels.length > 0; sliceIndex++) {
    const runs = tables.sliceAt(id, sliceIndex, revision);
    let without: Uint8Array | undefined;
    for (const label of labels) without = (runs && withoutLabel(without ?? runs, label)) ?? without;
    if (without) cleared.push({ sliceIndex, runs: without });
  }
  return cleared;
}
