import { inflateRawSync } from "node:zlib";
import type { DataSet } from "dicom-parser";
import { PlainError } from "#shared/domain/plainError.ts";
import { parseElements } from "./parser.ts";
import { deflatedExplicitLittleEndian, explicitBigEndian, explicitLittleEndian, implicitLittleEndian } from "./transferSyntaxes.ts";

/** A DICOM file in memory, read up to and including its pixels. */
export interface DicomFile {
  /** Elements of the file meta information and of the data set. Offsets are into `dataSet.byteArray`, which is not always the bytes of the file. */
  readonly dataSet: DataSet;
  /** As the data set is really written, which is not always what its header claims. */
  readonly transferSyntaxUid: string;
}

/** A deflated data set may not grow beyond this: no image does, and a crafted file must not fill the memory. */
const largestInflatedBytes = 2 ** 30;

/**
 * Reads a DICOM file: with or without preamble and file meta information, implicit or explicit, little or big endian, deflated.
 * Throws PlainError with the reason, to be read after the file's name, where the bytes are no DICOM file or are damaged before the pixels.
 */
export function openDicomFile(bytes: Uint8Array): DicomFile {
  const start = startOfElements(bytes);
  if (start === undefined) throw new PlainError(bytes.length === 0 ? "the file is empty" : "not a DICOM file");
  try {
    return readFrom(bytes, start);
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError("damaged or cut short: its header cannot be read to the end", { cause: error });
  }
}

/** Where the elements begin: behind preamble and prefix, behind a bare prefix, or at once; undefined where these are no elements. */
function startOfElements(bytes: Uint8Array): number | undefined {
  if (hasPrefix(bytes, 128)) return 132;
  if (hasPrefix(bytes, 0)) return 4;
  return wayOfWriting(bytes, 0) === undefined ? undefined : 0;
}

function hasPrefix(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0x44 && bytes[offset + 1] === 0x49 && bytes[offset + 2] === 0x43 && bytes[offset + 3] === 0x4d;
}

function readFrom(bytes: Uint8Array, start: number): DicomFile {
  const hasMeta = bytes[start] === 2 && bytes[start + 1] === 0;
  if (!hasMeta) return readDataSet(bytes, start, wayOfWriting(bytes, start) ?? implicitLittleEndian);
  const meta = parseElements(bytes, start, { isExplicit: hasValueRepresentation(bytes, start), isBigEndian: false, onlyGroup: 2 });
  if (meta.position + 8 > bytes.length) throw new PlainError("it holds nothing but its file header");
  const file = readDataSet(bytes, meta.position, meta.dataSet.string("x00020010")?.replace(/\0+$/, "") || explicitLittleEndian);
  // The meta information is little endian even before a big endian data set.
  for (const element of Object.values(meta.dataSet.elements))
    file.dataSet.elements[element.tag] = { ...element, parser: meta.dataSet.byteArrayParser };
  return file;
}

function readDataSet(bytes: Uint8Array, start: number, claimed: string): DicomFile {
  if (claimed === deflatedExplicitLittleEndian) {
    const inflated = inflate(bytes, start);
    return { dataSet: parseElements(inflated, start, { isExplicit: true, isBigEndian: false }).dataSet, transferSyntaxUid: claimed };
  }
  const way = checkedWay(claimed, bytes, start);
  const { dataSet } = parseElements(bytes, start, { isExplicit: way !== implicitLittleEndian, isBigEndian: way === explicitBigEndian });
  return { dataSet, transferSyntaxUid: claimed === implicitLittleEndian || claimed === explicitLittleEndian ? way : claimed };
}

/** What the bytes show counts more than what the header claims: some writers change one and not the other. */
function checkedWay(claimed: string, bytes: Uint8Array, start: number): string {
  if (claimed === explicitBigEndian) return claimed;
  return hasValueRepresentation(bytes, start) ? explicitLittleEndian : implicitLittleEndian;
}

function inflate(bytes: Uint8Array, start: number): Uint8Array {
  let inflated: Buffer;
  try {
    inflated = inflateRawSync(bytes.subarray(start), { maxOutputLength: largestInflatedBytes });
  } catch (cause) {
    throw new PlainError(
      (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE"
        ? "its deflated content grows beyond 1 GB"
        : "damaged or cut short: its deflated content cannot be inflated",
      { cause },
    );
  }
  // The meta information stays in front, so that all offsets are into one array.
  const whole = new Uint8Array(start + inflated.length);
  whole.set(bytes.subarray(0, start));
  whole.set(inflated, start);
  return whole;
}

/** Tells the three plain ways of writing apart by the first element; undefined where it is no element. */
function wayOfWriting(bytes: Uint8Array, offset: number): string | undefined {
  if (offset + 8 > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, Math.min(12, bytes.length - offset));
  const isExplicit = hasValueRepresentation(bytes, offset);
  for (const isLittleEndian of [true, false]) {
    const group = view.getUint16(0, isLittleEndian);
    // A data set begins with group 0008, seldom with 0002 (bare meta information), 0004 (directories) or 0010.
    if (group !== 2 && group !== 4 && group !== 8 && group !== 0x10) continue;
    if (isExplicit) return isLittleEndian ? explicitLittleEndian : explicitBigEndian;
    const length = view.getUint32(4, isLittleEndian);
    if (isLittleEndian && (length <= bytes.length - offset - 8 || length === 0xffff_ffff)) return implicitLittleEndian;
  }
  return undefined;
}

const valueRepresentations = new Set(
  "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV".split(" "),
);

function hasValueRepresentation(bytes: Uint8Array, offset: number): boolean {
  return valueRepresentations.has(String.fromCharCode(bytes[offset + 4] ?? 0, bytes[offset + 5] ?? 0));
}
