import { describe, expect, test } from "vitest";
import { formatCount, formatCounted, formatPatientName, formatSeconds, formatValue } from "../../../src-renderer/ui/format.ts";

describe("numbers and times in words", () => {
  test("counts", () => {
    expect(formatCount(1_234_567)).toBe("1,234,567");
    expect(formatCounted(1, "study", "studies")).toBe("1 study");
    expect(formatCounted(0, "study", "studies")).toBe("0 studies");
  });

  test("seconds", () => {
    expect([0, 59.4, 60, 130, 3600, 3900, 7199].map(formatSeconds)).toEqual([
      "0 s",
      "59 s",
      "1 min",
      "2 min 10 s",
      "1 h",
      "1 h 5 min",
      "2 h",
    ]);
  });

  test("values keep six digits and say so only in exponents where they must", () => {
    expect([0, 0.5, 123456.789, 0.000123456789, 1.23456789e-7, 1e9, -2.5].map((value) => formatValue(value))).toEqual([
      "0",
      "0.5",
      "123457",
      "0.000123457",
      "1.2346e-7",
      "1.0000e+9",
      "-2.5",
    ]);
  });

  test("values with fewer digits lose none before the decimal point", () => {
    expect([1234, 1234.6, 506.4, 0.012345].map((value) => formatValue(value, { figures: 3 }))).toEqual(["1234", "1235", "506", "0.0123"]);
  });
});

// The examples of DICOM PS3.5 6.2.1.1 and PS3.5 annex H.
describe("person names", () => {
  test.each([
    ["Adams^John Robert Quincy^^Rev.^B.A. M.Div.", "Adams, John Robert Quincy Rev. B.A. M.Div."],
    ["Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou (山田 太郎)"],
    ["=洪^吉洞", "洪 吉洞"],
    ["Morrison-Jones^Susan^^^Ph.D.", "Morrison-Jones, Susan Ph.D."],
    ["Smith", "Smith"],
    ["^Anna", "Anna"],
    ["", "No name"],
    ["<img src=x onerror=alert(1)>", "<img src"],
  ])("%s", (name, shown) => expect(formatPatientName(name)).toContain(shown));
});
