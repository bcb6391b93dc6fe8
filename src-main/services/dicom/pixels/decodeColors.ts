import type { DataSet } from "dicom-parser";
import { PlainError } from "#shared/domain/plainError.ts";
import type { VoxelArray } from "#shared/domain/volume.ts";
import { bytesOf, numbersOf } from "../file/elementValues.ts";

/** Three samples a pixel, plane after plane (Planar Configuration 1), as three samples side by side. */
export function interleave<Samples extends VoxelArray>(planes: Samples): Samples {
  const out = planes.slice() as Samples;
  const pixels = planes.length / 3;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    out[pixel * 3] = planes[pixel]!;
    out[pixel * 3 + 1] = planes[pixels + pixel]!;
    out[pixel * 3 + 2] = planes[2 * pixels + pixel]!;
  }
  return out;
}

/** YBR_FULL_422 as written without compression: Y1 Y2 Cb Cr for two pixels of a row (PS3.3 C.7.6.3.1.2). */
export function expand422(samples: Uint8Array): Uint8Array {
  const out = new Uint8Array((samples.length / 2) * 3);
  for (let pair = 0; pair * 4 + 3 < samples.length; pair += 1) {
    const [first, second, blue, red] = [samples[pair * 4]!, samples[pair * 4 + 1]!, samples[pair * 4 + 2]!, samples[pair * 4 + 3]!];
    out.set([first, blue, red, second, blue, red], pair * 6);
  }
  return out;
}

/** YBR_FULL as RGB, full range, 8 bit (PS3.3 C.7.6.3.1.2; ITU-R BT.601). */
export function rgbOfYbr(ybr: Uint8Array): Uint8Array {
  const out = new Uint8Array(ybr.length);
  const clamp = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
  for (let at = 0; at + 2 < ybr.length; at += 3) {
    const [y, blue, red] = [ybr[at]!, ybr[at + 1]! - 128, ybr[at + 2]! - 128];
    out[at] = clamp(y + 1.402 * red);
    out[at + 1] = clamp(y - (0.114 * 1.772 * blue + 0.299 * 1.402 * red) / 0.587);
    out[at + 2] = clamp(y + 1.772 * blue);
  }
  return out;
}

/** Samples of more than 8 bits as their 8 most significant. */
export function eightBits(samples: VoxelArray, bitsStored: number): Uint8Array {
  if (samples instanceof Uint8Array && bitsStored === 8) return samples;
  const shift = 2 ** (bitsStored - 8);
  return Uint8Array.from(samples, (value) => Math.max(0, Math.min(255, Math.floor(value / shift))));
}

const palettes = [
  ["x00281101", "x00281201", "x00281221"],
  ["x00281102", "x00281202", "x00281222"],
  ["x00281103", "x00281203", "x00281223"],
] as const;

/** PALETTE COLOR as RGB, 8 bit (PS3.3 C.7.9.1, C.7.6.3.1.5). Throws PlainError where the tables are missing or cut short. */
export function rgbOfPalette(dataSet: DataSet, samples: VoxelArray): Uint8Array {
  const out = new Uint8Array(samples.length * 3);
  palettes.forEach(([descriptorTag, dataTag, segmentedTag], channel) => {
    const [stated = 0, first = 0, bits = 16] = numbersOf(dataSet, descriptorTag, "US");
    const entries = stated === 0 ? 65536 : stated;
    const table = readTable(dataSet, dataTag, entries, bits) ?? readSegmentedTable(dataSet, segmentedTag, entries, bits);
    if (!table) throw new PlainError("its colour tables (Palette Color Lookup Table Data, 0028,1201 to 1203) are missing or cut short");
    const toEight = eightBitTable(table, bits);
    for (let index = 0; index < samples.length; index += 1)
      out[index * 3 + channel] = toEight[Math.max(0, Math.min(entries - 1, samples[index]! - first))]!;
  });
  return out;
}

function readTable(dataSet: DataSet, tag: string, entries: number, bits: number): Uint16Array | undefined {
  const bytes = bytesOf(dataSet, tag);
  if (!bytes || bytes.length < entries) return undefined;
  // Entries of 8 bits are packed two to a word, or (against the standard, but common) one to a word.
  if (bits === 8 && bytes.length < entries * 2) return Uint16Array.from(bytes.subarray(0, entries));
  if (bytes.length < entries * 2) return undefined;
  return Uint16Array.from({ length: entries }, (_, index) => dataSet.uint16(tag, index)!);
}

/** Segmented tables (PS3.3 C.7.9.2): discrete runs, linear ramps, and repeats of what stands before. */
function readSegmentedTable(dataSet: DataSet, tag: string, entries: number, bits: number): Uint16Array | undefined {
  const bytes = bytesOf(dataSet, tag);
  if (!bytes) return undefined;
  const isBytes = bits === 8;
  const length = isBytes ? bytes.length : Math.floor(bytes.length / 2);
  const read = (at: number) => (isBytes ? bytes[at]! : dataSet.uint16(tag, at)!);
  const table: number[] = [];
  const segment = (at: number): number => {
    const [code, count] = [read(at), read(at + 1)];
    if (code === 0) {
      for (let index = 0; index < count; index += 1) table.push(read(at + 2 + index));
      return at + 2 + count;
    }
    if (code === 1) {
      const from = table.at(-1) ?? 0;
      const to = read(at + 2);
      for (let index = 1; index <= count; index += 1) table.push(Math.round(from + ((to - from) * index) / count));
      return at + 3;
    }
    const offset = isBytes
      ? read(at + 2) + read(at + 3) * 256 + read(at + 4) * 65536 + read(at + 5) * 2 ** 24
      : read(at + 2) + read(at + 3) * 65536;
    let from = isBytes ? offset : offset / 2;
    if (code === 2) for (let index = 0; index < count; index += 1) from = segment(from);
    return at + (isBytes ? 6 : 4);
  };
  for (let at = 0; at + 2 < length && table.length < entries;) at = segment(at);
  return table.length >= entries ? Uint16Array.from(table.slice(0, entries)) : undefined;
}

/** Entries of 16 bits as their 8 most significant; some writers put 8-bit colours in 16-bit entries. */
function eightBitTable(table: Uint16Array, bits: number): Uint8Array {
  const isWide = bits > 8 && table.some((value) => value > 255);
  return Uint8Array.from(table, (value) => (isWide ? value >> 8 : value));
}
