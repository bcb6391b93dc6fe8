import { createHash } from "node:crypto";
import { z } from "zod";
import { PlainError } from "#shared/domain/plainError.ts";
import { type ExtractionSettings, type FeatureClass, extractionSettingsSchema, featureClasses } from "#shared/domain/featureSet.ts";
import { featureNames } from "./featureDocumentation.ts";

/** Every setting given; the features of each class by name, in the order of the columns. */
export interface CompleteSettings {
  readonly binWidth: number;
  readonly binCount: number | null;
  readonly force2D: boolean;
  readonly force2Ddimension: number;
  readonly voxelArrayShift: number;
  readonly distances: readonly number[];
  readonly symmetricalGLCM: boolean;
  /** Not there where directions are averaged, so that the hash of such settings is that of versions without this one. */
  readonly weightingNorm?: NonNullable<ExtractionSettings["weightingNorm"]>;
  readonly gldm_a: number;
  readonly label: number;
  readonly minimumROIDimensions: number;
  readonly minimumROISize: number | null;
  readonly featureClass: ReadonlyArray<readonly [FeatureClass, readonly string[]]>;
}

/**
 * Fills in PyRadiomics' defaults: every class but shape2D. Shape comes first, as there; the other classes in the order given.
 * Throws PlainError, naming the field, where a setting is unknown or out of range, or a feature does not exist.
 */
export function completeSettings(settings: ExtractionSettings): CompleteSettings {
  const parsed = extractionSettingsSchema.safeParse(settings);
  if (!parsed.success) {
    const first = parsed.error.issues[0]!;
    throw new PlainError(`The extraction settings cannot be used: ${first.path.join(".") || "settings"}: ${first.message}. Correct it and start again.`);
  }
  const given = parsed.data;
  const asked = (given.featureClass ? Object.keys(given.featureClass) : featureClasses.filter((name) => name !== "shape2D")) as FeatureClass[];
  if (asked.length === 0) throw new PlainError("The extraction settings enable no feature class (featureClass is empty). Name at least one, or leave featureClass out for all.");
  const first = (["shape", "shape2D"] as const).filter((name) => asked.includes(name));
  const classes = [...first, ...asked.filter((name) => name !== "shape" && name !== "shape2D")];
  return {
    binWidth: given.binWidth ?? 25,
    binCount: given.binCount ?? null,
    force2D: given.force2D ?? false,
    force2Ddimension: given.force2Ddimension ?? 0,
    voxelArrayShift: given.voxelArrayShift ?? 0,
    distances: [...new Set(given.distances ?? [1])].sort((a, b) => a - b),
    symmetricalGLCM: given.symmetricalGLCM ?? true,
    ...(given.weightingNorm ? { weightingNorm: given.weightingNorm } : {}),
    gldm_a: given.gldm_a ?? 0,
    label: given.label ?? 1,
    minimumROIDimensions: given.minimumROIDimensions ?? 2,
    minimumROISize: given.minimumROISize ?? null,
    featureClass: classes.map((name) => [name, featuresOf(name, given.featureClass?.[name])] as const),
  };
}

/** The features asked for of a class, in the order asked; all but the deprecated where none is named. */
function featuresOf(featureClass: FeatureClass, asked: readonly string[] | null | undefined): readonly string[] {
  if (!asked || asked.length === 0) return featureNames(featureClass, "current");
  const known = featureNames(featureClass, "deprecated too");
  for (const name of asked) {
    if (!known.includes(name)) throw new PlainError(`There is no feature "${name}" in class ${featureClass}. Correct featureClass.${featureClass} of the settings; known are ${known.join(", ")}.`);
  }
  return [...new Set(asked)];
}

/**
 * sha256, hex, over the settings' canonical form: JSON with keys and feature names sorted and every default filled in, so that two ways to write
 * the same settings have one hash. The label is left out: it says which region is measured, not how.
 */
export function settingsHash(settings: ExtractionSettings): string {
  const { label: _label, featureClass, ...rest } = completeSettings(settings);
  const canonical = { ...rest, featureClass: Object.fromEntries(featureClass.map(([name, features]) => [name, [...features].sort()])) };
  return createHash("sha256").update(canonicalJson(canonical)).digest("hex");
}

const json = z.json();

/** JSON with the keys of every object sorted. */
function canonicalJson(value: unknown): string {
  const sorted = (part: z.infer<typeof json>): z.infer<typeof json> => {
    if (Array.isArray(part)) return part.map(sorted);
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.keys(part).sort().map((key) => [key, sorted(part[key]!)]));
  };
  return JSON.stringify(sorted(value as z.infer<typeof json>));
}
