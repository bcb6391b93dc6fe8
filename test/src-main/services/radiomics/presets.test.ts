import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeSettings, settingsHash, writeSettings } from "../../../../src-main/services/radiomics/index.ts";
import { parseSettings } from "../../../../src-main/services/radiomics/parseSettings.ts";
import { presets } from "../../../../src-renderer/settings/presets.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { filteredFeatures, originalFeatures, shapeFeatures } from "../../../featureCounts.ts";

const byStart = (start: string) => presets.find(({ name }) => name.startsWith(start))!.settings;

describe("the form's presets", () => {
  // PyRadiomics' numbers of features: 14 of shape, 18 of first order and 75 of texture on every image.
  test.each([
    ["PyRadiomics' defaults", originalFeatures],
    ["Muscle MR", 11 * filteredFeatures],
    ["Brain T1, structures", originalFeatures],
    ["Brain tumour", shapeFeatures + 4 * filteredFeatures],
    ["Brain T1, atlas", 12 * filteredFeatures],
  ])("%s: as many features as PyRadiomics gives", (start, count) => {
    expect(describeSettings(byStart(start)).featureCount).toBe(count);
  });

  test.skipIf(noSharedData).each([
    ["Muscle MR", "a_myopathy_lbpforce2d"],
    ["Brain T1, structures", "b_jme"],
  ])("%s: the very settings of the reference, and its features", (start, config) => {
    const { settings, features } = JSON.parse(
      readFileSync(sharedData("radiomics", "golden2", "features", `${config}__brain1.json`), "utf8"),
    ) as { settings: object; features: Record<string, unknown> };
    expect(settingsHash(byStart(start))).toBe(settingsHash(parseSettings(JSON.stringify(settings))));
    const images = new Set(
      Object.keys(features)
        .filter((name) => !name.startsWith("diagnostics"))
        .map((name) => name.split("_")[0]!),
    );
    expect(new Set(describeSettings(byStart(start)).images)).toEqual(images);
    expect(describeSettings(byStart(start)).featureCount).toBe(
      Object.keys(features).filter((name) => !name.startsWith("diagnostics")).length,
    );
  });

  test("come back from a parameter file as they were, and have nothing to be careful of but what they say", () => {
    for (const { settings } of presets) {
      expect(settingsHash(parseSettings(writeSettings(settings)))).toBe(settingsHash(settings));
      expect(describeSettings(settings).warnings).toEqual([]);
    }
  });
});
