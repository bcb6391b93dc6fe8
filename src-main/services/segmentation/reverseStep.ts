import type { ReversedStep, StrokeMark } from "#shared/api/segmentation.ts";
import { decodeRuns, labelsOfRuns } from "#shared/domain/runLength.ts";
import { reverseChanges, type SliceChange } from "#shared/domain/sliceChanges.ts";
import type { SliceRuns } from "#shared/domain/strokeBytes.ts";
import type { StepDirection } from "#shared/domain/undoSteps.ts";
import type { Write } from "../store/index.ts";
import { addRevision } from "./addRevision.ts";
import { segmentationOf, type SegmentationRow, type SegmentationTables } from "./segmentationTables.ts";
import { refuseSameName } from "./segmentationRules.ts";
import { reverseSegments, segmentChanges, type RankedSegment } from "./segmentRevision.ts";
import { yieldThread } from "../system/index.ts";

/** A step that changed segments, to be reversed. */
export interface Reversal {
  readonly direction: StepDirection;
  readonly mark: StrokeMark & { readonly strokeId: string; readonly reverses: string };
}

/** What reversing a step would make of the newest revision. */
interface Plan {
  readonly revision: number;
  readonly segments: readonly RankedSegment[];
  readonly slices: readonly SliceRuns[];
  readonly untouched: number;
  readonly refusal: string | null;
}

/**
 * Reverses a step that changed segments, whatever else was changed since: names, colours, the order, and deletions with their voxels, in one revision. What
 * something else changed since stays. Where nothing of the step is left to be reversed, or a segment that would go has been drawn in since, the answer says so.
 * Throws PlainError where the name that it would give back is another segment's now.
 */
export async function reverseStep(
  {
    tables,
    open,
    changes,
    write,
  }: {
    readonly tables: SegmentationTables;
    readonly open: (id: string) => SegmentationRow;
    readonly changes: (id: string, strokeId: string) => SliceChange[];
    readonly write: <Result>(work: (write: Write) => Result) => Result;
  },
  id: string,
  { direction, mark }: Reversal,
): Promise<ReversedStep> {
  const plan = async (): Promise<Plan> => {
    const row = open(id);
    const made = tables.strokeById(id, mark.reverses)!;
    const [before, after, now] = [made - 1, made, row.revision].map((revision) => tables.rankedAt(id, revision)) as [
      RankedSegment[],
      RankedSegment[],
      RankedSegment[],
    ];
    const segments = reverseSegments({ before, after, now });
    const voxels = await reverseVoxels(tables, row, changes(id, mark.reverses), segments);
    refuseTakenNames(now, segments);
    const refusal = whyNot(tables, row, { direction, now, segments, slices: voxels.slices });
    return { revision: row.revision, segments, ...voxels, refusal };
  };
  const answer = (revision: number, untouched: number): ReversedStep => {
    const row = open(id);
    const segmentation = segmentationOf(row, row.revision, tables.segmentsAt(id, row.revision));
    return { segmentation, slices: tables.slicesOfStroke(id, revision), untouched, refusal: null };
  };
  if (tables.strokeById(id, mark.reverses) === undefined)
    return { ...answer(open(id).revision, 0), slices: [], refusal: "The history of this segmentation has no such step." };
  for (;;) {
    // Sent again, because its answer was lost.
    const kept = tables.strokeById(id, mark.strokeId);
    if (kept !== undefined) return answer(kept, 0);
    const { revision, untouched, slices, segments, refusal } = await plan();
    if (refusal !== null) return { ...answer(revision, untouched), slices: [], refusal };
    const done = write((current) => {
      const row = open(id);
      // Something was drawn while this was prepared.
      if (row.revision !== revision || tables.strokeById(id, mark.strokeId) !== undefined) return undefined;
      return addRevision(tables, current, row, { tool: direction, slices, segments, mark });
    });
    if (done !== undefined) return answer(done, untouched);
  }
}

/** The voxels of the step that are still as it left them, as they were before it; slice by slice, with the door's thread free in between. */
async function reverseVoxels(
  tables: SegmentationTables,
  { id, columns, rows, revision }: SegmentationRow,
  changes: readonly SliceChange[],
  segments: readonly RankedSegment[],
): Promise<Pick<Plan, "slices" | "untouched">> {
  const isThere = (label: number) => label === 0 || segments.some(({ segment }) => segment.number === label);
  const slices: SliceRuns[] = [];
  let untouched = 0;
  for (const change of changes) {
    const reversed = reverseChanges(
      [change],
      (sliceIndex) => {
        const labels = new Uint8Array(columns * rows);
        const runs = tables.sliceAt(id, sliceIndex, revision);
        if (runs) decodeRuns(runs, labels);
        return labels;
      },
      isThere,
    );
    untouched += reversed.untouched;
    slices.push(...reversed.changes.map(({ sliceIndex, after }) => ({ sliceIndex, runs: after })));
    await yieldThread();
  }
  return { slices, untouched };
}

function refuseTakenNames(now: readonly RankedSegment[], segments: readonly RankedSegment[]): void {
  const all = segments.map(({ segment }) => segment);
  for (const segment of all) {
    const was = now.find((each) => each.segment.number === segment.number)?.segment;
    if (was?.name !== segment.name || was.side !== segment.side) refuseSameName(all, segment);
  }
}

/** Why a step can never be reversed any more, in a sentence; null where it can. */
function whyNot(
  tables: SegmentationTables,
  { id, slices: sliceCount, revision }: SegmentationRow,
  { direction, now, segments, slices }: Pick<Plan, "segments" | "slices"> & { direction: StepDirection; now: readonly RankedSegment[] },
): string | null {
  const words = direction === "undo" ? "undone" : "done again";
  const all = segments.map(({ segment }) => segment);
  if (slices.length === 0 && segmentChanges(now, segments).length === 0)
    return `This step can no longer be ${words}: all that it changed has been changed since.`;
  const gone = now.map(({ segment }) => segment).filter(({ number }) => !all.some((segment) => segment.number === number));
  for (const { number, name } of gone) {
    for (let sliceIndex = 0; sliceIndex < sliceCount; sliceIndex++) {
      const runs = slices.find((slice) => slice.sliceIndex === sliceIndex)?.runs ?? tables.sliceAt(id, sliceIndex, revision);
      if (runs && labelsOfRuns(runs).includes(number))
        return `This step can no longer be ${words}: “${name}” has been drawn in since. Delete it in the list of segments.`;
    }
  }
  return null;
}
