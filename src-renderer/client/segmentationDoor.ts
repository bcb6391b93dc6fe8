import {
  importedSegmentationSchema,
  type ImportedSegmentation,
  type ReversedStep,
  type SegmentationView,
  type StrokeMark,
} from "#shared/api/segmentation.ts";
import type { FirstDrawing, SegmentCheck } from "#shared/api/firstDrawing.ts";
import type { CopyOrigin, DrawnElsewhere, SegmentChangeOfCopy } from "#shared/api/segmentationCopy.ts";
import { decodeChanges, type SliceChange } from "#shared/domain/sliceChanges.ts";
import type { StepDirection, StepIds } from "#shared/domain/undoSteps.ts";
import { encodeStroke } from "#shared/domain/strokeBytes.ts";
import type { Segment, Segmentation } from "#shared/domain/segment.ts";
import { addresses } from "./addresses.ts";
import { client } from "./client.ts";
import { fetchBytes, isRefusal } from "./fetchBytes.ts";
import { openedRevision, windowId } from "./thisWindow.ts";

/** A segment to be added. */
export type NewSegment = Partial<Pick<Segment, "name" | "side" | "color">>;

/** A stroke, and what its slices held before it. */
export interface DrawnStroke {
  /** Made here: the door keeps a stroke once, however often it is sent. */
  readonly id: string;
  /** The stroke that this one undoes or does again, by its id; null for any other. */
  readonly reverses: string | null;
  /** As in `Stroke`. */
  readonly tool: string;
  readonly changes: readonly SliceChange[];
}

/** The segmentations of a volume, the one last changed first. */
export function listSegmentations(volumeId: string): Promise<Segmentation[]> {
  return client.segmentation.list.query({ volumeId });
}

export function describeSegmentation(segmentationId: string): Promise<Segmentation> {
  return client.segmentation.describe.query({ segmentationId });
}

/**
 * Where a segmentation is: in the lists; removed from them, with all that was drawn kept; or gone with its study. Rejects where the door does not answer.
 */
export async function whereabouts(volumeId: string, segmentationId: string): Promise<"listed" | "removed" | "gone"> {
  if ((await listSegmentations(volumeId)).some(({ id }) => id === segmentationId)) return "listed";
  try {
    await describeSegmentation(segmentationId);
    return "removed";
  } catch (error) {
    if (isRefusal(error)) return "gone";
    throw error;
  }
}

/** Puts a removed segmentation back into the lists. */
export async function restoreSegmentation(segmentationId: string): Promise<void> {
  await client.segmentation.restore.mutate({ segmentationId });
}

export function createSegmentation(volumeId: string, name: string): Promise<Segmentation> {
  return client.segmentation.create.mutate({ volumeId, name });
}

export function renameSegmentation(segmentationId: string, name: string): Promise<Segmentation> {
  return client.segmentation.rename.mutate({ segmentationId, name });
}

/** Takes a segmentation from the lists; what was drawn is kept on disk. */
export async function removeSegmentation(segmentationId: string): Promise<void> {
  await client.segmentation.remove.mutate({ segmentationId });
}

/** The segmentation of a volume that this reader had open last; else the one last changed. Null where there is none. */
export async function latestSegmentation(volumeId: string): Promise<string | null> {
  return (await client.segmentation.lastOpened.query({ volumeId })) ?? (await listSegmentations(volumeId))[0]?.id ?? null;
}

/** How this reader left a segmentation; null where this reader never opened it. */
export function loadView(segmentationId: string): Promise<SegmentationView | null> {
  return client.segmentation.view.query({ segmentationId });
}

export async function keepView(segmentationId: string, view: SegmentationView): Promise<void> {
  const { polygon } = view;
  await client.segmentation.keepView.mutate({
    segmentationId,
    view: { ...view, polygon: polygon && { ...polygon, points: polygon.points.map(([i, j]) => [i, j]) } },
  });
}

/** The reader's steps that can be taken back or done again in this window, of a segmentation that is at a revision. */
export function loadSteps(segmentationId: string, revision: number): Promise<StepIds> {
  return client.segmentation.steps.query({
    segmentationId,
    windowId: windowId(),
    openedRevision: openedRevision(segmentationId, revision),
  });
}

/** What a stroke on disk changed. */
export async function loadChanges(segmentationId: string, strokeId: string): Promise<SliceChange[]> {
  return decodeChanges(new Uint8Array((await fetchBytes(addresses.stroke(segmentationId, strokeId))).bytes));
}

/** Adds a segment under a number that was never used; the door gives a name and a colour where none is asked for. */
export function addSegment(segmentationId: string, segment: NewSegment): Promise<Segmentation> {
  return client.segmentation.addSegment.mutate({ segmentationId, segment, mark: markOf(crypto.randomUUID()) });
}

/** Adds several segments, as one step. */
export function addSegments(segmentationId: string, segments: readonly NewSegment[], strokeId: string): Promise<Segmentation> {
  return client.segmentation.addSegments.mutate({ segmentationId, segments: [...segments], mark: markOf(strokeId) });
}

