import { isAlias, isPair, isScalar, isSeq, visit, type Document, type Node } from "yaml";
import { PlainError } from "#shared/domain/plainError.ts";
import { featureClasses, settingKeys, type ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { lineOf, openYaml, YamlFault, type OpenedYaml } from "../yaml/index.ts";
import { checkSettings } from "./checkSettings.ts";
import { refuseUnknown } from "./refuseUnknown.ts";
import { completeSettings } from "./settings.ts";
import { SettingsError } from "./SettingsError.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a PyRadiomics parameter file (YAML 1.1, as PyYAML reads it, or JSON): setting, imageType, featureClass, voxelSetting. Everything is kept
 * as it is written; image types, classes and features keep their order. A file without classes means every class, shape2D with them where
 * force2D is on, as PyRadiomics' extractor takes it.
 * Throws PlainError where the text is no YAML; where a key is unknown (with the nearest known one); and where a setting has a value of the wrong
 * kind or out of range; each with the line it stands in.
 */
export function parseSettings(text: string): ExtractionSettings {
  const { document, lines } = readYaml(text);
  keepFloats(document);
  try {
    return readSettings(document);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const line = lineOf(document, lines, isOneOf(settingKeys, error.path[0]) ? ["setting", ...error.path] : error.path);
    throw line === undefined ? error : new PlainError(`${error.message} It stands in line ${line} of the file.`, { cause: error });
  }
}

function readSettings(document: Document.Parsed): ExtractionSettings {
  const file = fieldsOf(document.toJS(), "the file", []);
  refuseUnknown("key", Object.keys(file), ["setting", "featureClass", "imageType", "voxelSetting"], []);
  const setting = readSetting(file["setting"]);
  const settings = checkSettings({
    ...setting,
    ...readImageTypes(file["imageType"]),
    ...readFeatureClasses(file["featureClass"], setting["force2D"] === true),
    ...readVoxelSetting(file["voxelSetting"]),
  });
  completeSettings(settings);
  return settings;
}

const isOneOf = (keys: readonly string[], key: string | undefined): boolean => key !== undefined && keys.includes(key);

function readYaml(text: string): OpenedYaml {
  try {
    return openYaml(text, "1.1");
  } catch (cause) {
    throw cause instanceof YamlFault ? new PlainError(faultInWords(cause), { cause }) : cause;
  }
}

function faultInWords({ kind, line, what }: YamlFault): string {
  switch (kind) {
    case "key twice":
      return `The settings have the key "${what}" twice; the second stands in line ${line} of the file. Leave one of them.`;
    case "several documents":
      return `The settings are several YAML documents; the second begins in line ${line} of the file ("---"). Save each as a file of its own.`;
    case "too large":
      return `The settings are not read: the file has ${what}. Write them out plainly, as PyRadiomics' own parameter files do.`;
    case "invalid": {
      const where = line === undefined ? "" : ` (line ${line})`;
      return `The settings are not valid YAML${where}. Correct them, or save them again from the program that made them.`;
    }
  }
}

/** Turns a sigma that is written as a float with a whole value into text, "1.0": PyRadiomics names its image so, and JavaScript has no such number. */
function keepFloats(document: Document.Parsed): void {
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  visit(document, (_key, node) => {
    if (!isPair(node) || !isScalar(node.key) || node.key.value !== "sigma") return;
    const list = resolved(node.value);
    for (const item of isSeq<Node>(list) ? list.items : []) {
      const sigma = resolved(item);
      if (isScalar(sigma) && typeof sigma.value === "number" && Number.isInteger(sigma.value) && /[.e]/i.test(sigma.source ?? ""))
        sigma.value = `${sigma.value}.0`;
    }
  });
}

function fieldsOf(value: unknown, name: string, path = name.split(".")): Fields {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value))
    throw new SettingsError(
      `In the settings, ${name} is not a list of keys and values. Write it as PyRadiomics' parameter files do.`,
      path,
    );
  return value as Fields;
}

/** Settings for which a file's null says something: "none" rather than "as by default". */
const nullIsNone: readonly string[] = [
  "binCount",
  "minimumROISize",
  "removeOutliers",
  "resampledPixelSpacing",
  "interpolator",
  "resegmentRange",
  "weightingNorm",
  "geometryTolerance",
];

const without = (fields: Fields, isLeftOut: (key: string, value: unknown) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key, value]) => !isLeftOut(key, value)));

/** By default there is none of these but an interpolator, so that elsewhere null says nothing. */
function readSetting(value: unknown): Fields {
  const setting = fieldsOf(value, "setting");
  refuseUnknown("setting", Object.keys(setting), settingKeys, ["setting"]);
  return without(setting, (key, value) => value === null && key !== "interpolator");
}

function readImageTypes(value: unknown): Fields {
  const types = Object.entries(fieldsOf(value, "imageType"));
  if (types.length === 0) return {};
  return {
    imageType: Object.fromEntries(
      types.map(([type, overrides]) => [
        type,
        without(fieldsOf(overrides, `imageType.${type}`), (key, value) => value === null && !nullIsNone.includes(key)),
      ]),
    ),
  };
}

function readFeatureClasses(value: unknown, isTwoDimensional: boolean): Fields {
  const classes = Object.entries(fieldsOf(value, "featureClass"));
  if (classes.length === 0) return isTwoDimensional ? { featureClass: Object.fromEntries(featureClasses.map((name) => [name, null])) } : {};
  return { featureClass: Object.fromEntries(classes.map(([name, features]) => [name, readFeatures(name, features)])) };
}

function readFeatures(featureClass: string, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || value.some((name) => typeof name !== "string")) {
    throw new SettingsError(
      `In the settings, featureClass.${featureClass} is not a list of features. List their names, or leave it empty for all.`,
      ["featureClass", featureClass],
    );
  }
  return value;
}

function readVoxelSetting(value: unknown): Fields {
  const fields = without(fieldsOf(value, "voxelSetting"), (_key, value) => value === null);
  if (Object.keys(fields).length === 0) return {};
  const { initValue } = fields;
  const isNan = Number.isNaN(initValue) || (typeof initValue === "string" && initValue.toLowerCase() === "nan");
  return { voxelSetting: isNan ? { ...fields, initValue: "nan" } : fields };
}
