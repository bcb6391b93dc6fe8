import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { ModelBundle } from "#shared/domain/modelBundle.ts";
import { writeLogisticRegression, type SettingsHashing } from "../../../../src-main/services/models/index.ts";

/** A stand-in with its own canonical form: the tests of the models do not depend on the radiomics service. */
export const hashSettings = (settings: object): string => createHash("sha256").update(JSON.stringify(settings)).digest("hex");
export const hashing: SettingsHashing = { settingsHash: hashSettings, isSettingsHash: (hash, settings) => hash === hashSettings(settings) };

/** log-odds = 0.25 + 0.5 * (a - 1) / 2 - (b - 2) / 4. At a = 3, b = 0: 0.25 + 0.5 + 0.5 = 1.25, probability 1 / (1 + e^-1.25) = 0.7772998611746911. */
export const regression = { mean: [1, 2], standardDeviation: [2, 4], coefficients: [0.5, -1], intercept: 0.25 };
export const positiveAtGolden = 0.777_299_861_174_691_1;
export const features = ["original_firstorder_Mean", "original_glcm_Contrast"] as const;

export function sampleBundle(changes: Partial<ModelBundle> = {}): ModelBundle {
  const settings = { binWidth: 25 };
  return {
    formatVersion: 1,
    name: "Two features",
    version: "1.0",
    authors: ["A. Tester"],
    licence: "MIT",
    intendedUse: "Tests",
    task: "classification",
    classes: ["IMNM", "LGMDR2"],
    positiveClass: "LGMDR2",
    threshold: 0.5,
    input: {
      features: [...features],
      settings,
      settingsHash: hashSettings(settings),
      trainingRange: {
        [features[0]]: { min: -3, max: 5, mean: 1, standardDeviation: 2 },
        [features[1]]: { min: 0, max: 10, mean: 2, standardDeviation: 4 },
      },
    },
    linear: { intercept: 0.25, coefficients: { [features[0]]: 0.5, [features[1]]: -1 } },
    goldenCase: { input: { [features[0]]: 3, [features[1]]: 0 }, output: { IMNM: 1 - positiveAtGolden, LGMDR2: positiveAtGolden } },
    ...changes,
  };
}

/** Writes a bundle's folder and answers its path. */
export function writeBundle(
  folder: string,
  bundle: unknown = sampleBundle(),
  model: Uint8Array = writeLogisticRegression(regression),
): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "bundle.json"), typeof bundle === "string" ? bundle : JSON.stringify(bundle));
  writeFileSync(join(folder, "model.onnx"), model);
  return folder;
}

export function sampleFeatureSet(changes: Partial<FeatureSet> = {}): FeatureSet {
  const settings = { binWidth: 25 };
  return {
    id: "features-1",
    volumeId: "volume-1",
    segmentationId: "segmentation-1",
    segmentationRevision: 7,
    segmentNumber: 2,
    segmentName: "Sartorius",
    settings,
    settingsHash: hashSettings(settings),
    engineVersion: "0.1.0",
    imageHash: "a".repeat(64),
    maskHash: "b".repeat(64),
    reader: "Reader 1",
    createdAt: "2026-01-02T03:04:05.000Z",
    features: [
      { name: "original_shape_Elongation", value: null },
      { name: features[0], value: 3 },
      { name: features[1], value: 0 },
    ],
    diagnostics: {},
    ...changes,
  };
}
