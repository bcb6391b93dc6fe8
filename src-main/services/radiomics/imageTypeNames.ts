import { pythonNumber } from "#shared/domain/pythonNumber.ts";
import type { CompleteSettings, ImageTypeSettings } from "./settings.ts";

/**
 * PyRadiomics' names of the images that will be measured, in its order: "original", "log-sigma-3-0-mm-3D", "wavelet-LLH" and so on. Of LoG all
 * that are asked for: on an image too small for one it is left out when it comes to it.
 */
export function derivedImageNames({ imageTypes }: Pick<CompleteSettings, "imageTypes">): string[] {
  return imageTypes.flatMap(namesOf);
}

function namesOf(settings: ImageTypeSettings): string[] {
  switch (settings.type) {
    case "LoG":
      return settings.sigma.map(logImageName);
    case "Wavelet":
      return waveletNames(settings.level, settings.force2D ? 2 : 3);
    case "LBP2D":
      return ["lbp-2D"];
    case "LBP3D":
      return [...Array.from({ length: settings.lbp3DLevels }, (_, level) => `lbp-3D-m${level + 1}`), "lbp-3D-k"];
    default:
      return [settings.type.toLowerCase()];
  }
}

/** The name of a LoG image: its sigma as Python prints it, with "-" for the point. */
export function logImageName(sigma: number | string): string {
  return `log-sigma-${(typeof sigma === "number" ? pythonNumber(sigma) : sigma).replaceAll(".", "-")}-mm-3D`;
}

/** The width of a LoG filter, in mm. */
export function sigmaMm(sigma: number | string): number {
  return Number(sigma);
}

/** Bands in the order of PyWavelets' transform, high-pass last in x; the approximation of the last level at the end. The first level has no number. */
function waveletNames(levels: number, axes: number): string[] {
  const bands = Array.from({ length: 2 ** axes }, (_, band) =>
    band.toString(2).padStart(axes, "0").replaceAll("0", "L").replaceAll("1", "H"),
  );
  const prefix = (level: number) => (level === 1 ? "wavelet" : `wavelet${level}`);
  const details = Array.from({ length: levels }, (_, at) => bands.slice(1).map((band) => `${prefix(at + 1)}-${band}`)).flat();
  return [...details, `${prefix(levels)}-${bands[0]!}`];
}

/** How many feature values settings ask for: every class but the shapes once for each image. */
export function featureCount(complete: CompleteSettings): number {
  const images = derivedImageNames(complete).length;
  return complete.featureClass.reduce((sum, [name, features]) => {
    if (name === "shape2D" && !complete.force2D) return sum;
    return sum + features.length * (name === "shape" || name === "shape2D" ? 1 : images);
  }, 0);
}
