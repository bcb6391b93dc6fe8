import { crc32, inflateSync } from "node:zlib";

export interface CleanPicture {
  readonly columns: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** What is needed to show the image. Texts, times, Exif, colour profiles and whatever is private are left out. */
const kept: ReadonlySet<string> = new Set(["IHDR", "PLTE", "tRNS", "gAMA", "sRGB", "IDAT", "IEND"]);
/** Samples of a pixel by colour type (W3C PNG 3, 11.2.1). */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7 (W3C PNG 3, 8.1): first column and row of each pass, and the steps between its pixels. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** A PNG with nothing but its pixels; undefined where the bytes are none, are damaged, or hold another number of pixels than they say. */
export function cleanPng(bytes: Uint8Array): CleanPicture | undefined {
  if (!signature.every((byte, at) => bytes[at] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [signature];
  const data: Uint8Array[] = [];
  let names: string[] = [];
  for (let at = 8; names.at(-1) !== "IEND";) {
    if (at + 12 > bytes.length) return undefined;
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length || view.getUint32(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) return undefined;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (kept.has(name)) parts.push(bytes.subarray(at, end));
    if (name === "IDAT") data.push(bytes.subarray(at + 8, end - 4));
    names = [...names, name];
    at = end;
  }
  if (names[0] !== "IHDR" || names.filter((name) => name === "IHDR").length !== 1 || view.getUint32(8) !== 13) return undefined;
  const [columns, rows, depth, color, isInterlaced] = [view.getUint32(16), view.getUint32(20), bytes[24]!, bytes[25]!, bytes[28] === 1];
  const samples = samplesOf[color];
  if (samples === undefined || columns === 0 || rows === 0 || columns > 2 ** 14 || rows > 2 ** 14) return undefined;
  const passes = isInterlaced ? adam7 : [[0, 0, 1, 1] as const];
  let expected = 0;
  for (const [column, row, across, down] of passes) {
    const [width, height] = [Math.ceil((columns - column) / across), Math.ceil((rows - row) / down)];
    if (width > 0 && height > 0) expected += height * (1 + Math.ceil((width * samples * depth) / 8));
  }
  return lengthOf(data, expected) === expected ? { columns, rows, bytes: Buffer.concat(parts) } : undefined;
}

function lengthOf(data: readonly Uint8Array[], most: number): number | undefined {
  try {
    return inflateSync(Buffer.concat(data), { maxOutputLength: most }).length;
  } catch {
    return undefined;
  }
}
