import type { FeatureClass } from "#shared/domain/extractionSettings.ts";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { deprecatedFeatures } from "./deprecatedFeatures.ts";
import { nativeEngine } from "./nativeEngine.ts";

let known: readonly FeatureDocumentation[] | undefined;

/** Every feature with its IBSI code, formula and meaning, in PyRadiomics' order: what the engine's own tables say. */
export function featureDocumentation(): readonly FeatureDocumentation[] {
  known ??= nativeEngine().documentation().map((feature) => ({ ...feature, name: columnName(feature.featureClass, feature.name) }));
  return known;
}

/** PyRadiomics' name of a feature's column, on the original image. */
export function columnName(featureClass: FeatureClass, feature: string): string {
  return `original_${featureClass}_${feature}`;
}

// TO BE REMOVED when the engine's own tables name the class shape2D.
const shape2DFeatures = ["Elongation", "MajorAxisLength", "MaximumDiameter", "MeshSurface", "MinorAxisLength", "Perimeter", "PerimeterSurfaceRatio", "PixelSurface", "Sphericity"];

/** The names of a class's features, as in a parameter file, in PyRadiomics' order, without those that are deprecated. */
export function featureNames(featureClass: FeatureClass): readonly string[] {
  const prefix = columnName(featureClass, "");
  const names = featureDocumentation().filter((feature) => feature.featureClass === featureClass).map(({ name }) => name.slice(prefix.length));
  if (featureClass === "shape2D" && names.length === 0) return shape2DFeatures;
  return names.filter((name) => !Object.hasOwn(deprecatedFeatures[featureClass] ?? {}, name));
}
