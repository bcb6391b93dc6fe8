import { parse, YAMLError } from "yaml";
import { PlainError } from "#shared/domain/plainError.ts";
import { type ExtractionSettings, type FeatureClass, featureClasses } from "#shared/domain/featureSet.ts";
import { featureNames } from "./featureDocumentation.ts";
import { nearestWord } from "./nearestWord.ts";
import { imageTypes, inertSettings, supportedSettings } from "./pyradiomicsSettings.ts";
import { completeSettings } from "./settings.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a PyRadiomics parameter file (YAML 1.1, as PyYAML reads it, or JSON): setting, featureClass, imageType. A label or a setting is kept as it
 * is written; classes and features keep their order.
 * Throws PlainError where the text is no YAML; where a key is unknown (with the nearest known one); where a setting has a value of the wrong
 * kind; and where PyRadiomics would compute something that this engine does not: another image type, resampling, normalising and so on.
 */
export function parseSettings(text: string): ExtractionSettings {
  const file = fieldsOf(readYaml(text), "the file");
  refuseUnknown("key", Object.keys(file), ["setting", "featureClass", "imageType", "voxelSetting"]);
  if (file["voxelSetting"] !== undefined && file["voxelSetting"] !== null) {
    throw notSupported("voxelSetting (feature maps)", "Remove it from the settings.");
  }
  const original = readImageTypes(file["imageType"]);
  const settings: ExtractionSettings = { ...readSetting({ ...fieldsOf(file["setting"], "setting"), ...original }), ...readFeatureClasses(file["featureClass"]) };
  completeSettings(settings);
  return settings;
}

function readYaml(text: string): unknown {
  try {
    return parse(text, { version: "1.1" }) as unknown;
  } catch (cause) {
    const where = cause instanceof YAMLError && cause.linePos ? ` (line ${cause.linePos[0].line})` : "";
    throw new PlainError(`The settings are not valid YAML${where}. Correct them, or save them again from the program that made them.`, { cause });
  }
}

function fieldsOf(value: unknown, name: string): Fields {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new PlainError(`In the settings, ${name} is not a list of keys and values. Write it as PyRadiomics' parameter files do.`);
  return value as Fields;
}

function refuseUnknown(kind: string, found: readonly string[], known: readonly string[]): void {
  for (const name of found) {
    if (known.includes(name)) continue;
    const nearest = nearestWord(name, known);
    throw new PlainError(`The settings have an unknown ${kind} "${name}".${nearest ? ` Did you mean "${nearest}"?` : ` Known are ${known.join(", ")}.`}`);
  }
}

function notSupported(what: string, advice: string): PlainError {
  return new PlainError(`The settings ask for ${what}, which this version does not compute. ${advice}`);
}

function readSetting(setting: Fields): ExtractionSettings {
  refuseUnknown("setting", Object.keys(setting), [...supportedSettings, ...Object.keys(inertSettings)]);
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(setting)) {
    const inert = Object.hasOwn(inertSettings, key) ? inertSettings[key] : undefined;
    if (inert) {
      if (!inert(value, setting)) throw notSupported(`${key}: ${JSON.stringify(value)}`, `Remove "${key}" to extract without it; the values are then others.`);
      continue;
    }
    // null in a parameter file is PyRadiomics' "not set".
    if (value !== null) kept[key] = value;
  }
  return kept;
}

/** What stands under imageType.Original: settings for the original image. PyRadiomics takes the original image where no type is named. */
function readImageTypes(value: unknown): Fields {
  const types = fieldsOf(value, "imageType");
  refuseUnknown("image type", Object.keys(types), imageTypes);
  for (const type of Object.keys(types)) {
    if (type !== "Original") throw notSupported(`image type ${type}`, `Remove "${type}" from imageType to extract from the original image.`);
  }
  return fieldsOf(types["Original"], "imageType.Original");
}

function readFeatureClasses(value: unknown): Pick<ExtractionSettings, "featureClass"> {
  const classes = fieldsOf(value, "featureClass");
  const names = Object.keys(classes);
  if (names.length === 0) return {};
  refuseUnknown("feature class", names, featureClasses);
  const featureClass: Partial<Record<FeatureClass, string[] | null>> = {};
  for (const name of names) {
    featureClass[name as FeatureClass] = readFeatures(name as FeatureClass, classes[name]);
  }
  return { featureClass };
}

function readFeatures(featureClass: FeatureClass, value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || value.some((name) => typeof name !== "string" && typeof name !== "number")) {
    throw new PlainError(`In the settings, featureClass.${featureClass} is not a list of features. List their names, or leave it empty for all.`);
  }
  const features = value.map(String);
  refuseUnknown(`feature of class ${featureClass}`, features, featureNames(featureClass, "deprecated too"));
  return features;
}