export function updateSegment(
  segmentationId: string,
  number: number,
  change: Partial<Pick<Segment, "name" | "color" | "side">>,
  strokeId: string,
): Promise<Segmentation> {
  return client.segmentation.updateSegment.mutate({ segmentationId, number, change, mark: markOf(strokeId) });
}

export function removeSegment(segmentationId: string, number: number, strokeId: string): Promise<Segmentation> {
  return client.segmentation.removeSegment.mutate({ segmentationId, number, mark: markOf(strokeId) });
}

/** Puts the segments in an order, by their numbers. */
export function orderSegments(segmentationId: string, numbers: readonly number[], strokeId: string): Promise<Segmentation> {
  return client.segmentation.orderSegments.mutate({ segmentationId, numbers: [...numbers], mark: markOf(strokeId) });
}

/** Undoes or does again a step that changed segments, by the history on disk. */
export function reverseStep(segmentationId: string, direction: StepDirection, reverses: string, strokeId: string): Promise<ReversedStep> {
  return client.segmentation.reverse.mutate({ segmentationId, direction, mark: { ...markOf(strokeId), strokeId, reverses } });
}

/** What a change of segments says of itself. */
function markOf(strokeId: string): Omit<StrokeMark, "reverses"> {
  return { strokeId, windowId: windowId() };
}

/** The label map and the revision it is at. */
export async function loadLabels(segmentationId: string): Promise<{ labels: Uint8Array; revision: number }> {
  const { bytes, headers } = await fetchBytes(addresses.labels(segmentationId));
  return { labels: new Uint8Array(bytes), revision: Number(headers.get("x-revision")) };
}

/** A segmentation and its label map, both at one revision. */
export async function loadSegmentation(segmentationId: string): Promise<{ segmentation: Segmentation; labels: Uint8Array }> {
  for (;;) {
    const { labels, revision } = await loadLabels(segmentationId);
    const segmentation = await describeSegmentation(segmentationId);
    if (segmentation.revision === revision) return { segmentation, labels };
  }
}

/** What was drawn on other volumes and can be brought onto this one, the one last changed first. */
export function drawnElsewhere(volumeId: string): Promise<DrawnElsewhere[]> {
  return client.segmentation.drawnElsewhere.query({ volumeId });
}

/** Copies a segmentation to another volume of its space; answers the copy, and what to be careful of. */
export function copySegmentation(segmentationId: string, volumeId: string): Promise<ImportedSegmentation> {
  return client.segmentation.copyTo.mutate({ segmentationId, volumeId });
}

/** What was changed in a copy, or in what came from a file, since. */
export function copyChanges(segmentationId: string): Promise<SegmentChangeOfCopy[]> {
  return client.segmentation.copyChanges.query({ segmentationId });
}

/** The label map as it came from a file; null where the segmentation was begun here. */
export function firstDrawing(segmentationId: string): Promise<FirstDrawing | null> {
  return client.segmentation.firstDrawing.query({ segmentationId });
}

/** The segments that somebody checked. */
export function segmentChecks(segmentationId: string): Promise<SegmentCheck[]> {
  return client.segmentation.checks.query({ segmentationId });
}

/** Marks a segment as checked, as it is at a revision; or takes the mark away. */
export function checkSegment(segmentationId: string, check: { number: number; revision: number; isChecked: boolean }): Promise<void> {
  return client.segmentation.check.mutate({ segmentationId, ...check });
}

/** Where a copy comes from; null where it is no copy. */
export function copyOrigin(segmentationId: string): Promise<CopyOrigin | null> {
  return client.segmentation.copyOrigin.query({ segmentationId });
}

/** Sends a stroke on top of a revision; answers the new revision, or the one at which it was kept already. */
export async function sendStroke(
  segmentationId: string,
  baseRevision: number,
  { id, reverses, tool, changes }: DrawnStroke,
): Promise<number> {
  const words = new URLSearchParams({
    strokeId: id,
    windowId: windowId(),
    ...(reverses === null ? {} : { reverses }),
  });
  const { bytes } = await fetchBytes(addresses.strokes(segmentationId, words), {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: encodeStroke(baseRevision, { tool, slices: changes.map(({ sliceIndex, after }) => ({ sliceIndex, runs: after })) }),
  });
  return (JSON.parse(new TextDecoder().decode(bytes)) as { revision: number }).revision;
}

/**
 * Sends a label map in a file, on the grid of a volume; answers the segmentation made from it, and what to be careful of. Rejects with the
 * door's own words where the grids differ.
 */
export async function importSegmentation(volumeId: string, file: File): Promise<ImportedSegmentation> {
  const { bytes } = await fetchBytes(addresses.importLabelMap(new URLSearchParams({ volumeId, fileName: file.name })), {
    method: "POST",
    body: file,
  });
  return importedSegmentationSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
