import { featureClasses, type FeatureClass } from "./extractionSettings.ts";

/** The parts of a PyRadiomics name: image type, class, feature. "wavelet-LLH_glszm_ZoneEntropy" has three. */
export function partsOf(name: string): { imageType: string; featureClass: FeatureClass | null; feature: string } {
  const [imageType = "", className = "", ...rest] = name.split("_");
  const featureClass = featureClasses.find((known) => known === className) ?? null;
  return featureClass ? { imageType, featureClass, feature: rest.join("_") } : { imageType: "", featureClass: null, feature: name };
}

/** Names of the classes as a reader knows them. */
export const classTitles: Record<FeatureClass, string> = {
  shape: "Shape",
  shape2D: "Shape 2D",
  firstorder: "First order",
  glcm: "GLCM",
  gldm: "GLDM",
  glrlm: "GLRLM",
  glszm: "GLSZM",
  ngtdm: "NGTDM",
};

/** A feature's name as words: "Zone entropy", "Maximum 2D diameter row", "10th percentile". */
export function featureWords(feature: string): string {
  return feature
    .replace(/^(\d+)P/, "$1th p")
    .replace(/([a-z])(\dD)(?=[A-Z])/, "$1 $2 ")
    .replace(/([a-z]|[a-z]\d)([A-Z])/g, "$1 $2")
    .replace(/ ([A-Z])(?=[a-z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`);
}

/** A feature's name without its parts' separators, for narrow places: "GLCM Imc2"; the image type only where it is not the original. */
export function shortName(name: string): string {
  const { imageType, featureClass, feature } = partsOf(name);
  if (!featureClass) return feature;
  return [imageType === "original" ? "" : imageType, classTitles[featureClass], featureWords(feature)].filter(Boolean).join(" ");
}

const imageTypeTitles: Readonly<Record<string, string>> = {
  original: "Original",
  square: "Square",
  squareroot: "Square root",
  logarithm: "Logarithm",
  exponential: "Exponential",
  gradient: "Gradient",
};

/** An image type as a reader knows it: "LoG 1.5 mm", "Wavelet LLH". */
export function imageTypeTitle(imageType: string): string {
  const sigma = /^log-sigma-(.+)-mm-3D$/.exec(imageType)?.[1];
  if (sigma) return `LoG ${sigma.replace("-", ".")} mm`;
  return (
    imageTypeTitles[imageType] ??
    imageType
      .replace(/^wavelet(\d*)-/, (_, level: string) => `Wavelet ${level && `${level} `}`)
      .replace(/^lbp-/, "LBP ")
      .replaceAll("-", " ")
  );
}

/** The name under which a feature is documented: that of the original image. */
export function documentedName(name: string): string {
  const { featureClass, feature } = partsOf(name);
  return featureClass ? `original_${featureClass}_${feature}` : name;
}
