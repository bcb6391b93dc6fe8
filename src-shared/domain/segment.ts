import { z } from "zod";

export const sides = ["left", "right", "midline", "none"] as const;
export type Side = (typeof sides)[number];

/** The largest number that a label may have in a file. */
export const largestLabelValue = 65_535;

/** One label of a segmentation. `number` is the voxel value, 1 to 255; 0 is background. */
export const segmentSchema = z.object({
  number: z.number().int().min(1).max(255),
  name: z.string().min(1).max(120),
  /** "#rrggbb" */
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  side: z.enum(sides),
  /** The number that it has in files, where that is another one than `number`: that of the file it came from. */
  labelValue: z.number().int().min(1).max(largestLabelValue).optional(),
});
export type Segment = z.infer<typeof segmentSchema>;

/** The number that a segment has in files. */
export function labelValueOf({ number, labelValue }: Pick<Segment, "number" | "labelValue">): number {
  return labelValue ?? number;
}

/** A label map on the grid of one volume: each voxel belongs to one segment or to none. */
export const segmentationSchema = z.object({
  id: z.string(),
  volumeId: z.string(),
  name: z.string().min(1).max(120),
  /** Grows by one with every stroke, undo and redo; features and reports name it. */
  revision: z.number().int().min(0),
  createdAt: z.iso.datetime(),
  modifiedAt: z.iso.datetime(),
  segments: z.array(segmentSchema),
});
export type Segmentation = z.infer<typeof segmentationSchema>;

/** The slices that one stroke, undo or redo changed, whole: what each holds afterwards (columns * rows labels). */
export interface Stroke {
  /** What the hand did: the id of a tool or an effect, or as a command names it: "fill holes", "delete on slice", "undo", "redo", "import", "copy", ... */
  readonly tool: string;
  readonly slices: ReadonlyArray<{ readonly sliceIndex: number; readonly labels: Uint8Array }>;
}

const magic = 0x46_53_54_31; // "FST1"

/**
 * A stroke as bytes, for POST /segmentations/<id>/strokes. Little-endian: magic u32, base revision u32, tool length u16, tool (UTF-8),
 * slice count u16, voxels a slice u32, then for each slice its index u32 and its labels.
 */
export function encodeStroke(baseRevision: number, stroke: Stroke): Uint8Array {
  const tool = new TextEncoder().encode(stroke.tool);
  const voxelsPerSlice = stroke.slices[0]?.labels.length ?? 0;
  const bytes = new Uint8Array(16 + tool.length + stroke.slices.length * (4 + voxelsPerSlice));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, baseRevision, true);
  view.setUint16(8, tool.length, true);
  bytes.set(tool, 10);
  let at = 10 + tool.length;
  view.setUint16(at, stroke.slices.length, true);
  view.setUint32(at + 2, voxelsPerSlice, true);
  at += 6;
  for (const { sliceIndex, labels } of stroke.slices) {
    if (labels.length !== voxelsPerSlice) throw new RangeError("the slices of a stroke differ in size");
    view.setUint32(at, sliceIndex, true);
    bytes.set(labels, at + 4);
    at += 4 + voxelsPerSlice;
  }
  return bytes;
}

/** Reads what encodeStroke wrote. Throws RangeError where the bytes are no stroke or are cut short. */
export function decodeStroke(bytes: Uint8Array): { baseRevision: number; stroke: Stroke } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 16 || view.getUint32(0, true) !== magic) throw new RangeError("these bytes are no stroke");
  const toolLength = view.getUint16(8, true);
  if (bytes.length < 16 + toolLength) throw new RangeError("the stroke is cut short");
  const tool = new TextDecoder().decode(bytes.subarray(10, 10 + toolLength));
  let at = 10 + toolLength;
  const count = view.getUint16(at, true);
  const voxelsPerSlice = view.getUint32(at + 2, true);
  at += 6;
  if (bytes.length !== at + count * (4 + voxelsPerSlice)) throw new RangeError("the stroke is cut short");
  const slices = Array.from({ length: count }, () => {
    const sliceIndex = view.getUint32(at, true);
    const labels = bytes.slice(at + 4, at + 4 + voxelsPerSlice);
    at += 4 + voxelsPerSlice;
    return { sliceIndex, labels };
  });
  return { baseRevision: view.getUint32(4, true), stroke: { tool, slices } };
}
