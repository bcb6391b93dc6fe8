import { textElement } from "../../../../dicomFiles.ts";

/** Stands in every text element of a header that a packet's files are made with, and in no other place. */
export const mark = "ZKANARIZ";
/** Grey value of what is burned into the first three columns and two rows of every slice. */
export const burned = 65_021;
export const burnedIn = { column: 0, row: 0, columns: 3, rows: 2 };

/** Text elements of all kinds that hold a name, a place, a person or free words, beside those that a made-up slice has (PS3.6). */
const texts: readonly (readonly [number, number, string])[] = [
  [0x08, 0x50, "SH"],
  [0x08, 0x80, "LO"],
  [0x08, 0x81, "ST"],
  [0x08, 0x90, "PN"],
  [0x08, 0x1010, "SH"],
  [0x08, 0x1040, "LO"],
  [0x08, 0x1048, "PN"],
  [0x08, 0x1050, "PN"],
  [0x08, 0x1060, "PN"],
  [0x08, 0x1070, "PN"],
  [0x08, 0x1080, "LO"],
  [0x08, 0x1090, "LO"],
  [0x08, 0x2111, "ST"],
  [0x10, 0x1000, "LO"],
  [0x10, 0x1001, "PN"],
  [0x10, 0x1040, "LO"],
  [0x10, 0x2154, "SH"],
  [0x10, 0x2160, "SH"],
  [0x10, 0x2180, "SH"],
  [0x10, 0x21b0, "LT"],
  [0x10, 0x4000, "LT"],
  [0x18, 0x10, "LO"],
  [0x18, 0x15, "CS"],
  [0x18, 0x24, "SH"],
  [0x18, 0x1000, "LO"],
  [0x18, 0x1020, "LO"],
  [0x18, 0x1030, "LO"],
  [0x20, 0x10, "SH"],
  [0x20, 0x1040, "LO"],
  [0x20, 0x4000, "LT"],
  [0x32, 0x1032, "PN"],
  [0x32, 0x1060, "LO"],
  [0x32, 0x4000, "LT"],
  [0x40, 0x244, "DA"],
  [0x40, 0x253, "SH"],
  [0x40, 0x254, "LO"],
  [0x40, 0x280, "ST"],
];
const freeText = ["LO", "SH", "ST", "LT", "PN"];

interface Element {
  readonly tag: number;
  readonly vr: string;
  readonly bytes: Buffer;
}

/** A slice of dicomFiles with the mark in every text element, also in many that it had not, and grey values that are burned in. */
export function markedFile(bytes: Buffer): Buffer {
  const start = 144 + bytes.readUInt32LE(140);
  const there = elementsOf(bytes.subarray(start)).map((element): Element => {
    const [group, number] = [element.tag >>> 16, element.tag & 0xffff];
    if (group === 0x7fe0) return { ...element, bytes: withBurned(element.bytes) };
    if (!freeText.includes(element.vr)) return element;
    const text = element.bytes.subarray(8).toString("latin1").trim();
    return { ...element, bytes: textElement(group, number, element.vr, `${text} ${mark}`) };
  });
  const known = new Set(there.map(({ tag }) => tag));
  const added = texts
    .map(([group, number, vr]) => ({
      tag: group * 0x1_0000 + number,
      vr,
      bytes: textElement(group, number, vr, vr === "DA" ? "19070102" : mark),
    }))
    .filter(({ tag }) => !known.has(tag));
  const all = [...there, ...added].toSorted((a, b) => a.tag - b.tag);
  return Buffer.concat([bytes.subarray(0, start), ...all.map((element) => element.bytes)]);
}

function elementsOf(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const vr = bytes.toString("latin1", at + 4, at + 6);
    const length = ["OB", "OW", "SQ", "UN"].includes(vr) ? 12 + bytes.readUInt32LE(at + 8) : 8 + bytes.readUInt16LE(at + 6);
    elements.push({ tag: bytes.readUInt16LE(at) * 0x1_0000 + bytes.readUInt16LE(at + 2), vr, bytes: bytes.subarray(at, at + length) });
    at += length;
  }
  return elements;
}

/** Pixels of 8 x 8 words. */
function withBurned(element: Buffer): Buffer {
  const changed = Buffer.from(element);
  for (let row = 0; row < burnedIn.rows; row++)
    for (let column = 0; column < burnedIn.columns; column++) changed.writeUInt16LE(burned, 12 + (row * 8 + column) * 2);
  return changed;
}
