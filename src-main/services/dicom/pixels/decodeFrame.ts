import type { DataSet } from "dicom-parser";
import { PlainError } from "#shared/domain/plainError.ts";
import { allocateVoxels, type ScalarType, type VoxelArray } from "#shared/domain/volume.ts";
import { decodeCompressed } from "./decodeCompressed.ts";
import { eightBits, expand422, interleave, rgbOfPalette, rgbOfYbr } from "./decodeColors.ts";
import { splitFragments } from "./decodeFragments.ts";
import { decodeRle } from "./decodeRle.ts";
import { samplesOf, swapWords } from "./decodeSamples.ts";
import { bytesOf, itemsOf, numberOf, numbersOf } from "../file/elementValues.ts";
import type { FrameHeader, PixelHeader } from "../header/instanceHeader.ts";
import type { DicomFile } from "../file/openDicomFile.ts";
import { pixelDataTags } from "../file/parser.ts";

/** The samples of one frame as stored, before rescale. */
export interface StoredFrame {
  readonly samples: VoxelArray;
  readonly samplesPerPixel: 1 | 3;
}

const explicitBigEndian = "1.2.840.10008.1.2.2";
const rle = "1.2.840.10008.1.2.5";
const encapsulatedUncompressed = "1.2.840.10008.1.2.1.98";

/**
 * Decodes one frame of a file: grey as whole (or floating-point) numbers before rescale, colours (RGB, YBR, palette) as RGB of 8 bits, interleaved.
 * @param frameNumber from 1.
 * Throws PlainError, to be read after the file's name, where the pixels are damaged, cut short or of an unknown kind.
 */
export async function decodeStoredFrame(
  { dataSet, transferSyntaxUid }: DicomFile,
  pixels: PixelHeader,
  frameNumber: number,
): Promise<StoredFrame> {
  const tag = pixelDataTags.find((name) => dataSet.elements[name]);
  const element = tag ? dataSet.elements[tag] : undefined;
  if (!tag || !element) throw new PlainError("it has no pixels");
  if (!element.fragments)
    return finish(dataSet, pixels, readPlain(dataSet, tag, pixels, frameNumber, transferSyntaxUid === explicitBigEndian), false);
  const frameCount = Math.max(1, Math.trunc(numberOf(dataSet, "x00280008") ?? 1));
  const bytes = splitFragments(dataSet, element, frameCount)[frameNumber - 1];
  if (!bytes) throw new PlainError(`it has no frame ${frameNumber}`);
  if (transferSyntaxUid === rle) {
    const unpacked = decodeRle(bytes, pixels.rows * pixels.columns, pixels.samplesPerPixel, pixels.bitsAllocated / 8);
    return finish(dataSet, { ...pixels, planarConfiguration: 0 }, floatsOrSamples(unpacked, pixels), true);
  }
  if (transferSyntaxUid === encapsulatedUncompressed) return finish(dataSet, pixels, floatsOrSamples(bytes, pixels), false);
  const decoded = await decodeCompressed(bytes, transferSyntaxUid, pixels);
  const bitsStored = Math.min(pixels.bitsStored, decoded.bitsAllocated);
  const samples = samplesOf(decoded.bytes, decoded.bitsAllocated, { bitsStored, highBit: bitsStored - 1, isSigned: pixels.isSigned });
  const { stream } = decoded;
  // JPEG streams know their colours best; JPEG 2000 has undone its own transform.
  const photometricInterpretation =
    stream.adobeTransform === 0 || stream.isNamedRgb ? "RGB" : stream.adobeTransform === 1 ? "YBR_FULL" : pixels.photometricInterpretation;
  return finish(dataSet, { ...pixels, bitsStored, photometricInterpretation, planarConfiguration: stream.isPlanar ? 1 : 0 }, samples, true);
}

