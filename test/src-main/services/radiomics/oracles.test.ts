import { describe, expect, it } from "vitest";
import { noSharedData } from "../../../sharedData.ts";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { extractFeatures, featureDocumentation } from "../../../../src-main/services/radiomics/index.ts";
import { baselineCases, edgeCases, goldenCases, type OracleCase, pipelineCases } from "./oracleCases.ts";

const tolerance = 1e-10;

/** Features that are zero but for rounding in PyRadiomics (an eigenvalue of a flat region): compared by their size beside the region's. */
const roundingOfZero = 1e-7;

async function compare({ imagePath, maskPath, settings, expected, name }: OracleCase) {
  const features = await extractFeatures(await readImageFile(imagePath), await readImageFile(maskPath), settings);
  let largest = 0;
  let where = "";
  for (const [feature, wanted] of expected) {
    const got = features.find((candidate) => candidate.name === feature);
    expect(got, `${name}: ${feature}`).toBeDefined();
    if (Number.isNaN(wanted)) {
      expect(got!.value, `${name}: ${feature}`).toBeNull();
      expect(got!.reason).toBeTruthy();
      continue;
    }
    const difference = got!.value === wanted ? 0 : Math.abs(got!.value! - wanted) / Math.abs(wanted);
    if (got!.value === 0 && Math.abs(wanted) < roundingOfZero) continue;
    expect(difference, `${name}: ${feature} is ${got!.value}, PyRadiomics gives ${wanted}`).toBeLessThanOrEqual(tolerance);
    if (difference > largest) [largest, where] = [difference, feature];
  }
  return { name, compared: expected.size, largest, where };
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
    console.table(rows.map((row) => ({ ...row, largest: row.largest.toExponential(1) })));
    const values = rows.reduce((sum, row) => sum + row.compared, 0);
    console.log(`${values} values compared in ${rows.length} runs; largest relative difference ${Math.max(...rows.map((row) => row.largest)).toExponential(2)}.`);
    console.log(`${refused.length} baseline columns ask for steps of a later form and are refused by name.`);
    expect(values).toBeGreaterThan(2000);
    // Every feature that the engine has meets at least one value from outside.
    expect(featureDocumentation().map(({ name }) => name).filter((name) => !compared.has(name))).toEqual([]);
  });

  it("and refuses what PyRadiomics refuses", async () => {
    const refusing = edgeCases().filter(({ error }) => error !== null);
    for (const { imagePath, maskPath, settings, name } of refusing) {
      await expect(extractFeatures(await readImageFile(imagePath), await readImageFile(maskPath), settings), name).rejects.toMatchObject({ name: "PlainError" });
    }
    console.log(`refused as PyRadiomics does: ${refusing.map(({ name }) => name).join(", ")}`);
    expect(refusing.length).toBeGreaterThanOrEqual(7);
  });
});
