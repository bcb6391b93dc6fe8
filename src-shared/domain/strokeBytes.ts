import { encodeRuns, lengthOfRuns } from "./runLength.ts";
import type { Stroke } from "./segment.ts";

/** What a slice holds, whole, as runs (runLength.ts). */
export interface SliceRuns {
  readonly sliceIndex: number;
  readonly runs: Uint8Array;
}

/** A stroke as it goes to the disk: a stroke through a reformat changes hundreds of slices, which take a few kilobytes each as runs. */
export interface StrokeRuns {
  readonly tool: string;
  readonly slices: readonly SliceRuns[];
}

/** A stroke with its slices as runs. */
export function strokeRuns({ tool, slices }: Stroke): StrokeRuns {
  return { tool, slices: slices.map(({ sliceIndex, labels }) => ({ sliceIndex, runs: encodeRuns(labels) })) };
}

const magic = 0x46_53_54_32; // "FST2"

/**
 * A stroke as bytes, for POST /segmentations/<id>/strokes. Little-endian: magic u32, base revision u32, tool length u16, tool (UTF-8),
 * slice count u16, then for each slice its index u32, the length of its runs u32, and its runs.
 */
export function encodeStroke(baseRevision: number, stroke: StrokeRuns): Uint8Array<ArrayBuffer> {
  const tool = new TextEncoder().encode(stroke.tool);
  const bytes = new Uint8Array(stroke.slices.reduce((sum, { runs }) => sum + 8 + runs.length, 12 + tool.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, baseRevision, true);
  view.setUint16(8, tool.length, true);
  bytes.set(tool, 10);
  view.setUint16(10 + tool.length, stroke.slices.length, true);
  let at = 12 + tool.length;
  for (const { sliceIndex, runs } of stroke.slices) {
    view.setUint32(at, sliceIndex, true);
    view.setUint32(at + 4, runs.length, true);
    bytes.set(runs, at + 8);
    at += 8 + runs.length;
  }
  return bytes;
}

/** Reads what encodeStroke wrote. Throws RangeError where the bytes are no stroke or are cut short. */
export function decodeStroke(bytes: Uint8Array): { readonly baseRevision: number; readonly stroke: StrokeRuns } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0, true) !== magic) throw new RangeError("these bytes are no stroke");
  const toolLength = view.getUint16(8, true);
  if (bytes.length < 12 + toolLength) throw new RangeError("the stroke is cut short");
  const tool = new TextDecoder().decode(bytes.subarray(10, 10 + toolLength));
  let at = 12 + toolLength;
  const slices = Array.from({ length: view.getUint16(at - 2, true) }, () => {
    if (bytes.length < at + 8) throw new RangeError("the stroke is cut short");
    const [sliceIndex, end] = [view.getUint32(at, true), at + 8 + view.getUint32(at + 4, true)];
    if (bytes.length < end) throw new RangeError("the stroke is cut short");
    const runs = bytes.slice(at + 8, end);
    lengthOfRuns(runs);
    at = end;
    return { sliceIndex, runs };
  });
  if (at !== bytes.length) throw new RangeError("the stroke is longer than it says");
  return { baseRevision: view.getUint32(4, true), stroke: { tool, slices } };
}
