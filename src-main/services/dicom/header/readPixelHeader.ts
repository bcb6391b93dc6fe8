import type { DataSet } from "dicom-parser";
import { PlainError } from "#shared/domain/plainError.ts";
import { numberOf, stringOf } from "../file/elementValues.ts";
import type { PixelHeader } from "./instanceHeader.ts";
import { pixelDataTags } from "../file/parser.ts";
import { transferSyntaxOf } from "../file/transferSyntaxes.ts";

/**
 * How the pixels of a file are written (PS3.3 C.7.6.3), after making sure that they are there and can be read.
 * @param frameCount frames that the file says it has.
 * Throws PlainError with the reason where there are none, fewer than stated, or where they are written in a way the program cannot read.
 */
export function readPixelHeader(dataSet: DataSet, transferSyntaxUid: string, frameCount: number): PixelHeader {
  const syntax = transferSyntaxOf(transferSyntaxUid);
  const tag = pixelDataTags.find((tag) => dataSet.elements[tag]);
  if (!tag) throw new PlainError("no pixels in it");
  if (!syntax.isSupported) throw new PlainError(`its pixels are written as ${syntax.name}, which cannot be read here`);
  const value = (tag: string) => numberOf(dataSet, tag, "US");
  const rows = value("x00280010") ?? 0;
  const columns = value("x00280011") ?? 0;
  if (rows < 1 || columns < 1) throw new PlainError("it does not say how many rows and columns it has (0028,0010 and 0028,0011)");
  const floatingPoint = tag === "x7fe00008" ? "float32" : tag === "x7fe00009" ? "float64" : "none";
  const bitsAllocated = floatingPoint === "float32" ? 32 : floatingPoint === "float64" ? 64 : (value("x00280100") ?? 0);
  const samplesPerPixel = value("x00280002") ?? 1;
  if (bitsAllocated === 1) throw new PlainError("its pixels are single bits, which is a mask and no image");
  if (![8, 16, 32, 64].includes(bitsAllocated))
    throw new PlainError(`it states ${bitsAllocated} bits for a pixel (Bits Allocated, 0028,0100); 8, 16 and 32 can be read`);
  if (bitsAllocated === 64 && floatingPoint === "none")
    throw new PlainError("its pixels are 64-bit whole numbers, which cannot be read here");
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3)
    throw new PlainError(`it has ${samplesPerPixel} samples a pixel (0028,0002); 1 and 3 can be read`);
  const bitsStored = value("x00280101") ?? bitsAllocated;
  const header: PixelHeader = {
    rows,
    columns,
    bitsAllocated,
    bitsStored,
    highBit: value("x00280102") ?? bitsStored - 1,
    isSigned: value("x00280103") === 1,
    samplesPerPixel,
    photometricInterpretation: stringOf(dataSet, "x00280004") ?? (samplesPerPixel === 3 ? "RGB" : "MONOCHROME2"),
    planarConfiguration: value("x00280006") ?? 0,
    floatingPoint,
    ...readPadding(dataSet, value("x00280103") === 1, bitsAllocated),
  };
  checkLength(dataSet, tag, header, frameCount, syntax.isEncapsulated);
  return header;
}

function readPadding(dataSet: DataSet, isSigned: boolean, bits: number): Pick<PixelHeader, "padding"> {
  const read = (tag: string) => {
    const value = numberOf(dataSet, tag, isSigned ? "SS" : "US");
    // Some writers give the value representation of the other sign.
    if (value === null || bits > 16) return value;
    return isSigned && value >= 2 ** (bits - 1) ? value - 2 ** bits : !isSigned && value < 0 ? value + 2 ** bits : value;
  };
  const value = read("x00280120");
  const limit = read("x00280121") ?? value;
  return value === null || limit === null ? {} : { padding: [Math.min(value, limit), Math.max(value, limit)] };
}

function checkLength(dataSet: DataSet, tag: string, header: PixelHeader, frameCount: number, isEncapsulated: boolean): void {
  const element = dataSet.elements[tag]!;
  const there = dataSet.byteArray.length - element.dataOffset;
  if (!isEncapsulated) {
    if (element.fragments) throw new PlainError("damaged: its pixels are in fragments although its transfer syntax has none");
    // 4:2:2 halves both colour samples (PS3.3 C.7.6.3.1.2).
    const samples = header.photometricInterpretation === "YBR_FULL_422" ? 2 : header.samplesPerPixel;
    const needed = Math.ceil((header.rows * header.columns * samples * header.bitsAllocated * frameCount) / 8);
    const found = Math.min(element.length, there);
    if (found < needed) throw new PlainError(`cut short: its pixels need ${needed} bytes and ${Math.max(0, found)} are there`);
    return;
  }
  const fragments = element.fragments;
  if (!fragments) throw new PlainError("damaged: its pixels are not in fragments as its transfer syntax demands");
  const last = fragments.at(-1);
  if (!last) throw new PlainError("no pixels in it: it has no fragment");
  if (last.position + last.length > dataSet.byteArray.length) throw new PlainError("cut short: its last compressed frame is incomplete");
  if (fragments.length < frameCount) throw new PlainError(`cut short: it states ${frameCount} frames and holds ${fragments.length}`);
}
