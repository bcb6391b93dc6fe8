import { describe, expect, test } from "vitest";
import { extractionSettingsSchema } from "#shared/domain/extractionSettings.ts";
import { defaultChoice, defaultEntry, readEntry, settingsInWords, settingsOf } from "../../../../../../src-renderer/rooms/reading/panels/features/extractionChoice.ts";

describe("the reader's choice of a setting", () => {
  test("gives PyRadiomics' keys, with one binning only", () => {
    expect(settingsOf(defaultChoice)).toEqual({ binWidth: 25 });
    expect(settingsOf({ ...defaultChoice, binning: "count", binCount: 64 })).toEqual({ binCount: 64 });
    expect(settingsOf({ ...defaultChoice, isTwoDimensional: true })).toEqual({ binWidth: 25, force2D: true, force2Ddimension: 0 });
  });

  test("is always a setting the door accepts", () => {
    for (const binning of ["width", "count"] as const) {
      for (const isTwoDimensional of [true, false]) expect(extractionSettingsSchema.safeParse(settingsOf({ ...defaultChoice, binning, isTwoDimensional })).success).toBe(true);
    }
  });

  test("is told in a few words; with neither key it is PyRadiomics' bin width of 25", () => {
    expect(settingsInWords({ binCount: 32, force2D: true })).toBe("32 bins, 2D");
    expect(settingsInWords({})).toBe("bin width 25, 3D");
  });
});

describe("readEntry", () => {
  test("uses exactly the number that is shown", () => {
    expect(readEntry(defaultEntry)).toEqual({ choice: defaultChoice, error: null });
    expect(readEntry({ ...defaultEntry, binWidth: "0.5" }).choice?.binWidth).toBe(0.5);
    expect(readEntry({ ...defaultEntry, binWidth: "1e9" }).choice?.binWidth).toBe(1_000_000_000);
    for (const binCount of ["1", "65535"]) expect(readEntry({ ...defaultEntry, binning: "count", binCount }).choice?.binCount).toBe(Number(binCount));
  });

  test.each(["", " ", "0", "-5", "wide", "2,5", "Infinity", "NaN"])("refuses a bin width of '%s' in words", (binWidth) => {
    expect(readEntry({ ...defaultEntry, binWidth })).toEqual({ choice: null, error: expect.stringContaining("above 0") });
  });

  test.each(["", "0", "-5", "2.5", "65536", "1e9", "many"])("refuses a bin count of '%s' in words", (binCount) => {
    expect(readEntry({ ...defaultEntry, binning: "count", binCount })).toEqual({ choice: null, error: expect.stringContaining("1 to 65535") });
  });

  test("does not mind the number that is not in use", () => {
    expect(readEntry({ ...defaultEntry, binCount: "" }).choice).toEqual(defaultChoice);
  });
});
