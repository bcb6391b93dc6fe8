import type { DataSet, Element } from "dicom-parser";

const textVrs = new Set(["DS", "IS", "LO", "SH", "CS", "ST", "LT", "UT", "UC"]);
const binaryVrs: ReadonlyMap<string, number> = new Map(
  Object.entries({ FD: 8, FL: 4, OF: 4, OD: 8, US: 2, SS: 2, UL: 4, SL: 4, AT: 4, OW: 2 }),
);

/**
 * The numbers of an element, whatever its value representation says: binary (FD, FL, US, SS, UL, SL) or text (DS, IS).
 * `assumedVr` is used where the file is implicit or writes UN, and `fallbackVr` is DS for public text elements.
 * Answers an empty list where the element is absent, empty or no number.
 */
export function numbersOf(dataSet: DataSet, tag: string, assumedVr = "DS"): number[] {
  const element = dataSet.elements[tag];
  if (!element || element.length === 0 || element.items) return [];
  const vr = element.vr === undefined || element.vr === "UN" || element.vr === "OB" ? assumedVr : element.vr;
  const size = binaryVrs.get(vr);
  if (size === undefined) return textVrs.has(vr) || vr === "DS" ? textNumbers(dataSet, tag) : [];
  return Array.from({ length: Math.floor(element.length / size) }, (_, index) => readBinary(dataSet, tag, vr, index)).filter(
    (value): value is number => value !== undefined && Number.isFinite(value),
  );
}

/** The first number of an element, or null. */
export function numberOf(dataSet: DataSet, tag: string, assumedVr = "DS"): number | null {
  return numbersOf(dataSet, tag, assumedVr)[0] ?? null;
}

/** The values of a text element, trimmed; empty where absent. For code strings and the like, which are ASCII. */
export function stringsOf(dataSet: DataSet, tag: string): string[] {
  const text = dataSet.string(tag);
  return text === undefined ? [] : text.split("\\").map((value) => value.replaceAll("\0", "").trim());
}

/** The first value of a text element, or null where it is absent or empty. */
export function stringOf(dataSet: DataSet, tag: string): string | null {
  return stringsOf(dataSet, tag)[0] || null;
}

/** The data sets of a sequence's items; empty where there is no such sequence. */
export function itemsOf(dataSet: DataSet | undefined, tag: string): DataSet[] {
  const element: Element | undefined = dataSet?.elements[tag];
  return (element?.items ?? []).flatMap((item) => (item.dataSet ? [item.dataSet] : []));
}

/** The bytes of an element, or undefined where it is absent. */
export function bytesOf(dataSet: DataSet, tag: string): Uint8Array | undefined {
  const element = dataSet.elements[tag];
  return element && dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

function textNumbers(dataSet: DataSet, tag: string): number[] {
  return stringsOf(dataSet, tag)
    .map((value) => (value === "" ? Number.NaN : Number(value.replace(",", "."))))
    .filter(Number.isFinite);
}

function readBinary(dataSet: DataSet, tag: string, vr: string, index: number): number | undefined {
  if (vr === "FD" || vr === "OD") return dataSet.double(tag, index);
  if (vr === "FL" || vr === "OF") return dataSet.float(tag, index);
  if (vr === "UL" || vr === "AT") return dataSet.uint32(tag, index);
  if (vr === "SL") return dataSet.int32(tag, index);
  return vr === "SS" ? dataSet.int16(tag, index) : dataSet.uint16(tag, index);
}
