import { describe, expect, test } from "vitest";
import { extractionSettingsSchema } from "#shared/domain/featureSet.ts";
import { defaultChoice, settingsInWords, settingsOf } from "../../../../../../src-renderer/rooms/reading/panels/features/extractionChoice.ts";

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
