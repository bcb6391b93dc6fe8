import { featureClasses, type FeatureClass, type FeatureSet } from "#shared/domain/featureSet.ts";

/** The parts of a PyRadiomics name: image type, class, feature. "wavelet-LLH_glszm_ZoneEntropy" has three. */
export function partsOf(name: string): { imageType: string; featureClass: FeatureClass | null; feature: string } {
  const [imageType = "", className = "", ...rest] = name.split("_");
  const featureClass = featureClasses.find((known) => known === className) ?? null;
  return featureClass ? { imageType, featureClass, feature: rest.join("_") } : { imageType: "", featureClass: null, feature: name };
}

/** Names of the classes as a reader knows them. */
export const classTitles: Record<FeatureClass, string> = {
  shape: "Shape", shape2D: "Shape 2D", firstorder: "First order", glcm: "GLCM", gldm: "GLDM", glrlm: "GLRLM", glszm: "GLSZM", ngtdm: "NGTDM",
};

/** A feature's name without its parts' separators, for narrow places: "GLCM Imc2"; the image type only where it is not the original. */
export function shortName(name: string): string {
  const { imageType, featureClass, feature } = partsOf(name);
  if (!featureClass) return feature;
  const words = feature.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/ ([A-Z])(?=[a-z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`);
  return [imageType === "original" ? "" : imageType, classTitles[featureClass], words].filter(Boolean).join(" ");
}

type Feature = FeatureSet["features"][number];

/** Features by image type and class, in their own order; those whose name holds every word of the search, in any case. */
export function groupFeatures(features: readonly Feature[], search: string): ReadonlyArray<{ readonly title: string; readonly features: readonly Feature[] }> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Feature[]>();
  for (const feature of features) {
    const name = feature.name.toLowerCase();
    if (!words.every((word) => name.includes(word))) continue;
    const { imageType, featureClass } = partsOf(feature.name);
    const title = [featureClass ? classTitles[featureClass] : "Other", imageType === "original" || imageType === "" ? "" : `(${imageType})`].filter(Boolean).join(" ");
    const group = groups.get(title);
    if (group) group.push(feature);
    else groups.set(title, [feature]);
  }
  return [...groups].map(([title, members]) => ({ title, features: members }));
}
