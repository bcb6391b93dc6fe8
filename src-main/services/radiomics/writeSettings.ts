import { defaultFeatureClasses, type ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { checkSettings } from "./checkSettings.ts";
import { settingsHash } from "./settingsHash.ts";

/**
 * A PyRadiomics parameter file (YAML) for settings: setting, imageType, featureClass and, where given, voxelSetting, with the settings' hash in a
 * comment at the top. Image types and classes are always named, since PyRadiomics takes a file without classes to mean shape2D as well. Read by
 * parseSettings it gives the same settings in canonical form; enableCExtensions is left out, which PyRadiomics no longer takes.
 * Throws PlainError where the settings cannot be used.
 */
export function writeSettings(settings: ExtractionSettings): string {
  const given = checkSettings(settings);
  const hash = settingsHash(given);
  const { imageType, featureClass, voxelSetting, enableCExtensions: _older, profile: _named, ...setting } = given;
  const types = Object.entries(imageType ?? {});
  const classes = Object.entries(featureClass ?? Object.fromEntries(defaultFeatureClasses.map((name) => [name, null])));
  return [
    "# Parameter file of PyRadiomics, written by Fascicle.",
    `# Settings hash: ${hash}`,
    ...section("setting", linesOf(setting)),
    ...section(
      "imageType",
      (types.length === 0 ? [["Original", {}] as const] : types).flatMap(([type, own]) => nested(type, linesOf(own ?? {}))),
    ),
    ...section(
      "featureClass",
      classes.flatMap(([name, features]) =>
        nested(
          name,
          (features ?? []).map((feature) => `- ${feature}`),
          "[]",
        ),
      ),
    ),
    ...section("voxelSetting", linesOf(voxelSetting ?? {})),
    "",
  ].join("\n");
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${name}:`, ...indented(lines)];
}

function nested(name: string, lines: readonly string[], empty = "{}"): string[] {
  return lines.length === 0 ? [`${name}: ${empty}`] : [`${name}:`, ...indented(lines)];
}

function linesOf(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.map(scalar).join(", ")}]` : scalar(value)}`);
}

/** A number, a truth value, null, or a word of PyRadiomics; "1.0" and "nan" stand for floats that JSON does not have. None needs quotes. */
function scalar(value: unknown): string {
  if (value === "nan") return ".nan";
  return typeof value === "number" ? yamlNumber(value) : String(value);
}

/** PyYAML takes a number with an exponent for text unless it has a point and the exponent a sign. */
function yamlNumber(value: number): string {
  const [digits = "", exponent] = String(value).split("e");
  return exponent === undefined ? digits : `${digits.includes(".") ? digits : `${digits}.0`}e${exponent}`;
}
