import type { CleanPicture } from "./cleanPng.ts";

/** Markers of ITU T.81, table B.1. */
const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
/** Baseline, extended and progressive, by Huffman codes: what browsers show. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Tables: Huffman, quantisation, restart interval. */
const tables: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd]);
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
/** How colours were transformed (ITU T.872, 6.5.3): without it some files show false ones. */
const adobe = 0xee;

/** A JPEG with nothing but its image: no Exif, comments, previews or profiles; undefined where the bytes are none, or are damaged. */
export function cleanJpeg(bytes: Uint8Array): CleanPicture | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== startOfImage) return undefined;
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let size: { columns: number; rows: number } | undefined;
  let hasScan = false;
  for (let at = 2; ;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1];
    if (marker === undefined) return undefined;
    // Fill bytes (B.1.1.2).
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === endOfImage) break;
    const end = at + 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0);
    if (end < at + 4 || end > bytes.length) return undefined;
    const segment = bytes.subarray(at, end);
    if (frames.has(marker)) {
      if (size || segment.length < 10) return undefined;
      size = { rows: (segment[5]! << 8) + segment[6]!, columns: (segment[7]! << 8) + segment[8]! };
    }
    const isAdobe = marker === adobe && String.fromCharCode(...segment.subarray(4, 9)) === "Adobe" && segment.length === 16;
    if (frames.has(marker) || tables.has(marker) || marker === startOfScan || isAdobe) parts.push(segment);
    at = end;
    if (marker !== startOfScan) continue;
    hasScan = true;
    const from = at;
    while (at + 1 < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0 && !isRestart(bytes[at + 1]!))) at += 1;
    parts.push(bytes.subarray(from, at));
  }
  if (!size || size.columns === 0 || size.rows === 0 || !hasScan) return undefined;
  return { ...size, bytes: Buffer.concat([...parts, Uint8Array.of(0xff, endOfImage)]) };
}
