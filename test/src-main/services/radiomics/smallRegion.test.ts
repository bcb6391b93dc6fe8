import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import { featuresOf } from "./featuresOf.ts";
import { inHoles, maskOf, smallImages, smallMasks } from "./smallRegion.ts";

interface OracleCase {
  name: string;
  settings: ExtractionSettings;
  features: Record<string, number>;
  /** Deprecated features that PyRadiomics computes where they are named. */
  named: string[];
}

const file = join(import.meta.dirname, "..", "..", "..", "oracles", "pyradiomics", "regions.json");
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: OracleCase[] };
const masks: Readonly<Record<string, typeof smallMasks.holes>> = {
  "plane-0": maskOf((i, j, k) => inHoles(i, j, k) && k === 2),
  "plane-1": maskOf((i, j, k) => inHoles(i, j, k) && j === 3),
  "plane-2": maskOf((i, j, k) => inHoles(i, j, k) && i === 4),
};

describe("a small region with holes and a voxel apart", () => {
  it.each(cases)(
    "has PyRadiomics' features, those named although deprecated as well: $name",
    async ({ name, settings, features, named }) => {
      const featureClass: Record<string, string[]> = {};
      for (const column of Object.keys(features)) {
        const [className, feature] = column.split("_") as [string, string];
        (featureClass[className] ??= []).push(feature);
      }
      const found = await featuresOf(smallImages.int16, masks[name] ?? smallMasks.holes, { ...settings, featureClass });
      expect(found.map((feature) => feature.name)).toEqual(expect.arrayContaining(named.map((column) => `original_${column}`)));
      for (const { name: column, value } of found) {
        const expected = features[column.replace("original_", "")]!;
        expect(Math.abs(value! - expected), `${column}: ${value}, not ${expected}`).toBeLessThanOrEqual(
          Math.max(1e-12, 1e-10 * Math.abs(expected)),
        );
      }
    },
  );
});
