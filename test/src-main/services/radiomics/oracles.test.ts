import { describe, expect, it } from "vitest";
import { noSharedData } from "../../../sharedData.ts";
import { readImageFile, readLabelMapFile } from "../../../../src-main/services/imagefiles/index.ts";
import type { FeatureValue } from "../../../../src-shared/domain/featureSet.ts";
import { extractFeatures, featureDocumentation } from "../../../../src-main/services/radiomics/index.ts";
import { frozenFeatures } from "../../../../src-shared/domain/frozenFeatures.ts";
import { ibsiTags } from "./ibsiTags.ts";
import { OracleTable } from "./oracleTable.ts";
import { baselineCases, deprecatedCases, edgeCases, goldenCases, type OracleCase, pipelineCases } from "./oracleCases.ts";

/** Relative. The issue asks for 1e-6; 1e-9 is what all but the explained values keep, most of them 1e-11. */
const tolerance = 1e-9;

/** Where this engine differs from PyRadiomics by intention, and why (docs/radiomics.md lists them for users). */
const intended: Readonly<Record<string, string>> = {
  nan_in_roi: "NaN in the region is refused; PyRadiomics counts it to the highest bin",
  "origin_off_1e-4": "a ten-thousandth of a mm is rounding of a file: no difference",
};

/** Values that differ for a reason that was looked into, with the difference that it makes. */
const explained: Readonly<Record<string, { why: string; difference: number }>> = {
  "e_everything__brain1: lbp-3D-m2_firstorder_RobustMeanAbsoluteDeviation": {
    why: "many voxels lie at the 10th percentile but for rounding (7e-15), and the range from it counts some of them there and others here",
    difference: 4e-3,
  },
};

/**
 * Images that hold one value but for rounding (1e-12 and less, golden2/README.md): PyRadiomics' mean of equal values differs from them in the last
 * bit, and its deviations are what is left. Here a region of one value has none.
 */
const noise: Readonly<Record<string, readonly string[]>> = {
  flat100_filters: ["exponential", "wavelet-LHL", "wavelet-HHL", "wavelet-LLL"],
};

async function run({ name, imagePath, maskPath, settings, change = (images) => images }: OracleCase) {
  const { label_channel, ...kept } = settings;
  // PyRadiomics resamples a mask on a grid of its own without being asked to correct it; here that is said.
  if (name === "submask_resample2") Object.assign(kept, { correctMask: true });
  const images = change({ image: await readImageFile(imagePath), mask: (await readLabelMapFile(maskPath, label_channel ?? 0)).image });
  return extractFeatures(images.image, images.mask, kept);
}

/** Relative to what PyRadiomics gives, without any floor but `isZeroAxis`; infinite where one is undefined and the other not. */
function differenceOf(got: FeatureValue | undefined, wanted: number): number {
  if (got === undefined) return Number.POSITIVE_INFINITY;
  if (!Number.isFinite(wanted)) return got.value === null && got.reason ? 0 : Number.POSITIVE_INFINITY;
  if (got.value === wanted) return 0;
  return got.value === null ? Number.POSITIVE_INFINITY : Math.abs(got.value - wanted) / Math.abs(wanted);
}

/**
 * The axis of a region without extent in some direction: exactly zero here. There it is the root of what rounding leaves of an eigenvalue,
 * below double precision (1e-16) of the largest one: an axis below 1e-8 of the major axis.
 */
function isZeroAxis(name: string, got: FeatureValue | undefined, wanted: number, values: ReadonlyMap<string, number>): boolean {
  if (got?.value !== 0 || wanted === 0) return false;
  if (/_shape_(Flatness|Elongation)$/.test(name)) return wanted < 1e-8;
  return /_shape_(LeastAxisLength|MinorAxisLength)$/.test(name) && wanted < 1e-8 * values.get("original_shape_MajorAxisLength")!;
}

/** For these PyRadiomics 3 raises DeprecationWarning and gives no value (radiomics/glcm.py and gldm.py); here they have words in place of one. */
const withoutValueThere = [
  "original_glcm_Dissimilarity",
  "original_glcm_Homogeneity1",
  "original_glcm_Homogeneity2",
  "original_glcm_SumVariance",
  "original_gldm_DependencePercentage",
  "original_gldm_GrayLevelNonUniformityNormalized",
];

const ofPyRadiomics = new Set(
  Object.entries(frozenFeatures["pyradiomics-3"]).flatMap(([featureClass, names]) =>
    names.map((name) => `original_${featureClass}_${name}`),
  ),
);
const ofIbsi = new Set(Object.values(ibsiTags).map(([featureClass, name]) => `original_${featureClass}_${name}`));

