import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openDicomFile } from "../../../../../src-main/services/dicom/file/openDicomFile.ts";
import { numberElement, textElement } from "../../../../dicomFiles.ts";

const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from("DICM")]);
const meta = (transferSyntax: string) => textElement(2, 0x10, "UI", transferSyntax);
const explicit = Buffer.concat([textElement(8, 0x60, "CS", "MR"), textElement(0x10, 0x20, "LO", "P1"), numberElement(0x28, 0x10, 258)]);
/** The same elements without value representations: tag, four bytes of length, value (PS3.5 7.1.3). */
const implicit = Buffer.from("08006000 02000000 4d52 10002000 02000000 5031 28001000 02000000 0201".replaceAll(" ", ""), "hex");
const bigEndian = Buffer.from("00080060 4353 0002 4d52 00100020 4c4f 0002 5031 00280010 5553 0002 0102".replaceAll(" ", ""), "hex");

const explicitUid = "1.2.840.10008.1.2.1";
const implicitUid = "1.2.840.10008.1.2";
const bigEndianUid = "1.2.840.10008.1.2.2";
const deflatedUid = "1.2.840.10008.1.2.1.99";

describe("openDicomFile", () => {
  it.each([
    ["explicit little endian", Buffer.concat([preamble, meta(explicitUid), explicit]), explicitUid],
    ["implicit little endian", Buffer.concat([preamble, meta(implicitUid), implicit]), implicitUid],
    ["explicit big endian", Buffer.concat([preamble, meta(bigEndianUid), bigEndian]), bigEndianUid],
    ["deflated", Buffer.concat([preamble, meta(deflatedUid), deflateRawSync(explicit)]), deflatedUid],
    [
      "deflated and padded to an even length",
      Buffer.concat([preamble, meta(deflatedUid), deflateRawSync(explicit), Buffer.alloc(1)]),
      deflatedUid,
    ],
    ["no preamble, with meta information", Buffer.concat([meta(explicitUid), explicit]), explicitUid],
    ["a prefix without preamble", Buffer.concat([Buffer.from("DICM"), meta(explicitUid), explicit]), explicitUid],
    ["nothing in front, explicit", explicit, explicitUid],
    ["nothing in front, implicit", implicit, implicitUid],
    ["nothing in front, big endian", bigEndian, bigEndianUid],
    ["meta information without a transfer syntax", Buffer.concat([preamble, textElement(2, 2, "UI", "1.2"), explicit]), explicitUid],
    ["a header that claims explicit before implicit elements", Buffer.concat([preamble, meta(explicitUid), implicit]), implicitUid],
    ["a header that claims implicit before explicit elements", Buffer.concat([preamble, meta(implicitUid), explicit]), explicitUid],
    ["a compressed transfer syntax", Buffer.concat([preamble, meta("1.2.840.10008.1.2.4.70"), explicit]), "1.2.840.10008.1.2.4.70"],
  ])("reads %s", (_, bytes, transferSyntaxUid) => {
    const file = openDicomFile(bytes);
    expect(file.transferSyntaxUid).toBe(transferSyntaxUid);
    expect([file.dataSet.string("x00080060"), file.dataSet.string("x00100020"), file.dataSet.uint16("x00280010")]).toEqual([
      "MR",
      "P1",
      258,
    ]);
  });

  it("reads on behind value representations with four bytes of length that came late to the standard (OV, SV, UV)", () => {
    // An Extended Offset Table (7FE0,0001) stands in front of the pixels of HTJ2K files.
    const table = Buffer.from("e07f0100 4f56 0000 08000000 0000000000000000".replaceAll(" ", ""), "hex");
    const pixels = Buffer.from("e07f1000 4f57 0000 04000000 01020304".replaceAll(" ", ""), "hex");
    const { elements } = openDicomFile(Buffer.concat([preamble, meta(explicitUid), explicit, table, pixels])).dataSet;
    expect(elements["x7fe00001"]?.length).toBe(8);
    expect(elements["x7fe00010"]).toMatchObject({ vr: "OW", length: 4 });
  });

  it("finds the items of a sequence that was kept as unknown (UN) with a defined length", () => {
    // PS3.5 6.2.2: within UN the items are implicit little endian.
    const item = Buffer.from("feff00e0 0a000000 18008100 02000000 3132".replaceAll(" ", ""), "hex");
    const unknown = Buffer.concat([
      Buffer.from("18001491 554e 0000".replaceAll(" ", ""), "hex"),
      Buffer.from([item.length, 0, 0, 0]),
      item,
    ]);
    const items = openDicomFile(Buffer.concat([preamble, meta(explicitUid), explicit, unknown])).dataSet.elements["x00189114"]?.items;
    expect(items?.[0]?.dataSet?.string("x00180081")).toBe("12");
  });

  it.each([
    ["nothing", Buffer.alloc(0), "the file is empty"],
    ["text", Buffer.from("Dear reader, this is no image."), "not a DICOM file"],
    ["a NIfTI header", Buffer.concat([Buffer.from([0x5c, 1, 0, 0]), Buffer.alloc(344)]), "not a DICOM file"],
    ["meta information alone", Buffer.concat([preamble, meta(explicitUid)]), "it holds nothing but its file header"],
    [
      "an element that reaches beyond the end",
      Buffer.concat([preamble, meta(explicitUid), explicit.subarray(0, 20), Buffer.from("10001000504eff7f", "hex")]),
      "damaged or cut short: its header cannot be read to the end",
    ],
    [
      "bytes that do not inflate",
      Buffer.concat([preamble, meta(deflatedUid), Buffer.alloc(40, 0xff)]),
      "damaged or cut short: its deflated content cannot be inflated",
    ],
  ])("says why it cannot read %s", (_, bytes, reason) => {
    expect(() => openDicomFile(bytes)).toThrow(reason);
  });

  it("does not let a small deflated file fill the memory", () => {
    const bomb = Buffer.concat([preamble, meta(deflatedUid), deflateRawSync(Buffer.alloc(2 ** 30 + 1), { level: 9 })]);
    expect(bomb.length).toBeLessThan(2 ** 21);
    expect(() => openDicomFile(bomb)).toThrow("its deflated content grows beyond 1 GB");
  });
});
