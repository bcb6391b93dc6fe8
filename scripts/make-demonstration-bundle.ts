import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExtractionSettings } from "../src-shared/domain/extractionSettings.ts";
import { modelBundleSchema, type ModelBundle } from "../src-shared/domain/modelBundle.ts";
import { writeLogisticRegression } from "../src-main/services/models/index.ts";
import { settingsHash } from "../src-main/services/radiomics/index.ts";
import { makeCases, type MuscleCase } from "./demonstration/cases.ts";
import { fitLogisticRegression, probabilityOf } from "./demonstration/logisticRegression.ts";
import { performanceOf } from "./demonstration/performance.ts";

/**
 * Trains the demonstration bundle and writes it to assets/models/demonstration: node scripts/make-demonstration-bundle.ts.
 * Synthetic persons are drawn, their muscles on T1 measured by the native engine, and a logistic regression told to find fatty infiltration of Mercuri grade 2
 * or more. Persons are split before anything is fitted; the figures in the bundle are of persons that it never saw. The same numbers come out every time.
 */
const trainingPersons = 100;
const testPersons = 40;

/**
 * A fixed number of bins between the region's own extremes: MR intensities have no unit, and a scanner's gain must not matter. Slices lie
 * 18 mm apart: texture is measured in the plane.
 */
const settings: ExtractionSettings = { binCount: 32, force2D: true };

/** None of these changes when all intensities are multiplied or shifted. */
const features = [
  "original_firstorder_Skewness",
  "original_firstorder_Kurtosis",
  "original_firstorder_Entropy",
  "original_glcm_Correlation",
  "original_glcm_Imc2",
  "original_glcm_Idmn",
  "original_glrlm_RunLengthNonUniformityNormalized",
  "original_gldm_DependenceNonUniformityNormalized",
];
const penalty = 1;
const threshold = 0.5;
const classes = ["below grade 2", "grade 2 or more"] as const;

const rowOf = (one: MuscleCase) =>
  features.map((name) => {
    const value = one.features.get(name);
    if (value === undefined || value === null) throw new Error(`${name} is undefined for a case`);
    return value;
  });
const isPositive = (one: MuscleCase) => one.grade >= 2;

const cases: MuscleCase[] = [];
for (let person = 1; person <= trainingPersons + testPersons; person++) cases.push(...(await makeCases(person, settings)));
const training = cases.filter((one) => one.person <= trainingPersons);
const held = cases.filter((one) => one.person > trainingPersons);

const model = fitLogisticRegression(training.map(rowOf), training.map(isPositive), penalty);
const probability = (one: MuscleCase) => probabilityOf(model, rowOf(one));
const result = performanceOf(held.map(probability), held.map(isPositive), threshold);
const byGrade = [0, 1, 2, 3, 4, 5].map((grade) => {
  const those = held.filter((one) => one.grade === grade);
  return `grade ${grade}: ${those.filter((one) => probability(one) >= threshold === isPositive(one)).length} of ${those.length}`;
});
const figures =
  `AUC ${result.auc.toFixed(3)}, accuracy ${percent(result.accuracy)}, sensitivity ${percent(result.sensitivity)}, ` +
  `specificity ${percent(result.specificity)}`;

// The golden case: the held-out muscle whose probability is nearest to 0.8, where a slip would show.
const golden = held.reduce((best, one) => (Math.abs(probability(one) - 0.8) < Math.abs(probability(best) - 0.8) ? one : best));
const goldenProbability = probability(golden);
const byFeature = (values: readonly number[]) => Object.fromEntries(features.map((name, f) => [name, values[f]!]));

const bundle: ModelBundle = {
  formatVersion: 1,
  name: "Fatty infiltration of muscle (demonstration)",
  version: "1.0.0",
  authors: ["The Fascicle authors"],
  licence: "MIT",
  intendedUse:
    "To try out the workstation on its own sample study: tells whether a muscle of thigh or calf, drawn on an axial T1-weighted image, " +
    "shows fatty infiltration of " +
    `modified Mercuri grade 2 or more. Trained on ${training.length} muscles of ${trainingPersons} synthetic persons, tested on ` +
    `${held.length} muscles of ${testPersons} others: ${figures}; right in the test set: ${byGrade.join(", ")}. ` +
    "Synthetic images are far easier than patients': these figures say nothing about real images, on which the model was never tried.",
  notice: "Demonstration: trained on synthetic images only. Research use only. Not for diagnosis.",
  task: "classification",
  classes: [...classes],
  positiveClass: classes[1],
  threshold,
  input: {
    tensor: "features",
    features,
    settings,
    settingsHash: settingsHash(settings),
    trainingRange: Object.fromEntries(
      features.map((name, f) => {
        const values = training.map((one) => rowOf(one)[f]!);
        return [
          name,
          { min: Math.min(...values), max: Math.max(...values), mean: model.mean[f]!, standardDeviation: model.standardDeviation[f]! },
        ];
      }),
    ),
  },
  output: { tensor: "probabilities" },
  linear: { intercept: model.intercept, coefficients: byFeature(model.coefficients) },
  goldenCase: {
    input: byFeature(rowOf(golden)),
    output: { [classes[0]]: 1 - goldenProbability, [classes[1]]: goldenProbability },
    tolerance: 1e-6,
  },
};

const folder = join(import.meta.dirname, "..", "assets", "models", "demonstration");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "bundle.json"), `${JSON.stringify(modelBundleSchema.parse(bundle), null, 2)}\n`);
writeFileSync(join(folder, "model.onnx"), writeLogisticRegression(model));
console.log(`${training.length} muscles to train on (${training.filter(isPositive).length} of grade 2 or more), ${held.length} held out`);
console.log(`held out: ${figures}`);
console.log(byGrade.join("\n"));

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
