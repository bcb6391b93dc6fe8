import { randomUUID } from "node:crypto";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { FeaturePrediction, InstalledModel, ModelBundle } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { contributionsOf } from "./linearModel.ts";
import type { SettingsHashing } from "./readBundle.ts";

/**
 * The values of a bundle's features, in its order, from named values. Throws PlainError where one is missing or is no finite number;
 * `where` names their source in those words ("row 3 of features.csv").
 */
export function pickInputs(bundle: ModelBundle, values: ReadonlyMap<string, number | null>, where: string): number[] {
  const missing = bundle.input.features.filter((feature) => !values.has(feature));
  if (missing.length > 0) {
    const few = missing.slice(0, 3).join(", ") + (missing.length > 3 ? ` and ${missing.length - 3} more` : "");
    throw new PlainError(
      `${where} has no ${few}, which ${bundle.name} needs. Extract the features again with all classes that the model uses.`,
    );
  }
  return bundle.input.features.map((feature) => {
    const value = values.get(feature);
    if (value === Infinity || value === -Infinity) {
      throw new PlainError(
        `The feature ${feature} of ${where} is infinite: it is too large for a number, and ${bundle.name} cannot be run on it. Check the ` +
          `image's intensities and the extraction settings.`,
      );
    }
    if (value === undefined || value === null || Number.isNaN(value)) {
      throw new PlainError(
        `The feature ${feature} of ${where} is no number (NaN), so ${bundle.name} cannot be run. Some features are undefined for a very ` +
          `small or flat ROI: check what was drawn.`,
      );
    }
    return value;
  });
}

/** Throws PlainError where features were extracted under other settings than the bundle's. */
export function checkSettings(bundle: ModelBundle, settingsHash: string, hashing: SettingsHashing, where: string): void {
  if (hashing.isSettingsHash(settingsHash, bundle.input.settings)) return;
  throw new PlainError(
    `${where} was extracted under other settings than ${bundle.name} ${bundle.version} was trained with ` +
      `(${JSON.stringify(bundle.input.settings)}). Extract the features again with the model's settings, then run it.`,
  );
}

/**
 * The class of one row of probabilities: the positive class where its probability reaches the threshold, otherwise the most probable of the others.
 * Probabilities are in the order of the bundle's classes.
 */
export function classify(
  bundle: { readonly classes: readonly string[]; readonly positiveClass: string; readonly threshold: number },
  probabilities: readonly number[],
): Pick<FeaturePrediction, "probabilities" | "positiveProbability" | "predictedClass"> {
  const byClass = bundle.classes.map((name, index) => [name, probabilities[index]!] as const);
  const positiveProbability = probabilities[bundle.classes.indexOf(bundle.positiveClass)]!;
  const others = byClass.filter(([name]) => name !== bundle.positiveClass);
  const likeliest = others.reduce((best, candidate) => (candidate[1] > best[1] ? candidate : best));
  return {
    probabilities: Object.fromEntries(byClass),
    positiveProbability,
    predictedClass: positiveProbability >= bundle.threshold ? bundle.positiveClass : likeliest[0],
  };
}

/** Each input with its training range and its contribution; a linear model's by falling absolute contribution. */
export function describeInputs(bundle: ModelBundle, values: readonly number[]): FeaturePrediction["inputs"] {
  const contributions = contributionsOf(bundle, values);
  const inputs = bundle.input.features.map((feature, index) => {
    const trainingRange = bundle.input.trainingRange[feature]!;
    const value = values[index]!;
    return {
      feature,
      value,
      outsideTrainingRange: value < trainingRange.min || value > trainingRange.max,
      trainingRange,
      contribution: contributions?.[index] ?? null,
    };
  });
  return contributions ? inputs.sort((a, b) => Math.abs(b.contribution ?? 0) - Math.abs(a.contribution ?? 0)) : inputs;
}

/** The record of one run: result, inputs and where everything came from. */
export function makePrediction({
  model,
  featureSet,
  values,
  probabilities,
  zipMapRemoved,
  createdAt: now,
}: {
  model: InstalledModel;
  featureSet: FeatureSet;
  values: readonly number[];
  probabilities: readonly number[];
  zipMapRemoved: boolean;
  /** UTC, ISO 8601. */
  createdAt: string;
}): FeaturePrediction {
  const { bundle } = model;
  const { id, features: _features, diagnostics: _diagnostics, createdAt, ...source } = featureSet;
  return {
    kind: "features",
    id: randomUUID(),
    modelId: model.id,
    modelName: bundle.name,
    modelVersion: bundle.version,
    modelAuthors: bundle.authors,
    modelLicence: bundle.licence,
    intendedUse: bundle.intendedUse,
    bundleHash: model.bundleHash,
    modelHash: model.modelHash,
    modelRun: zipMapRemoved ? "without ZipMap" : "as delivered",
    notice: bundle.notice ?? null,
    featureSetId: id,
    source: { ...source, extractedAt: createdAt },
    ...classify(bundle, probabilities),
    positiveClass: bundle.positiveClass,
    threshold: bundle.threshold,
    inputs: describeInputs(bundle, values),
    createdAt: now,
  };
}
