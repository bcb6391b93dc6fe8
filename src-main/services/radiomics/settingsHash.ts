import { createHash } from "node:crypto";
import { z } from "zod";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { type CompleteSettings, completeSettings, type ImageTypeSettings } from "./settings.ts";

/** What the features of every image type are computed with. */
export const featureKeys = [
  "binWidth", "binCount", "force2D", "force2Ddimension", "voxelArrayShift", "distances", "weightingNorm", "symmetricalGLCM", "gldm_a",
] as const;

/** What an image type is filtered with. */
export const filterKeys: Readonly<Partial<Record<ImageTypeSettings["type"], ReadonlyArray<keyof ImageTypeSettings>>>> = {
  LoG: ["sigma"],
  Wavelet: ["start_level", "level", "wavelet"],
  Gradient: ["gradientUseSpacing"],
  LBP2D: ["lbp2DRadius", "lbp2DSamples", "lbp2DMethod"],
  LBP3D: ["lbp3DLevels", "lbp3DIcosphereRadius", "lbp3DIcosphereSubdivision"],
};

/** Settings before any filter that have joined the hash with the first of them. */
const stepKeys = [
  "correctMask", "normalize", "normalizeScale", "removeOutliers", "resampledPixelSpacing", "interpolator", "padDistance", "preCrop",
  "resegmentRange", "resegmentMode", "resegmentShape",
] as const;

/**
 * sha256, hex, over the settings' canonical form: JSON with keys and feature names sorted. It holds the settings of the original image (of the
 * first image type by name where the original is not asked for) and the region's limits with every default filled in, and the features of each
 * class; of all else only what differs from PyRadiomics' default and, of another image type, from these. So two ways to write the same settings have one hash, and
 * settings that an older version could hold keep the hash they had.
 * Left out is what says which region is measured or what is told of the run, not how: label, label_channel, additionalInfo; and what has no
 * effect: geometryTolerance, enableCExtensions, settings of a filter that is not asked for.
 */
export function settingsHash(settings: ExtractionSettings): string {
  return createHash("sha256").update(canonicalJson(canonicalForm(completeSettings(settings)))).digest("hex");
}

function canonicalForm(complete: CompleteSettings): object {
  const defaults = completeSettings({ featureClass: { shape: null } });
  const byName = complete.imageTypes.toSorted((a, b) => (a.type < b.type ? -1 : 1));
  const base = byName.find(({ type }) => type === "Original") ?? byName[0]!;
  const { weightingNorm: _later, ...baseSettings } = pick(base, featureKeys);
  const imageType = Object.fromEntries(byName.map((own) => [own.type, ownSettings(own, { ...pick(defaults.imageTypes[0]!, imageTypeKeys(own)), ...baseSettings })]));
  const isPlain = byName.length === 1 && base.type === "Original" && Object.keys(imageType["Original"]!).length === 0;
  const shape2D = complete.featureClass.some(([name]) => name === "shape2D") ? differing(pick(complete, ["force2D", "force2Ddimension"]), base) : {};
  const voxelSetting = differing({ ...complete.voxelSetting, initValue: finite(complete.voxelSetting.initValue) }, defaults.voxelSetting);
  return {
    ...baseSettings,
    minimumROIDimensions: complete.minimumROIDimensions,
    minimumROISize: complete.minimumROISize,
    featureClass: Object.fromEntries(complete.featureClass.map(([name, features]) => [name, [...features].sort()])),
    ...differing(pick(complete, stepKeys), defaults),
    ...(isPlain ? {} : { imageType }),
    ...(Object.keys(shape2D).length === 0 ? {} : { shape2D }),
    ...(Object.keys(voxelSetting).length === 0 ? {} : { voxelSetting }),
  };
}

const imageTypeKeys = ({ type }: ImageTypeSettings) => [...featureKeys, ...(filterKeys[type] ?? [])];

/** What an image type has for itself. The order of sigmas is that of the columns only. */
function ownSettings(own: ImageTypeSettings, general: object): object {
  const sorted = { ...own, sigma: own.sigma.toSorted((a, b) => Number(a) - Number(b) || Number(typeof a === "string") - Number(typeof b === "string")) };
  return differing(pick(sorted, imageTypeKeys(own)), general);
}

/** JSON has no NaN. */
const finite = (value: number): number | string => (Number.isNaN(value) ? "nan" : value);

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}

/** Those fields whose values are others than in `than`. */
function differing(fields: object, than: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify((than as Record<string, unknown>)[key])));
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
