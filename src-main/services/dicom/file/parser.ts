import dicomParserModule, { type ByteArrayParser, type ByteStream, type DataSet, type Element } from "dicom-parser";

/** What its declarations leave out: the class of data sets, and that elements of an unknown value representation may be sequences. */
interface DicomParser {
  readonly DataSet: new (parser: ByteArrayParser, bytes: Uint8Array, elements: Record<string, Element>) => DataSet;
  readonly ByteStream: new (parser: ByteArrayParser, bytes: Uint8Array, position: number) => ByteStream;
  readonly littleEndianByteArrayParser: ByteArrayParser;
  readonly bigEndianByteArrayParser: ByteArrayParser;
  readonly readDicomElementExplicit: (stream: ByteStream, warnings: string[], untilTag?: string) => Element;
  readonly readDicomElementImplicit: (stream: ByteStream, untilTag?: string) => Element;
  readonly findEndOfEncapsulatedElement: (stream: ByteStream, element: Element, warnings: string[]) => void;
  readonly readSequenceItemsImplicit: (stream: ByteStream, element: Element) => void;
}

const dicomParser = dicomParserModule as unknown as DicomParser;

export interface ParsedElements {
  readonly dataSet: DataSet;
  /** Where the elements end: behind the pixels, at `stop`, or where the bytes end. */
  readonly position: number;
}

/** Float, Double Float and ordinary Pixel Data. */
export const pixelDataTags = ["x7fe00008", "x7fe00009", "x7fe00010"] as const;

const undefinedLength = 0xffff_ffff;
/** Value representations of PS3.5 table 7.1-1 with a four-byte length that dicom-parser does not know. */
const longForms = new Set(["OV", "SV", "UV"]);

/**
 * Reads the elements of a data set from `position` to its pixels, these included (encapsulated ones as fragments); what follows them is left out.
 * `onlyGroup` stops in front of the first element of another group.
 * Throws whatever dicom-parser throws where the bytes are no data set: strings, mostly.
 */
export function parseElements(
  bytes: Uint8Array,
  position: number,
  { isExplicit, isBigEndian, onlyGroup }: { isExplicit: boolean; isBigEndian: boolean; onlyGroup?: number },
): ParsedElements {
  const byteParser = isBigEndian ? dicomParser.bigEndianByteArrayParser : dicomParser.littleEndianByteArrayParser;
  const elements: Record<string, Element> = {};
  const dataSet = new dicomParser.DataSet(byteParser, bytes, elements);
  dataSet.warnings = [];
  const stream = new dicomParser.ByteStream(byteParser, bytes, position);
  while (stream.position + 8 <= bytes.length) {
    if (onlyGroup !== undefined && byteParser.readUint16(bytes, stream.position) !== onlyGroup) break;
    const element = isExplicit ? readExplicit(stream, dataSet.warnings) : readImplicit(stream, dataSet.warnings);
    elements[element.tag] = element;
    if (element.tag === "x7fe00008" || element.tag === "x7fe00009" || element.tag === "x7fe00010") break;
    if (stream.position > bytes.length) throw new Error("an element reaches beyond the end");
  }
  return { dataSet, position: stream.position };
}

function readExplicit(stream: ByteStream, warnings: string[]): Element {
  const start = stream.position;
  const vr = String.fromCharCode(stream.byteArray[start + 4]!, stream.byteArray[start + 5]!);
  if (longForms.has(vr)) {
    const group = stream.readUint16();
    const number = stream.readUint16();
    stream.seek(4);
    const length = stream.readUint32();
    const element: Element = { tag: tagName(group, number), vr, length, dataOffset: stream.position };
    stream.seek(length);
    return element;
  }
  const element = dicomParser.readDicomElementExplicit(stream, warnings);
  // A sequence that an archive kept as UN is written implicitly (PS3.5 6.2.2); with a defined length dicom-parser skips it.
  if (vr === "UN") readSkippedItems(stream, element);
  return element;
}

function readImplicit(stream: ByteStream, warnings: string[]): Element {
  const element = dicomParser.readDicomElementImplicit(stream, "x7fe00010");
  if (element.tag === "x7fe00010") {
    // Against the standard, but written: compressed pixels behind implicit elements.
    if (element.hadUndefinedLength) dicomParser.findEndOfEncapsulatedElement(stream, element, warnings);
    else stream.seek(element.length);
    return element;
  }
  // dicom-parser drops the items of private sequences.
  readSkippedItems(stream, element);
  return element;
}

function readSkippedItems(stream: ByteStream, element: Element): void {
  if (element.items || element.length < 8 || !isItem(stream, element.dataOffset)) return;
  const end = stream.position;
  const sequence: Element = { ...element, length: element.hadUndefinedLength ? undefinedLength : element.length };
  stream.position = element.dataOffset;
  try {
    dicomParser.readSequenceItemsImplicit(stream, sequence);
    element.items = sequence.items;
  } catch {
    // Bytes that only look like a sequence stay bytes.
  }
  stream.position = end;
}

function isItem(stream: ByteStream, offset: number): boolean {
  if (offset + 4 > stream.byteArray.length) return false;
  return (
    stream.byteArrayParser.readUint16(stream.byteArray, offset) === 0xfffe &&
    stream.byteArrayParser.readUint16(stream.byteArray, offset + 2) === 0xe000
  );
}

function tagName(group: number, number: number): string {
  return `x${group.toString(16).padStart(4, "0")}${number.toString(16).padStart(4, "0")}`;
}
