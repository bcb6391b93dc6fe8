import { encodeStroke, type Segment, type Segmentation, type Stroke } from "#shared/domain/segment.ts";
import { client } from "../../client/client.ts";
import { fetchBytes } from "../../client/fetchBytes.ts";

interface SegmentationProcedures {
  list: { query: (input: { volumeId: string }) => Promise<Segmentation[]> };
  create: { mutate: (input: { volumeId: string; name: string }) => Promise<Segmentation> };
  rename: { mutate: (input: { segmentationId: string; name: string }) => Promise<Segmentation> };
  remove: { mutate: (input: { segmentationId: string }) => Promise<unknown> };
  get: { query: (input: { segmentationId: string }) => Promise<Segmentation> };
  setSegments: { mutate: (input: { segmentationId: string; segments: Segment[] }) => Promise<Segmentation> };
}
const door = (client as unknown as { segmentation: SegmentationProcedures }).segmentation;

/** The segmentations of a volume, the one last changed first. */
export async function listSegmentations(volumeId: string): Promise<Segmentation[]> {
  const found = await door.list.query({ volumeId });
  return found.toSorted((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
}

export function createSegmentation(volumeId: string, name: string): Promise<Segmentation> {
  return door.create.mutate({ volumeId, name });
}

/** Replaces the list of segments: names, colours and sides. */
export function setSegments(segmentationId: string, segments: readonly Segment[]): Promise<Segmentation> {
  return door.setSegments.mutate({ segmentationId, segments: [...segments] });
}

export async function loadLabels(segmentationId: string): Promise<Uint8Array> {
  return new Uint8Array((await fetchBytes(`/segmentations/${segmentationId}/labels`)).bytes);
}

/** Sends a stroke on top of a revision; answers the new revision. */
export async function sendStroke(segmentationId: string, baseRevision: number, stroke: Stroke): Promise<number> {
  const { bytes } = await fetchBytes(`/segmentations/${segmentationId}/strokes`, {
    method: "POST", headers: { "content-type": "application/octet-stream" }, body: encodeStroke(baseRevision, stroke) as Uint8Array<ArrayBuffer>,
  });
  return (JSON.parse(new TextDecoder().decode(bytes)) as { revision: number }).revision;
}

export function renameSegmentation(segmentationId: string, name: string): Promise<Segmentation> {
  return door.rename.mutate({ segmentationId, name });
}

export async function removeSegmentation(segmentationId: string): Promise<void> {
  await door.remove.mutate({ segmentationId });
}

/** Sends a label map in a file, on the grid of a volume; answers the segmentation made from it. Rejects with the door's own words where the grids differ. */
export async function importSegmentation(volumeId: string, file: File): Promise<Segmentation> {
  const { bytes } = await fetchBytes(`/segmentations/import?volumeId=${encodeURIComponent(volumeId)}&fileName=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  return JSON.parse(new TextDecoder().decode(bytes)) as Segmentation;
}