describe.skipIf(noSharedData)("features equal PyRadiomics'", () => {
  it("in every value of the baselines, of golden and of golden2: every step, image type and class", async () => {
    const table = new OracleTable();
    const zeros: string[] = [];
    const wrong: string[] = [];
    const met = new Set<string>();
    let values = 0;
    const cases = [
      ...baselineCases(),
      ...goldenCases(),
      ...pipelineCases(),
      ...deprecatedCases(),
      ...edgeCases().filter((edge) => edge.error === null),
    ];
    for (const oracle of cases) {
      if (Object.hasOwn(intended, oracle.name)) continue;
      const { features } = await run(oracle).catch((error: unknown) => {
        wrong.push(`${oracle.name}: ${(error as Error).message}`);
        return { features: [] };
      });
      const got = new Map(features.map((feature) => [feature.name, feature]));
      for (const [name, wanted] of oracle.expected) {
        if (noise[oracle.name]?.includes(name.split("_")[0]!)) continue;
        met.add(name.replace(/^[^_]+/, "original"));
        values += 1;
        if (isZeroAxis(name, got.get(name), wanted, oracle.expected)) {
          zeros.push(`${oracle.name}: ${name} (${wanted.toExponential(0)} there)`);
          continue;
        }
        const difference = differenceOf(got.get(name), wanted);
        table.add(oracle.name, name, difference);
        const key = `${oracle.name}: ${name}`;
        const allowed = Object.hasOwn(explained, key) ? explained[key]!.difference : tolerance;
        if (!(difference <= allowed)) wrong.push(`${key} is ${got.get(name)?.value}, PyRadiomics gives ${wanted}`);
      }
      if (features.length !== 0 && features.length !== oracle.expected.size)
        wrong.push(`${oracle.name}: ${features.length} features, PyRadiomics gives ${oracle.expected.size}`);
    }
    const { above, cells } = table.above(1e-10);
    const { difference, feature } = table.largest();
    console.log(
      [
        "Relative difference from PyRadiomics: the largest (of how many values), a row a configuration, a column a class",
        table.toString(),
        "",
        `${values} values compared in ${cases.length} runs; the largest difference is ${difference.toExponential(2)} (${feature}); ` +
          `${above} of ${cells} cells are above 1e-10.`,
        ...Object.entries(explained).map(([name, { why }]) => `not equal: ${name}: ${why}`),
        `zero here, rounding there: ${zeros.join(", ")}`,
        ...Object.entries(intended).map(([name, why]) => `not compared: ${name}: ${why}`),
        ...Object.entries(noise).map(
          ([name, images]) =>
            `not compared: ${images.join(", ")} of ${name}: one value but for rounding, of which PyRadiomics takes the deviation`,
        ),
      ].join("\n"),
    );
    expect(zeros).toHaveLength(8);
    expect(wrong).toEqual([]);
    expect(values).toBeGreaterThan(36_000);
    // Every feature that the engine has meets at least one value from outside: those that PyRadiomics has not, one of IBSI's (ibsi.test.ts).
    const beyond = featureDocumentation().filter(({ name, deprecated }) => !deprecated && !ofPyRadiomics.has(name));
    expect(beyond.filter(({ name }) => !ofIbsi.has(name))).toEqual([]);
    const unmet = featureDocumentation().filter((feature) => !met.has(feature.name) && !beyond.includes(feature));
    expect(unmet.map(({ name }) => name).toSorted()).toEqual(withoutValueThere);
    expect(unmet.filter(({ deprecated, undefinedWhen }) => !deprecated || undefinedWhen === "")).toEqual([]);
  }, 300_000);

  it("and image and mask are described at every step as there", async () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const oracle of [...pipelineCases(), ...edgeCases().filter((edge) => edge.error === null)]) {
      if (Object.hasOwn(intended, oracle.name) || Object.keys(oracle.diagnostics ?? {}).length === 0) continue;
      const { diagnostics } = await run({
        ...oracle,
        settings: { ...oracle.settings, featureClass: { firstorder: ["Mean"] }, imageType: { Original: {} } },
      }).catch(() => ({ diagnostics: {} as Record<string, unknown> }));
      for (const [key, wanted] of Object.entries(oracle.diagnostics!)) {
        // A ten-thousandth of a mm is no difference here: nothing to correct, and the mask lies where the image lies.
        if (oracle.name.startsWith("origin_off") && /Mask-corrected|CenterOfMass$/.test(key)) continue;
        const got = (diagnostics as Record<string, unknown>)[key];
        const pairs = Array.isArray(wanted)
          ? wanted.map((value: unknown, at) => [value, (got as unknown[] | undefined)?.[at]])
          : [[wanted, got]];
        const equal = pairs.every(
          ([a, b]) => a === b || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a))),
        );
        if (!equal) wrong.push(`${oracle.name}: ${key} is ${JSON.stringify(got)}, PyRadiomics gives ${JSON.stringify(wanted)}`);
        compared += 1;
      }
    }
    console.log(`${compared} descriptions of image and mask compared`);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
  }, 120_000);

  it("and refuses what PyRadiomics refuses", async () => {
    const refusing = edgeCases().filter(({ name, error }) => error !== null && !Object.hasOwn(intended, name));
    for (const oracle of refusing) await expect(run(oracle)).rejects.toMatchObject({ name: "PlainError" });
    console.log(`refused as PyRadiomics does: ${refusing.map(({ name }) => name).join(", ")}`);
    expect(refusing.length).toBeGreaterThanOrEqual(15);
  });
});
