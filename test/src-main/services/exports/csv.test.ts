import { array, assert, constantFrom, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv, safeCell, withoutMark, writeCsv } from "../../../../src-main/services/exports/csv.ts";
import { featuresCsv, readFeatureTable } from "../../../../src-main/services/exports/index.ts";
import { sampleFeatureSet } from "../models/sampleBundle.ts";

describe("CSV", () => {
  test("quotes what RFC 4180 says, and nothing else", () => {
    expect(
      writeCsv([
        ["a", "b c", "1,5"],
        ['say "x"', "two\nlines", ""],
      ]),
    ).toBe('a,b c,"1,5"\n"say ""x""","two\nlines",\n');
  });
  test("what is written comes back", () => {
    const cell = string({ unit: constantFrom("a", "ü", ",", '"', "\n", "\r", " ", "筋") });
    assert(
      property(array(array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 5 }), (rows) => {
        expect(readCsv(writeCsv(rows))).toEqual(rows);
      }),
    );
  });
  test("any line ending, a byte order mark and a missing last line end are read", () => {
    expect(readCsv("\uFEFFa,b\r\n1,2\n3,4")).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
    ]);
    expect(() => readCsv('a,b\nc,"d\ne')).toThrow(new RangeError("a quote is never closed (line 3)"));
  });
  test("a quote within a cell is a sign like others", () => {
    expect(readCsv('5" coil,"6"" coil"\n')).toEqual([['5" coil', '6" coil']]);
  });
  // OWASP, "CSV injection": = + - @ tab and carriage return at the start of a cell; Excel also runs their full-width forms, and parts cells
  // at ";" in many locales.
  test.each([
    ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
    ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t'=1"],
    ["\r=1", "'\r=1"],
    ["\uFF1D1+1", "'\uFF1D1+1"],
    ["a;=1", "a;'=1"],
    ["'=1", "''=1"],
    ["-1.5", "-1.5"],
    ["+3", "+3"],
    ["-1e-05", "-1e-05"],
    ["-.5", "-.5"],
    ["a=b", "a=b"],
    ["", ""],
    ["1-2", "1-2"],
    ["Süd", "Süd"],
  ])("a spreadsheet is given %j as %j", (cell, safe) => {
    expect(safeCell(cell)).toBe(safe);
    expect(withoutMark(safeCell(cell))).toBe(cell);
  });
  test("what is made safe for a spreadsheet comes back", () => {
    const cell = string({ unit: constantFrom("a", "'", "=", "+", "-", "@", "\t", "\r", ";", ",", "1", ".", "\uFF1D") });
    assert(
      property(cell, (text) => {
        expect(withoutMark(safeCell(text))).toBe(text);
        expect(safeCell(text)).toMatch(/^([^=+\-@\t\r]|$|[+-]?(\d+\.?\d*|\.\d+)$)/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a feature set as CSV", async () => {
  const text = await featuresCsv([sampleFeatureSet({ segmentName: 'Vastus "lateralis", left' })]);
  test("has PyRadiomics' names in its order, nan where there is no value, and the notice", () => {
    const [header, row] = readCsv(text);
    expect(header!.filter((name) => !name.startsWith("diagnostics_")).slice(-4)).toEqual([
      "Error",
      "original_shape_Elongation",
      "original_firstorder_Mean",
      "original_glcm_Contrast",
    ]);
    const cells = Object.fromEntries(header!.map((name, index) => [name, row![index]]));
    expect(cells).toMatchObject({
      original_shape_Elongation: "nan",
      original_firstorder_Mean: "3",
      diagnostics_Notice: "Research use only. Not for diagnosis.",
      diagnostics_Reader: "Reader 1",
      "diagnostics_Mask-original_SegmentName": 'Vastus "lateralis", left',
      "diagnostics_Mask-original_Revision": "7",
    });
  });
  test("is read back with its settings", () => {
    const [row] = readFeatureTable(text, "features.csv");
    expect(row!.values.get("original_firstorder_Mean")).toBe(3);
    expect(row!.values.get("original_shape_Elongation")).toBeNull();
    expect(row!.settingsHash).toBe(sampleFeatureSet().settingsHash);
    expect(row!.settings).toEqual({ binWidth: 25 });
  });
  test("numbers come back to the last bit", async () => {
    const values = [0.1 + 0.2, 1 / 3, 1e-300, 1.7976931348623157e308, -0.1, 5e-324];
    const features = values.map((value, index) => ({ name: `original_firstorder_${index}`, value }));
    const [row] = readFeatureTable(await featuresCsv([sampleFeatureSet({ features })]), "features.csv");
    expect([...row!.values.values()].slice(-values.length)).toEqual(values);
  });
  test("says of image and mask what PyRadiomics says, as Python prints it", async () => {
    const diagnostics = {
      "diagnostics_Mask-original_BoundingBox": [1, 2, 3, 4, 5, 6],
      "diagnostics_Image-original_Mean": 12,
      "diagnostics_Image-original_Dimensionality": "3D",
    };
    const [header, row] = readCsv(await featuresCsv([sampleFeatureSet({ diagnostics })]));
    expect(Object.keys(diagnostics).map((name) => row![header!.indexOf(name)])).toEqual(["(1, 2, 3, 4, 5, 6)", "12.0", "3D"]);
  });
  test("says why its image must be looked at twice", async () => {
    const [header, row] = readCsv(
      await featuresCsv([{ ...sampleFeatureSet(), imageWarnings: ["1 slice is missing.", "The gantry was tilted by 3.0°."] }]),
    );
    expect(row![header!.indexOf("diagnostics_Image-original_Warnings")]).toBe("1 slice is missing. The gantry was tilted by 3.0°.");
  });
});
