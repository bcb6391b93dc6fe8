import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";

/** Settings to start from. */
export interface SettingsPreset {
  readonly name: string;
  /** What it is for and what to see to, in a sentence or two. */
  readonly about: string;
  readonly settings: ExtractionSettings;
}

/** Every class that is not about shape. */
const withoutShape = { firstorder: null, glcm: null, glrlm: null, glszm: null, gldm: null, ngtdm: null };

/** Starting points: PyRadiomics' own defaults, and the settings of kinds of published studies. */
export const presets: readonly SettingsPreset[] = [
  { name: "PyRadiomics' defaults", about: "The image as it is, bins of 25 grey values: 107 features.", settings: {} },
  {
    name: "Muscle MR: 3 mm, gradient, LBP, wavelets",
    about: "As in studies of myopathy: voxels of 3 mm, local binary patterns slice by slice, no shape.",
    settings: {
      resampledPixelSpacing: [3, 3, 3],
      interpolator: "sitkLinear",
      imageType: { Original: {}, LBP2D: { force2D: true }, Gradient: {}, Wavelet: {} },
      featureClass: withoutShape,
    },
  },
  {
    name: "Brain T1, structures: 1 mm, 32 bins",
    about: "As in studies of epilepsy: normalised grey values, voxels of 1 mm. Correct the bias field (N4) beforehand.",
    settings: { normalize: true, resampledPixelSpacing: [1, 1, 1], binCount: 32 },
  },
  {
    name: "Brain tumour: LoG 1.5, 3 and 5 mm, 32 bins",
    about: "As in studies of glioma on several series: shape, first order and texture; a number of bins suits images scaled to 0 to 1.",
    settings: { binCount: 32, imageType: { Original: {}, LoG: { sigma: [1.5, 3, 5] } } },
  },
  {
    name: "Brain T1, atlas regions: LoG and wavelets",
    about: "As in studies of multiple sclerosis: grey values normalised to a scale of 100, no shape.",
    settings: {
      normalize: true,
      normalizeScale: 100,
      voxelArrayShift: 300,
      imageType: { Original: {}, LoG: { sigma: [1, 2, 3] }, Wavelet: {} },
      featureClass: withoutShape,
    },
  },
];
