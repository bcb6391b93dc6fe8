import type { FeatureClass } from "#shared/domain/extractionSettings.ts";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { nativeEngine } from "./nativeEngine.ts";

let known: readonly FeatureDocumentation[] | undefined;

/** Every feature with its IBSI code, formula and meaning, in PyRadiomics' order: what the engine's own tables say. Deprecated ones are among them. */
export function featureDocumentation(): readonly FeatureDocumentation[] {
  known ??= nativeEngine()
    .documentation()
    .map((feature) => ({ ...feature, name: columnName("original", feature.featureClass, feature.name) }));
  return known;
}

/** PyRadiomics' name of a feature's column. `imageName`: "original", "wavelet-LLH" ... */
export function columnName(imageName: string, featureClass: FeatureClass, feature: string): string {
  return `${imageName}_${featureClass}_${feature}`;
}

/** The names of a class's features, as in a parameter file, in PyRadiomics' order, deprecated ones among them: what settings may name. */
export function featureNames(featureClass: FeatureClass): readonly string[] {
  const prefix = columnName("original", featureClass, "");
  return featureDocumentation()
    .filter((feature) => feature.featureClass === featureClass)
    .map(({ name }) => name.slice(prefix.length));
}
