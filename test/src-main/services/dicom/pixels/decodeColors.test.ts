import dicomParser, { type DataSet } from "dicom-parser";
import { describe, expect, it } from "vitest";
import { eightBits, expand422, interleave, rgbOfPalette, rgbOfYbr } from "../../../../../src-main/services/dicom/pixels/decodeColors.ts";

/** A little-endian explicit data set of US and OW elements. */
function dataSetOf(elements: ReadonlyArray<readonly [tag: number, vr: "US" | "OW", values: readonly number[]]>): DataSet {
  const parts = elements.map(([tag, vr, values]) => {
    const head = vr === "US" ? 8 : 12;
    const part = new Uint8Array(head + values.length * 2);
    const view = new DataView(part.buffer);
    view.setUint16(0, tag >>> 16, true);
    view.setUint16(2, tag & 0xffff, true);
    part.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
    if (vr === "US") view.setUint16(6, values.length * 2, true);
    else view.setUint32(8, values.length * 2, true);
    values.forEach((value, index) => view.setUint16(head + index * 2, value, true));
    return part;
  });
  return dicomParser.parseDicom(
    Buffer.concat([
      Buffer.alloc(128),
      Buffer.from("DICM"),
      Buffer.from([2, 0, 0x10, 0, 0x55, 0x49, 20, 0]),
      Buffer.from("1.2.840.10008.1.2.1\0"),
      ...parts,
    ]),
  );
}

describe("colours", () => {
  it("YBR_FULL is RGB by the formula of PS3.3 C.7.6.3.1.2", () => {
    // Grey, and the primaries as JPEG codes them: red is Y 76, Cb 85, Cr 255.
    expect([...rgbOfYbr(Uint8Array.of(128, 128, 128, 76, 85, 255, 150, 44, 21, 29, 255, 107))]).toEqual([
      128, 128, 128, 254, 0, 0, 0, 255, 1, 0, 0, 254,
    ]);
  });

  it("4:2:2 gives two pixels one colour", () => {
    expect([...expand422(Uint8Array.of(1, 2, 30, 40))]).toEqual([1, 30, 40, 2, 30, 40]);
  });

  it("planes become pixels", () => {
    expect([...interleave(Uint8Array.of(1, 2, 3, 4, 5, 6))]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it("of 16 bits the upper 8 remain", () => {
    expect([...eightBits(Uint16Array.of(0xffff, 0x1234, 0), 16)]).toEqual([255, 0x12, 0]);
  });
});

describe("palette (PS3.3 C.7.6.3.1.5)", () => {
  const red = [0x1234, 0x8000, 0xffff];
  it("maps from the first value on, and what lies outside to the ends", () => {
    const dataSet = dataSetOf([
      [0x0028_1101, "US", [3, 10, 16]],
      [0x0028_1102, "US", [3, 10, 16]],
      [0x0028_1103, "US", [3, 10, 16]],
      [0x0028_1201, "OW", red],
      [0x0028_1202, "OW", [0, 0x0100, 0x0200]],
      [0x0028_1203, "OW", [0xff00, 0xff00, 0xff00]],
    ]);
    expect([...rgbOfPalette(dataSet, Uint8Array.of(0, 10, 11, 12, 200))]).toEqual([
      0x12, 0, 255, 0x12, 0, 255, 0x80, 1, 255, 255, 2, 255, 255, 2, 255,
    ]);
  });

  it("reads segmented tables: discrete values and a ramp (PS3.3 C.7.9.2)", () => {
    // Two values as they are, then four steps from 0x0100 to 0x0500.
    const segments = [0, 2, 0x0000, 0x0100, 1, 4, 0x0500];
    const dataSet = dataSetOf([
      [0x0028_1101, "US", [6, 0, 16]],
      [0x0028_1102, "US", [6, 0, 16]],
      [0x0028_1103, "US", [6, 0, 16]],
      [0x0028_1221, "OW", segments],
      [0x0028_1222, "OW", segments],
      [0x0028_1223, "OW", segments],
    ]);
    expect([...rgbOfPalette(dataSet, Uint8Array.of(0, 1, 2, 3, 4, 5))].filter((_, index) => index % 3 === 0)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("refuses a picture without its tables", () => {
    expect(() => rgbOfPalette(dataSetOf([[0x0028_1101, "US", [3, 0, 16]]]), Uint8Array.of(0))).toThrow("Palette Color Lookup Table");
  });
});
