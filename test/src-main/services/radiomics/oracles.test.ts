import { describe, expect, it } from "vitest";
import { noSharedData } from "../../../sharedData.ts";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import type { FeatureValue } from "../../../../src-shared/domain/featureSet.ts";
import { extractFeatures, featureDocumentation } from "../../../../src-main/services/radiomics/index.ts";
import { baselineCases, edgeCases, flatCases, goldenCases, type OracleCase, pipelineCases } from "./oracleCases.ts";

const tolerance = 1e-10;

/** Features that are zero but for rounding in PyRadiomics (an eigenvalue of a flat region): compared by their size beside the region's. */
const roundingOfZero = 1e-7;

interface Comparison { name: string; compared: number; largest: number; where: string; wrong: string[] }

async function compare({ imagePath, maskPath, settings, expected, name }: OracleCase): Promise<Comparison> {
  const features = new Map((await extractFeatures(await readImageFile(imagePath), await readImageFile(maskPath), settings)).map((feature) => [feature.name, feature]));
  const result: Comparison = { name, compared: expected.size, largest: 0, where: "", wrong: [] };
  for (const [feature, wanted] of expected) {
    const got = features.get(feature);
    const difference = differenceOf(got, wanted);
    if (!(difference <= tolerance)) result.wrong.push(`${name}: ${feature} is ${got?.value}, PyRadiomics gives ${wanted}`);
    if (difference > result.largest) Object.assign(result, { largest: difference, where: feature });
  }
  return result;
}

/** Relative; infinite where one is undefined and the other not. */
function differenceOf(got: FeatureValue | undefined, wanted: number): number {
  if (got === undefined) return Number.POSITIVE_INFINITY;
  if (Number.isNaN(wanted)) return got.value === null && got.reason ? 0 : Number.POSITIVE_INFINITY;
  if (got.value === wanted || (got.value === 0 && Math.abs(wanted) < roundingOfZero)) return 0;
  return got.value === null ? Number.POSITIVE_INFINITY : Math.abs(got.value - wanted) / Math.abs(wanted);
}

describe.skipIf(noSharedData)("features equal PyRadiomics'", () => {
  it("in every value of the baselines, of golden and of golden2's runs on the original image", async () => {
    const { cases, refused } = baselineCases();
    const rows = [];
    const compared = new Set<string>();
    for (const oracle of [...cases, ...goldenCases(), ...pipelineCases(), ...edgeCases().filter(({ error }) => error === null)]) {
      rows.push(await compare(oracle));
      for (const feature of oracle.expected.keys()) compared.add(feature);
    }
    console.table(rows.map(({ name, compared, largest, where }) => ({ name, compared, largest: largest.toExponential(1), where })));
    expect(rows.flatMap(({ wrong }) => wrong)).toEqual([]);
    const values = rows.reduce((sum, row) => sum + row.compared, 0);
    console.log(`${values} values compared in ${rows.length} runs; largest relative difference ${Math.max(...rows.map((row) => row.largest)).toExponential(2)}.`);
    console.log(`${refused.length} baseline columns ask for steps of a later form and are refused by name.`);
    expect(values).toBeGreaterThan(2000);
    // Every feature that the engine has meets at least one value from outside.
    expect(featureDocumentation().map(({ name }) => name).filter((name) => !compared.has(name))).toEqual([]);
  });

  it("on an image of one intensity", async () => {
    for (const { name, settings, expected, maskPath } of flatCases()) {
      const mask = await readImageFile(maskPath);
      const features = await extractFeatures({ ...mask, scalarType: "float64", voxels: new Float64Array(mask.voxels.length).fill(100) }, mask, settings);
      expect(expected.size).toBe(107);
      const wrong = features.filter((feature) => !(differenceOf(feature, expected.get(feature.name)!) <= tolerance || Math.abs(feature.value! - expected.get(feature.name)!) < 1e-15));
      expect(wrong.map((feature) => `${name}: ${feature.name}`)).toEqual([]);
    }
  });

  it("and refuses what PyRadiomics refuses", async () => {
    const refusing = edgeCases().filter(({ error }) => error !== null);
    for (const { imagePath, maskPath, settings } of refusing) {
      await expect(extractFeatures(await readImageFile(imagePath), await readImageFile(maskPath), settings)).rejects.toMatchObject({ name: "PlainError" });
    }
    console.log(`refused as PyRadiomics does: ${refusing.map(({ name }) => name).join(", ")}`);
    expect(refusing.length).toBeGreaterThanOrEqual(7);
  });
});