function readPlain(dataSet: DataSet, tag: string, pixels: PixelHeader, frameNumber: number, isBigEndian: boolean): VoxelArray {
  const is422 = pixels.photometricInterpretation === "YBR_FULL_422" && pixels.samplesPerPixel === 3;
  const bits = pixels.rows * pixels.columns * (is422 ? 2 : pixels.samplesPerPixel) * pixels.bitsAllocated;
  const all = bytesOf(dataSet, tag)!;
  const start = ((frameNumber - 1) * bits) / 8;
  let bytes = all.subarray(start, start + bits / 8);
  if (bytes.length < bits / 8) throw new PlainError(`its pixel data is cut short in frame ${frameNumber}`);
  const wordSize = pixels.bitsAllocated / 8;
  if (isBigEndian && wordSize > 1) bytes = swapWords(bytes, wordSize);
  // Single bytes written as 16-bit words lie the other way round.
  else if (isBigEndian && dataSet.elements[tag]!.vr === "OW") bytes = swapWords(all, 2).subarray(start, start + bits / 8);
  return floatsOrSamples(bytes, pixels);
}

function floatsOrSamples(bytes: Uint8Array, pixels: PixelHeader): VoxelArray {
  if (pixels.floatingPoint === "none") return samplesOf(bytes, pixels.bitsAllocated, pixels);
  const { buffer } = new Uint8Array(bytes);
  return pixels.floatingPoint === "float32" ? new Float32Array(buffer) : new Float64Array(buffer);
}

function finish(dataSet: DataSet, pixels: PixelHeader, samples: VoxelArray, wasCompressed: boolean): StoredFrame {
  const photometric = pixels.photometricInterpretation.toUpperCase();
  if (photometric === "PALETTE COLOR") return { samples: rgbOfPalette(dataSet, samples), samplesPerPixel: 3 };
  if (pixels.samplesPerPixel === 1) return { samples, samplesPerPixel: 1 };
  const is422 = photometric === "YBR_FULL_422" && !wasCompressed;
  const planar = pixels.planarConfiguration === 1 && !is422 ? interleave(samples) : samples;
  const eight = eightBits(planar, pixels.bitsStored);
  if (is422) return { samples: rgbOfYbr(expand422(eight)), samplesPerPixel: 3 };
  return { samples: photometric === "YBR_FULL" || photometric === "YBR_FULL_422" ? rgbOfYbr(eight) : eight, samplesPerPixel: 3 };
}

/** What a frame's stored values become: slope and intercept, or the file's Modality LUT. */
export type Rescale = Pick<FrameHeader, "slope" | "intercept" | "modalityLutBits" | "tile">;

/**
 * A stored frame as voxels of `scalarType`: its tile cut out, then stored value * slope + intercept in double precision (PS3.3 C.11.1), or
 * the entry of the Modality LUT.
 * Colours pass as they are.
 */
export function rescaleFrame(
  { dataSet }: DicomFile,
  frame: StoredFrame,
  columns: number,
  rescale: Rescale,
  scalarType: ScalarType,
): VoxelArray {
  const samples = rescale.tile ? cutTile(frame.samples, columns, rescale.tile) : frame.samples;
  if (frame.samplesPerPixel === 3) return samples;
  const voxels = allocateVoxels(scalarType, samples.length);
  if (rescale.modalityLutBits !== null) {
    const lut = itemsOf(dataSet, "x00283000")[0];
    const [stated = 0, first = 0] = lut ? numbersOf(lut, "x00283002", "US") : [];
    const entries = stated === 0 ? 65536 : stated;
    const table = lut ? numbersOf(lut, "x00283006", "US") : [];
    if (table.length < entries) throw new PlainError("its Modality LUT (0028,3006) is missing or cut short");
    // The first value mapped has the sign of the pixels (PS3.3 C.11.1.1.1).
    const origin = first > 32767 && samples instanceof Int16Array ? first - 65536 : first;
    for (let index = 0; index < samples.length; index += 1)
      voxels[index] = table[Math.max(0, Math.min(entries - 1, samples[index]! - origin))]!;
    return voxels;
  }
  const { slope, intercept } = rescale;
  if (slope === 1 && intercept === 0) voxels.set(samples);
  else for (let index = 0; index < samples.length; index += 1) voxels[index] = samples[index]! * slope + intercept;
  return voxels;
}

function cutTile(samples: VoxelArray, columns: number, tile: NonNullable<FrameHeader["tile"]>): VoxelArray {
  const out = samples.slice(0, tile.columns * tile.rows);
  for (let row = 0; row < tile.rows; row += 1) {
    const start = (tile.top + row) * columns + tile.left;
    out.set(samples.subarray(start, start + tile.columns), row * tile.columns);
  }
  return out;
}
