import { imageTypes, type ExtractionSettings, type FeatureClass, type ImageType } from "#shared/domain/extractionSettings.ts";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { Observable } from "../../../../ui/observable.ts";
import { classTitles, featureWords, partsOf } from "#shared/domain/featureNames.ts";

/** Which maps the reader picks; all else is as in the settings of the extraction. */
export interface MapChoice {
  /** Documented names, in the order picked: original_glcm_Contrast. */
  readonly features: readonly string[];
  readonly imageTypes: readonly ImageType[];
  /** Of LoG, as typed: "1, 3". */
  readonly sigmas: string;
  readonly kernelRadius: number;
  readonly maskedKernel: boolean;
}

export const radii = [1, 2, 3, 4, 5] as const;

/** PyRadiomics' defaults; the feature that shows texture most plainly. It goes with the reader from segment to segment. */
export const mapChoice = new Observable<MapChoice>({
  features: ["original_glcm_Contrast"],
  imageTypes: ["Original"],
  sigmas: "1, 3",
  kernelRadius: 1,
  maskedKernel: true,
});

export const imageTypeNames: Readonly<Record<ImageType, string>> = {
  Original: "Original",
  LoG: "LoG",
  Wavelet: "Wavelet",
  Square: "Square",
  SquareRoot: "Square root",
  Logarithm: "Logarithm",
  Exponential: "Exponential",
  Gradient: "Gradient",
  LBP2D: "LBP 2D",
  LBP3D: "LBP 3D",
};

/** The settings of a choice on top of the reader's general ones, or in words what is missing or wrong. */
export function mapSettings(
  choice: MapChoice,
  { imageType: ownOf, featureClass: _features, ...general }: ExtractionSettings,
): { readonly settings: ExtractionSettings; readonly error: null } | { readonly settings: null; readonly error: string } {
  if (choice.features.length === 0) return { settings: null, error: "Choose a feature." };
  if (choice.imageTypes.length === 0) return { settings: null, error: "Choose an image type." };
  const sigmas = choice.sigmas
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
  if (choice.imageTypes.includes("LoG") && (sigmas.length === 0 || sigmas.some((sigma) => !(sigma > 0 && Number.isFinite(sigma))))) {
    return { settings: null, error: "The sigmas of LoG must be numbers above 0, such as 1, 3." };
  }
  const featureClass: Partial<Record<FeatureClass, string[]>> = {};
  for (const name of choice.features) {
    const { featureClass: className, feature } = partsOf(name);
    if (className) (featureClass[className] ??= []).push(feature);
  }
  const imageType = Object.fromEntries(
    imageTypes
      .filter((type) => choice.imageTypes.includes(type))
      .map((type) => [type, { ...ownOf?.[type], ...(type === "LoG" ? { sigma: sigmas } : {}) }]),
  );
  return {
    settings: {
      ...general,
      imageType,
      featureClass,
      voxelSetting: { ...general.voxelSetting, kernelRadius: choice.kernelRadius, maskedKernel: choice.maskedKernel },
    },
    error: null,
  };
}

/** The kernel of a radius in words: "3 × 3 × 3 voxels, 2.8 × 2.8 × 18 mm", of the voxels that the settings resample to; of one slice in two dimensions. */
export function kernelInWords(
  radius: number,
  spacingMm: readonly number[],
  { interpolator, resampledPixelSpacing, force2D, force2Ddimension }: ExtractionSettings,
): string {
  const steps = spacingMm.map((step, axis) => (interpolator === null ? step : resampledPixelSpacing?.[axis] || step));
  // force2Ddimension counts the array's axes: z, y, x.
  const axes = force2D ? steps.filter((_, axis) => axis !== 2 - (force2Ddimension ?? 0)) : steps;
  const side = 2 * radius + 1;
  return `${axes.map(() => side).join(" × ")} voxels, ${axes.map((step) => Number((side * step).toPrecision(3))).join(" × ")} mm`;
}

/** The features that have maps, by class, whose name or meaning holds every word of the search in any case; the deprecated ones are left out. */
export function findFeatures(
  documentation: readonly FeatureDocumentation[],
  search: string,
): ReadonlyArray<{ readonly title: string; readonly features: readonly FeatureDocumentation[] }> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, FeatureDocumentation[]>();
  for (const entry of documentation) {
    if (entry.deprecated || entry.featureClass.startsWith("shape")) continue;
    const title = classTitles[entry.featureClass];
    const text = `${title} ${entry.name} ${featureWords(partsOf(entry.name).feature)} ${entry.meaning} ${entry.ibsi}`.toLowerCase();
    if (words.every((word) => text.includes(word))) groups.set(title, [...(groups.get(title) ?? []), entry]);
  }
  return [...groups].map(([title, features]) => ({ title, features }));
}
