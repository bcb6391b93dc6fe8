import { describe, expect, it } from "vitest";
import { decodeText } from "../../../../../src-main/services/dicom/file/characterSets.ts";

const name = "\\^=";
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));

/** The names of PS3.5 annexes H to K, byte by byte as they stand there. */
const annexes: ReadonlyArray<readonly [title: string, sets: string[], hex: string, text: string]> = [
  [
    "H.3.1, Japanese kanji",
    ["", "ISO 2022 IR 87"],
    "59616d6164615e5461726f753d1b2442 3b33 4544 1b28425e1b2442 4240 4f3a 1b28423d1b2442 2464 245e 2440 1b28425e1b2442 243f 246d 2426 1b2842",
    "Yamada^Tarou=山田^太郎=やまだ^たろう",
  ],
  [
    "H.3.2, Japanese with half-width katakana",
    ["ISO 2022 IR 13", "ISO 2022 IR 87"],
    "d4cfc0de5ec0dbb33d1b2442 3b33 4544 1b284a5e1b2442 4240 4f3a 1b284a3d1b2442 2464 245e 2440 1b284a5e1b2442 243f 246d 2426 1b284a",
    "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
  ],
  [
    "I.2, Korean",
    ["", "ISO 2022 IR 149"],
    "486f6e675e47696c646f6e673d1b242943 fbf3 5e1b242943 d1ce d4d7 3d1b242943 c8ab 5e1b242943 b1e6 b5bf",
    "Hong^Gildong=洪^吉洞=홍^길동",
  ],
  ["J.1, Chinese in UTF-8", ["ISO_IR 192"], "57616e675e5869616f446f6e673d e78e8b 5e e5b08f e69db1 3d", "Wang^XiaoDong=王^小東="],
  ["J.2, Chinese in GB18030", ["GB18030"], "57616e675e5869616f446f6e673d cdf5 5e d0a1 b6ab 3d", "Wang^XiaoDong=王^小东="],
  [
    "K.2, Chinese by escapes to GB 2312",
    ["", "ISO 2022 IR 58"],
    "5a68616e675e5869616f446f6e673d1b242941 d5c5 5e1b242941 d0a1 b6ab 3d",
    "Zhang^XiaoDong=张^小东=",
  ],
];

describe("decodeText", () => {
  it.each(annexes)("reads the name of PS3.5 %s", (_, sets, hex, text) => {
    expect(decodeText(bytes(hex), sets, name)).toBe(text);
  });

  /** The same Latin, Cyrillic, Arabic, Greek, Hebrew and Thai letters stand at other bytes in each part of ISO 8859 (and TIS 620). */
  it.each([
    ["ISO_IR 100", "c4 6e 65 61 73", "Äneas"],
    ["ISO_IR 101", "a3 f3 64 bc", "Łódź"],
    ["ISO_IR 109", "a1 a6", "ĦĤ"],
    ["ISO_IR 110", "d1 ec", "Ņė"],
    ["ISO_IR 144", "bb ee da 63 65", "Люкce"],
    ["ISO_IR 127", "e2 c8 c7 e6 ea", "قباني"],
    ["ISO_IR 126", "c4 e9 ef ed f5 f3 e9 ef f2", "Διονυσιος"],
    ["ISO_IR 138", "f9 f8 e5 ef", "שרון"],
    ["ISO_IR 148", "dd fe f0", "İşğ"],
    ["ISO_IR 203", "a4 bc", "€Œ"],
    ["ISO_IR 166", "b9 d2 c1", "นาม"],
    ["ISO_IR 13", "d4 cf", "ﾔﾏ"],
  ])("reads %s", (set, hex, text) => {
    expect(decodeText(bytes(hex), [set], name)).toBe(text);
  });

  it("starts anew behind a name's delimiters, as PS3.5 6.1.2.5.3 demands", () => {
    // Greek by escape in the first component; the second is back in the first set, Latin-1.
    expect(decodeText(bytes("1b2d46 c4 5e c4"), ["ISO 2022 IR 100", "ISO 2022 IR 126"], name)).toBe("Δ^Ä");
  });

  it("does not take a byte of a kanji for a delimiter", () => {
    // In JIS X 0208, 30 5E and 30 3D are 緯綾; alone, 5E is "^" and 3D is "=".
    expect(decodeText(bytes("1b2442 305e 303d 1b2842"), ["", "ISO 2022 IR 87"], name)).toBe("緯綾");
  });

  it("does not take the second byte of a GBK character for a backslash", () => {
    // 0x815C is 乗 in GBK.
    expect(decodeText(bytes("815c"), ["GBK"], "\\")).toBe("乗");
  });

  it("reads what is written without any declaration: UTF-8 where it is valid, else Latin-1", () => {
    expect(decodeText(new TextEncoder().encode("Müller"), [], name)).toBe("Müller");
    expect(decodeText(bytes("4d fc 6c 6c 65 72"), [], name)).toBe("Müller");
  });
});
