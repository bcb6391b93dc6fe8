import { encodeStroke, segmentationSchema, type Segment, type Segmentation, type Stroke } from "#shared/domain/segment.ts";
import { client } from "../../client/client.ts";
import { fetchBytes } from "../../client/fetchBytes.ts";
import { readerName } from "../../client/reader.ts";

/** The segmentations of a volume, the one last changed first. */
export function listSegmentations(volumeId: string): Promise<Segmentation[]> {
  return client.segmentation.list.query({ volumeId });
}

export function describeSegmentation(segmentationId: string): Promise<Segmentation> {
  return client.segmentation.describe.query({ segmentationId });
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

/** Adds a segment under a number that was never used; the door gives a colour where none is asked for. */
export function addSegment(segmentationId: string, segment: Pick<Segment, "name" | "side"> & { color?: string }): Promise<Segmentation> {
  return client.segmentation.addSegment.mutate({ segmentationId, segment });
}

export function updateSegment(segmentationId: string, number: number, change: Partial<Pick<Segment, "name" | "color" | "side">>): Promise<Segmentation> {
  return client.segmentation.updateSegment.mutate({ segmentationId, number, change });
}

export function removeSegment(segmentationId: string, number: number): Promise<Segmentation> {
  return client.segmentation.removeSegment.mutate({ segmentationId, number, reader: readerName() });
}

/** The label map and the revision it is at. */
export async function loadLabels(segmentationId: string): Promise<{ labels: Uint8Array; revision: number }> {
  const { bytes, headers } = await fetchBytes(`/segmentations/${segmentationId}/labels`);
  return { labels: new Uint8Array(bytes), revision: Number(headers.get("x-revision")) };
}

/** Sends a stroke on top of a revision; answers the new revision. */
export async function sendStroke(segmentationId: string, baseRevision: number, stroke: Stroke): Promise<number> {
  const { bytes } = await fetchBytes(`/segmentations/${segmentationId}/strokes?reader=${encodeURIComponent(readerName())}`, {
    method: "POST", headers: { "content-type": "application/octet-stream" }, body: encodeStroke(baseRevision, stroke) as Uint8Array<ArrayBuffer>,
  });
  return (JSON.parse(new TextDecoder().decode(bytes)) as { revision: number }).revision;
}

/** Sends a label map in a file, on the grid of a volume; answers the segmentation made from it. Rejects with the door's own words where the grids differ. */
export async function importSegmentation(volumeId: string, file: File): Promise<Segmentation> {
  const { bytes } = await fetchBytes(`/segmentations/import?volumeId=${encodeURIComponent(volumeId)}&fileName=${encodeURIComponent(file.name)}&reader=${encodeURIComponent(readerName())}`, { method: "POST", body: file });
  return segmentationSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
