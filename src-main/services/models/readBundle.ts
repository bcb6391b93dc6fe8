import { modelBundleSchema, type ModelBundle } from "#shared/domain/modelBundle.ts";
import { parseBundleText, refuseBundle } from "./bundleText.ts";
import { plainWords, repeated, sameNames } from "./fieldProblems.ts";

/** How extraction settings are told apart. */
export interface SettingsHashing {
  /** The hash of settings, as feature sets carry it. */
  settingsHash(settings: ModelBundle["input"]["settings"]): string;
  /** Whether a hash is that of these settings, also where an earlier version made it. */
  isSettingsHash(hash: string, settings: ModelBundle["input"]["settings"]): boolean;
}

/** bundle.json as it is installed, without the checks of readBundle. Throws where it is none. */
export function parseDescription(text: string): ModelBundle {
  return modelBundleSchema.parse(parseBundleText(text));
}

/**
 * Reads bundle.json. Throws PlainError that names every field that is wrong, in plain words.
 * Beyond the schema: names must agree with each other (features, classes), and settingsHash with the settings.
 */
export function readBundle(text: string, hashing: SettingsHashing): ModelBundle {
  const parsed = modelBundleSchema.safeParse(parseBundleText(text));
  const problems = parsed.success ? problemsOf(parsed.data, hashing) : parsed.error.issues.map(plainWords);
  return parsed.success && problems.length === 0 ? parsed.data : refuseBundle(problems);
}

function problemsOf(bundle: ModelBundle, hashing: SettingsHashing): string[] {
  const { classes, input, linear, goldenCase } = bundle;
  const problems = [
    ...repeated("classes", classes),
    ...repeated("input.features", input.features),
    ...sameNames("input.trainingRange", Object.keys(input.trainingRange), "input.features", input.features),
    ...sameNames("goldenCase.input", Object.keys(goldenCase.input), "input.features", input.features),
    ...sameNames("goldenCase.output", Object.keys(goldenCase.output), "classes", classes),
  ];
  if (!classes.includes(bundle.positiveClass)) problems.push(`positiveClass "${bundle.positiveClass}" is not one of classes`);
  for (const [name, { min, max }] of Object.entries(input.trainingRange)) {
    if (min > max) problems.push(`input.trainingRange of ${name} has min above max`);
  }
  const sum = Object.values(goldenCase.output).reduce((total, probability) => total + probability, 0);
  if (Math.abs(sum - 1) > 0.001) problems.push(`goldenCase.output adds up to ${sum}, not 1`);
  if (!hashing.isSettingsHash(input.settingsHash, input.settings)) {
    problems.push(`input.settingsHash is ${input.settingsHash}, but input.settings have the hash ${hashing.settingsHash(input.settings)}`);
  }
  if (linear) {
    problems.push(...sameNames("linear.coefficients", Object.keys(linear.coefficients), "input.features", input.features));
    if (classes.length !== 2) problems.push("linear is for two classes; leave it out");
    for (const [name, { mean, standardDeviation }] of Object.entries(input.trainingRange)) {
      if (mean === undefined || standardDeviation === undefined)
        problems.push(`linear needs mean and standardDeviation in input.trainingRange of ${name}`);
    }
  }
  return problems;
}
