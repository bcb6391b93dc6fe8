import { describe, expect, it } from "vitest";
import { describeSettings, settingsHash, writeSettings } from "../../../../src-main/services/radiomics/index.ts";
import { parseSettings } from "../../../../src-main/services/radiomics/parseSettings.ts";
import { completeSettings } from "../../../../src-main/services/radiomics/settings.ts";

/** The 22 GLCM features of PyRadiomics' examples: all but JointAverage's double and MCC. */
const glcm = [
  "Autocorrelation",
  "JointAverage",
  "ClusterProminence",
  "ClusterShade",
  "ClusterTendency",
  "Contrast",
  "Correlation",
  "DifferenceAverage",
  "DifferenceEntropy",
  "DifferenceVariance",
  "JointEnergy",
  "JointEntropy",
  "Imc1",
  "Imc2",
  "Idm",
  "Idmn",
  "Id",
  "Idn",
  "InverseVariance",
  "MaximumProbability",
  "SumEntropy",
  "SumSquares",
];
const glcmLines = glcm.map((feature) => `    - '${feature}'`).join("\n");
const classes = (shape: string) =>
  `featureClass:\n  ${shape}:\n  firstorder:\n  glcm:  # some\n${glcmLines}\n  glrlm:\n  glszm:\n  gldm:\n`;
const filters = (sigma: string) => `imageType:\n  Original: {}\n  LoG:\n    sigma: [${sigma}]  # in mm\n  Wavelet: {}\n`;
const mr = (rest: string) =>
  `setting:\n  normalize: true\n  normalizeScale: 100\n${rest}  binWidth: 5\n  voxelArrayShift: 300\n  label: 1\n`;
const resampled = (mm: string) => `  interpolator: 'sitkBSpline'\n  resampledPixelSpacing: [${mm}]\n`;

const inEachImage = 18 + glcm.length + 16 + 16 + 14;

/** The shape features that the file names, in its order. */
const allShape = [
  "VoxelVolume",
  "MeshVolume",
  "SurfaceArea",
  "SurfaceVolumeRatio",
  "Compactness1",
  "Compactness2",
  "Sphericity",
  "SphericalDisproportion",
  "Maximum3DDiameter",
  "Maximum2DDiameterSlice",
  "Maximum2DDiameterColumn",
  "Maximum2DDiameterRow",
  "MajorAxisLength",
  "MinorAxisLength",
  "LeastAxisLength",
  "Elongation",
  "Flatness",
];

/** What PyRadiomics' example files say (examples/exampleSettings), in words of our own, with the number of values that each gives. */
const files: ReadonlyArray<readonly [name: string, text: string, settings: object, count: number]> = [
  [
    "Params",
    `setting:\n  binWidth: 25\n  label: 1\n  interpolator: 'sitkBSpline' # a name\n  resampledPixelSpacing: # none\n  ` +
      `weightingNorm:\nimageType:\n  Original: {}\n${classes("shape")}`,
    { binWidth: 25, label: 1, interpolator: "sitkBSpline", imageType: { Original: {} } },
    14 + inEachImage,
  ],
  [
    "exampleCT",
    `${filters("1.0, 2.0, 3.0, 4.0, 5.0")}${classes("shape")}setting:\n${resampled("1, 1, 1")}  padDistance: 10\n  binWidth: 25\n  ` +
      `voxelArrayShift: 1000\n  label: 1\n`,
    {
      resampledPixelSpacing: [1, 1, 1],
      padDistance: 10,
      voxelArrayShift: 1000,
      imageType: { Original: {}, LoG: { sigma: ["1.0", "2.0", "3.0", "4.0", "5.0"] }, Wavelet: {} },
    },
    14 + inEachImage * (1 + 5 + 8),
  ],
  [
    "exampleMR_3mm",
    `${filters("2.0, 3.0, 4.0, 5.0")}${classes("shape")}${mr(resampled("2, 2, 2"))}`,
    {
      normalize: true,
      normalizeScale: 100,
      binWidth: 5,
      voxelArrayShift: 300,
      imageType: { Original: {}, LoG: { sigma: ["2.0", "3.0", "4.0", "5.0"] }, Wavelet: {} },
    },
    14 + inEachImage * (1 + 4 + 8),
  ],
  [
    "exampleMR_5mm",
    `${filters("3.0, 5.0")}${classes("shape")}${mr(resampled("3, 3, 3"))}`,
    { resampledPixelSpacing: [3, 3, 3] },
    14 + inEachImage * (1 + 2 + 8),
  ],
  [
    "exampleMR_NoResampling",
    `${filters("1.0, 3.0, 5.0")}${classes("shape")}${mr("  preCrop: true\n  force2D: true\n  force2Ddimension: 0\n")}`,
    { preCrop: true, force2D: true, force2Ddimension: 0 },
    14 + inEachImage * (1 + 3 + 4),
  ],
  [
    "MR_2D_extraction",
    `${filters("2.0, 3.0, 4.0, 5.0")}${classes("shape2D")}  ngtdm:\n${mr(
      `${resampled("2, 2, 0")}  padDistance: 10\n  preCrop: true\n  force2D: true\n  force2Ddimension: 0\n`,
    )}`,
    { resampledPixelSpacing: [2, 2, 0], padDistance: 10, preCrop: true, force2D: true },
    9 + (inEachImage + 5) * (1 + 4 + 4),
  ],
  [
    "exampleVoxel",
    "imageType:\n  Original: {}\nfeatureClass:\n  glcm:\n    - JointEntropy\nsetting:\n  binWidth: 25\n  force2D: true\n  label: " +
      "1\nvoxelSetting:\n  kernelRadius: 2\n  maskedKernel: true\n  initValue: nan\n  voxelBatch: 10000\n",
    {
      featureClass: { glcm: ["JointEntropy"] },
      voxelSetting: { kernelRadius: 2, maskedKernel: true, initValue: "nan", voxelBatch: 10_000 },
    },
    1,
  ],
  [
    "example_allShape",
    `setting:\n  label: 1\n  interpolator: 'sitkBSpline'\n  resampledPixelSpacing:\nfeatureClass:\n  ` +
      `shape:\n${allShape.map((name) => `    - ${name}`).join("\n")}\n`,
    { label: 1, interpolator: "sitkBSpline" },
    17,
  ],
];

describe("PyRadiomics' example files", () => {
  it.each(files)("%s is read, and written so that it is read as the same", (_name, text, settings, count) => {
    const read = parseSettings(text);
    expect(read).toMatchObject(settings);
    expect(describeSettings(read).featureCount).toBe(count);
    const again = parseSettings(writeSettings(read));
    expect(completeSettings(again)).toEqual(completeSettings(read));
    expect(settingsHash(again)).toBe(settingsHash(read));
  });
});
