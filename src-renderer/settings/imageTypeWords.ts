import { imageTypes, type ExtractionSettings, type ImageType } from "#shared/domain/extractionSettings.ts";
import { measuredTypes, settingAt } from "./settingsDraft.ts";

/** What each image type is, for a reader. */
export const imageTypeWords: Readonly<Record<ImageType, { readonly label: string; readonly help: string; readonly inList: string }>> = {
  Original: { label: "Original image", inList: "original", help: "Without a filter, after normalising and resampling." },
  LoG: { label: "Laplacian of Gaussian", inList: "LoG", help: "Edges and blobs of a chosen size in mm." },
  Wavelet: { label: "Wavelets", inList: "wavelets", help: "Coarse (L) and fine (H) detail along x, y and z: 8 images." },
  Square: { label: "Square", inList: "square", help: "Stresses bright voxels." },
  SquareRoot: { label: "Square root", inList: "square root", help: "Evens out bright voxels." },
  Logarithm: { label: "Logarithm", inList: "logarithm", help: "Evens out bright voxels more strongly." },
  Exponential: { label: "Exponential", inList: "exponential", help: "Stresses bright voxels more strongly." },
  Gradient: { label: "Gradient", inList: "gradient", help: "How steeply grey values change." },
  LBP2D: { label: "Local binary patterns, 2D", inList: "LBP 2D", help: "Patterns around each voxel within its slice." },
  LBP3D: { label: "Local binary patterns, 3D", inList: "LBP 3D", help: "Patterns around each voxel in all directions." },
};

/** How grey values are binned and what is measured: "bin width 25, original + LoG 1, 3 mm + wavelets". */
export function settingsInWords(settings: ExtractionSettings): string {
  const binning = typeof settings.binCount === "number" ? `${settings.binCount} bins` : `bin width ${settings.binWidth ?? 25}`;
  const spacing = settings.interpolator === null ? null : settings.resampledPixelSpacing;
  const size = spacing && (new Set(spacing).size === 1 ? String(spacing[0]) : spacing.join(" x "));
  return [
    ...(settings.normalize ? ["normalised"] : []),
    ...(size ? [`${size} mm voxels`] : []),
    binning,
    ...(settings.force2D ? ["2D"] : []),
    measuredTypes(settings)
      .filter((type) => imageTypes.includes(type))
      .map((type) => typeInWords(settings, type))
      .join(" + "),
  ].join(", ");
}

function typeInWords(settings: ExtractionSettings, type: ImageType): string {
  const { inList } = imageTypeWords[type];
  if (type !== "LoG") return inList;
  const sigma = settingAt(settings, ["imageType", "LoG", "sigma"]) ?? settings.sigma;
  return Array.isArray(sigma) && sigma.length > 0 ? `${inList} ${sigma.join(", ")} mm` : inList;
}

/** How many of the images of a description an image type makes, by PyRadiomics' names. */
export function countImages(images: readonly string[], type: ImageType): number {
  const start = { LoG: "log-sigma-", Wavelet: "wavelet", LBP2D: "lbp-2D", LBP3D: "lbp-3D" }[type as string];
  return images.filter((name) => (start === undefined ? name === type.toLowerCase() : name.startsWith(start))).length;
}
