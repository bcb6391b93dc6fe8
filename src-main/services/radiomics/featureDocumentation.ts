import type { FeatureClass, FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { nativeEngine } from "./nativeEngine.ts";

let known: readonly FeatureDocumentation[] | undefined;

/** Every feature with its IBSI code, formula and meaning, in PyRadiomics' order: what the engine's own tables say. Deprecated ones are among them. */
export function featureDocumentation(): readonly FeatureDocumentation[] {
  known ??= nativeEngine().documentation().map((feature) => ({ ...feature, name: columnName(feature.featureClass, feature.name) }));
  return known;
}

/** PyRadiomics' name of a feature's column, on the original image. */
export function columnName(featureClass: FeatureClass, feature: string): string {
  return `original_${featureClass}_${feature}`;
}

/** The names of a class's features, as in a parameter file, in PyRadiomics' order; those that are deprecated are computed only where they are named. */
export function featureNames(featureClass: FeatureClass, which: "current" | "deprecated too"): readonly string[] {
  const prefix = columnName(featureClass, "");
  return featureDocumentation()
    .filter((feature) => feature.featureClass === featureClass && (which === "deprecated too" || !feature.deprecated))
    .map(({ name }) => name.slice(prefix.length));
}
