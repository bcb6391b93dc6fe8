import { defaultFeatureClasses, featureClasses, type ExtractionSettings, type FeatureClass } from "#shared/domain/extractionSettings.ts";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { frozenFeatures } from "#shared/domain/frozenFeatures.ts";
import { withChoice } from "./orderedChoice.ts";

type Classes = NonNullable<ExtractionSettings["featureClass"]>;

/** A feature of a class, without the image and the class in its name. */
export interface ListedFeature extends FeatureDocumentation {
  readonly shortName: string;
}

/** The features of a class in PyRadiomics' order. */
export function featuresOf(documentation: readonly FeatureDocumentation[], featureClass: FeatureClass): ListedFeature[] {
  return documentation
    .filter((feature) => feature.featureClass === featureClass)
    .map((feature) => ({ ...feature, shortName: feature.name.split("_").at(-1)! }));
}

/** The classes that are measured, as they stand in the settings. */
export function chosenClasses({ featureClass }: ExtractionSettings): Classes {
  return featureClass ?? Object.fromEntries(defaultFeatureClasses.map((name) => [name, null]));
}

/** The names of the features that are measured of a class; none where the class is not. */
export function chosenFeatures(classes: Classes, featureClass: FeatureClass): readonly string[] {
  if (!(featureClass in classes)) return [];
  const named = classes[featureClass];
  return named?.length ? named : frozenFeatures["pyradiomics-3"][featureClass];
}

/** Takes a class in, with all its features, or out. */
export function withClass(classes: Classes, featureClass: FeatureClass, isIn: boolean): Classes {
  const order = withChoice(featureClasses, Object.keys(classes) as FeatureClass[], featureClass, isIn);
  return Object.fromEntries(order.map((name) => [name, classes[name] ?? null]));
}

/** Takes a feature in or out. A class of which none is left is out; one that has all of the frozen set, and no others, names none. */
export function withFeature(
  classes: Classes,
  featureClass: FeatureClass,
  listed: readonly ListedFeature[],
  shortName: string,
  isIn: boolean,
): Classes {
  const all = listed.map((feature) => feature.shortName);
  const names = withChoice(all, chosenFeatures(classes, featureClass), shortName, isIn);
  if (names.length === 0) return withClass(classes, featureClass, false);
  const frozen = frozenFeatures["pyradiomics-3"][featureClass];
  const isAll = names.length === frozen.length && names.every((name, at) => name === frozen[at]);
  const withIn = featureClass in classes ? classes : withClass(classes, featureClass, true);
  return Object.fromEntries(
    Object.entries(withIn).map(([name, features]) => [name, name === featureClass ? (isAll ? null : names) : features]),
  );
}
