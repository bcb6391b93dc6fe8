import type { z } from "zod";
import { modelBundleSchema, type ModelBundle } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";

/** How extraction settings are told apart. */
export interface SettingsHashing {
  /** The hash of settings, as feature sets carry it. */
  settingsHash(settings: ModelBundle["input"]["settings"]): string;
  /** Whether a hash is that of these settings, also where an earlier version made it. */
  isSettingsHash(hash: string, settings: ModelBundle["input"]["settings"]): boolean;
}

/** bundle.json as it is installed, without the checks of readBundle. Throws where it is none. */
export function parseDescription(text: string): ModelBundle {
  return modelBundleSchema.parse(JSON.parse(withoutByteOrderMark(text)));
}

function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

/**
 * Reads bundle.json. Throws PlainError that names every field that is wrong, in plain words.
 * Beyond the schema: names must agree with each other (features, classes), and settingsHash with the settings.
 */
export function readBundle(text: string, hashing: SettingsHashing): ModelBundle {
  let value: unknown;
  try {
    value = JSON.parse(withoutByteOrderMark(text));
  } catch (cause) {
    throw new PlainError(`bundle.json is not valid JSON: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
  const parsed = modelBundleSchema.safeParse(value);
  const problems = parsed.success ? problemsOf(parsed.data, hashing) : parsed.error.issues.map(plainWords);
  if (parsed.success && problems.length === 0) return parsed.data;
  const more = problems.length > 8 ? [`and ${problems.length - 8} more`] : [];
  throw new PlainError(
    `bundle.json cannot be used: ${[...problems.slice(0, 8), ...more].join("; ")}. docs/model-bundle.md explains every field.`,
  );
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

function repeated(field: string, names: readonly string[]): string[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? [] : [`${field} names "${twice}" twice`];
}

function sameNames(field: string, names: readonly string[], otherField: string, others: readonly string[]): string[] {
  const known = new Set(names);
  const wanted = new Set(others);
  const missing = others.filter((name) => !known.has(name));
  const extra = names.filter((name) => !wanted.has(name));
  return [
    ...(missing.length > 0 ? [`${field} lacks ${few(missing)} of ${otherField}`] : []),
    ...(extra.length > 0 ? [`${field} names ${few(extra)}, not in ${otherField}`] : []),
  ];
}

function few(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

function plainWords(issue: z.core.$ZodIssue): string {
  const field =
    issue.path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)).join("") ||
    "its top level";
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined")
        ? `${field} is missing (${issue.expected})`
        : `${field} must be ${issue.expected}`;
    case "unrecognized_keys":
      return `${field} has an unknown field ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
    case "invalid_value":
      return `${field} must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    default:
      return `${field}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
  }
}
