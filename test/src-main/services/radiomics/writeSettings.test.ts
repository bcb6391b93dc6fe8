import { assert, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import { settingsHash, writeSettings } from "../../../../src-main/services/radiomics/index.ts";
import { parseSettings } from "../../../../src-main/services/radiomics/parseSettings.ts";
import { completeSettings } from "../../../../src-main/services/radiomics/settings.ts";
import { arbitrarySettings } from "./arbitrarySettings.ts";

describe("a parameter file that is written", () => {
  it("has PyRadiomics' sections, and a float where the settings have one", () => {
    const text = writeSettings({
      binWidth: 0.000_000_1,
      resampledPixelSpacing: [2, 2, 0],
      interpolator: null,
      normalize: true,
      imageType: { LoG: { sigma: ["1.0", 2, 2.5] }, Original: null },
      featureClass: { glcm: ["Contrast"], shape: null },
      voxelSetting: { initValue: "nan" },
    });
    const lines = text.split("\n").filter((line) => !line.startsWith("#"));
    expect(text).toContain(settingsHash(parseSettings(text)));
    // PyYAML reads 1e-7 as text; 1.0e-7 is its float.
    expect(lines.join("\n").trim()).toBe(`setting:
  normalize: true
  resampledPixelSpacing: [2, 2, 0]
  interpolator: null
  binWidth: 1.0e-7

imageType:
  LoG:
    sigma: [1.0, 2, 2.5]
  Original: {}

featureClass:
  glcm:
    - Contrast
  shape: []

voxelSetting:
  initValue: .nan`);
  });

  it("names classes and image types where the settings leave them out", () => {
    expect(parse(writeSettings({}))).toEqual({
      imageType: { Original: {} },
      featureClass: { shape: [], firstorder: [], glcm: [], gldm: [], glrlm: [], glszm: [], ngtdm: [] },
    });
    expect(parseSettings(writeSettings({ force2D: true })).featureClass).not.toHaveProperty("shape2D");
    expect(writeSettings({ enableCExtensions: true })).not.toContain("enableCExtensions");
  });

  it("is read back as the same settings", () => {
    assert(
      property(arbitrarySettings, (settings) => {
        const read = parseSettings(writeSettings(settings));
        expect(completeSettings(read)).toEqual(completeSettings(settings));
        expect(settingsHash(read)).toBe(settingsHash(settings));
        expect(read.geometryTolerance).toBe(settings.geometryTolerance ?? undefined);
        // Written and read a second time, nothing changes any more.
        expect(parseSettings(writeSettings(read))).toEqual(read);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses what cannot be used", () => {
    expect(() => writeSettings({ binwidth: 1 } as ExtractionSettings)).toThrow('Did you mean "binWidth"?');
  });
});
