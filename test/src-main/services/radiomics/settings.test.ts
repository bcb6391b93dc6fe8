import { readFileSync, readdirSync } from "node:fs";
import { assert, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { originalImageSettings, type ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import { describeSettings } from "../../../../src-main/services/radiomics/index.ts";
import { parseSettings } from "../../../../src-main/services/radiomics/parseSettings.ts";
import { derivedImageNames, featureCount, logImageName } from "../../../../src-main/services/radiomics/imageTypeNames.ts";
import { pythonNumber } from "../../../../src-shared/domain/pythonNumber.ts";
import { completeSettings } from "../../../../src-main/services/radiomics/settings.ts";
import { settingsWarnings } from "../../../../src-main/services/radiomics/settingsWarnings.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { arbitrarySettings } from "./arbitrarySettings.ts";
import { settingsText } from "./oracleCases.ts";
import { filteredFeatures, shapeFeatures } from "../../../featureCounts.ts";

describe("complete settings", () => {
  it("have the defaults that PyRadiomics' code has", () => {
    // featureextractor.py, imageoperations.py and the classes: the value each .get(key, default) falls back to.
    const { imageTypes, featureClass, ...general } = completeSettings({});
    expect(general).toEqual({
      label: 1,
      label_channel: 0,
      geometryTolerance: null,
      minimumROIDimensions: 2,
      minimumROISize: null,
      correctMask: false,
      additionalInfo: true,
      normalize: false,
      normalizeScale: 1,
      removeOutliers: null,
      resampledPixelSpacing: null,
      interpolator: "sitkBSpline",
      padDistance: 5,
      preCrop: false,
      resegmentRange: null,
      resegmentMode: "absolute",
      resegmentShape: false,
      voxelSetting: { kernelRadius: 1, maskedKernel: true, initValue: 0, voxelBatch: null },
      force2D: false,
      force2Ddimension: 0,
    });
    expect(imageTypes).toEqual([
      {
        type: "Original",
        binWidth: 25,
        binCount: null,
        force2D: false,
        force2Ddimension: 0,
        voxelArrayShift: 0,
        distances: [1],
        weightingNorm: null,
        symmetricalGLCM: true,
        gldm_a: 0,
        sigma: [],
        start_level: 0,
        level: 1,
        wavelet: "coif1",
        gradientUseSpacing: true,
        lbp2DRadius: 1,
        lbp2DSamples: 8,
        lbp2DMethod: "uniform",
        lbp3DLevels: 2,
        lbp3DIcosphereRadius: 1,
        lbp3DIcosphereSubdivision: 1,
      },
    ]);
    expect(featureClass.map(([name, features]) => [name, features.length])).toEqual([
      ["shape", 14],
      ["firstorder", 18],
      ["glcm", 24],
      ["gldm", 14],
      ["glrlm", 16],
      ["glszm", 16],
      ["ngtdm", 5],
    ]);
  });

  it("give each image type its own in place of the general ones, in the order given", () => {
    const { imageTypes, resampledPixelSpacing, force2D } = completeSettings({
      binWidth: 5,
      binCount: 32,
      imageType: {
        LBP2D: { force2D: true, binCount: null, binWidth: 1 },
        Original: null,
        LoG: { sigma: ["3.0", 1, 3, 1], resampledPixelSpacing: [1, 1, 1] },
      },
    });
    expect(imageTypes.map(({ type, binWidth, binCount, force2D, sigma }) => [type, binWidth, binCount, force2D, sigma])).toEqual([
      ["LBP2D", 1, null, true, []],
      ["Original", 5, 32, false, []],
      ["LoG", 5, 32, false, ["3.0", 1, 3]],
    ]);
    expect(resampledPixelSpacing).toBeNull();
    expect(force2D).toBe(false);
  });

  it("have thresholds and distances rising, ITK's numbers by name, and no resampling without an interpolator", () => {
    expect(
      completeSettings({ resegmentRange: [900, 600], interpolator: 2, distances: [2, 1, 2], resampledPixelSpacing: [2, 2, 0] }),
    ).toMatchObject({
      resegmentRange: [600, 900],
      interpolator: "sitkLinear",
      imageTypes: [{ distances: [1, 2] }],
      resampledPixelSpacing: [2, 2, 0],
    });
    expect(completeSettings({ interpolator: null, resampledPixelSpacing: [2, 2, 2] }).resampledPixelSpacing).toBeNull();
    expect(completeSettings({ voxelSetting: { initValue: "nan" } }).voxelSetting.initValue).toBeNaN();
  });

  it("have shape and shape2D first, and deprecated features only where they are named", () => {
    const { featureClass } = completeSettings({
      featureClass: { ngtdm: ["Busyness"], shape2D: [], glcm: ["Dissimilarity", "Contrast", "Contrast"], shape: null },
    });
    expect(featureClass.map(([name]) => name)).toEqual(["shape", "shape2D", "ngtdm", "glcm"]);
    expect(featureClass[0]![1]).not.toContain("Compactness1");
    expect(featureClass[1]![1]).toHaveLength(9);
    expect(featureClass[3]![1]).toEqual(["Dissimilarity", "Contrast"]);
  });

  it.each<[object, string]>([
    [
      { interpolator: "sitkGaussian" },
      'interpolator: "sitkGaussian" is not computed; choose sitkNearestNeighbor, sitkLinear or sitkBSpline',
    ],
    [{ interpolator: 4 }, "interpolator: 4 is not computed"],
    [{ imageType: { Wavelet: { wavelet: "coif18" } } }, 'imageType.Wavelet.wavelet: "coif18" is not known (nearest: "coif1'],
    [{ lbp2DMethod: "unifrom" }, 'lbp2DMethod: "unifrom" is none of default, ror, uniform, var (nearest: "uniform")'],
    [{ resegmentRange: [1, 2, 3] }, "resegmentRange: give one or two thresholds"],
    [{ resampledPixelSpacing: [1, 1] }, "resampledPixelSpacing: give three numbers"],
    [{ imageType: { LoG: { sigma: [0] } } }, "imageType.LoG.sigma.0: each must be a number from 0.000001"],
    [{ sigma: ["1.5"] }, "sigma.0: each must be a number from 0.000001"],
    [{ imageType: { LoG: { label: 2 } } }, "imageType.LoG.label: a region has one label"],
    [{ imageType: { LoG: { sigmas: [1] } } }, 'unknown setting under imageType.LoG "sigmas". Did you mean "sigma"?'],
    [{ imageType: { Log: {} } }, 'unknown image type "Log". Did you mean "LoG"?'],
    [{ featureClass: { shape3D: null } }, 'unknown feature class "shape3D". Did you mean "shape2D"?'],
    [{ voxelSetting: { kernelRadios: 1 } }, 'unknown voxelSetting "kernelRadios". Did you mean "kernelRadius"?'],
    [{ binwidth: 1 }, 'unknown setting "binwidth". Did you mean "binWidth"?'],
    [{ featureClass: {} }, "enable no feature class"],
    [{ lbp3DLevels: 0 }, "lbp3DLevels"],
    [{ voxelSetting: { kernelRadius: 0 } }, "voxelSetting.kernelRadius"],
  ])("are refused by the name of the field: %o", (settings, words) => {
    expect(() => completeSettings(settings as ExtractionSettings)).toThrowError(
      expect.objectContaining({ name: "PlainError", message: expect.stringContaining(words) as string }),
    );
  });
});

describe("the settings of the original image", () => {
  it("are its own in place of the general ones", () => {
    expect(originalImageSettings({})).toEqual({ binWidth: 25, binCount: null, voxelArrayShift: 0 });
    expect(
      originalImageSettings({
        binCount: 32,
        voxelArrayShift: 300,
        imageType: { Original: { binCount: null, binWidth: 5 }, LoG: { binWidth: 1 } },
      }),
    ).toEqual({ binWidth: 5, binCount: null, voxelArrayShift: 300 });
  });

  it("are those it is extracted with (property)", () => {
    assert(
      property(arbitrarySettings, (settings) => {
        const { imageTypes } = completeSettings({ ...settings, imageType: { Original: null, ...settings.imageType } });
        expect(imageTypes.find(({ type }) => type === "Original")).toMatchObject(originalImageSettings(settings));
      }),
    );
  });
});

describe("names of images", () => {
  it("are PyRadiomics'", () => {
    // imageoperations.py; str() of a Python int and float in the name of LoG.
    const names = derivedImageNames(
      completeSettings({
        imageType: {
          LoG: { sigma: [1, "1.0", 2.5, 0.1] },
          Wavelet: { level: 2 },
          Original: {},
          Square: {},
          SquareRoot: {},
          Logarithm: {},
          Exponential: {},
          Gradient: {},
          LBP2D: {},
          LBP3D: { lbp3DLevels: 3 },
        },
      }),
    );
    const bands = ["LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH"];
    expect(names).toEqual([
      "log-sigma-1-mm-3D",
      "log-sigma-1-0-mm-3D",
      "log-sigma-2-5-mm-3D",
      "log-sigma-0-1-mm-3D",
      ...bands.map((band) => `wavelet-${band}`),
      ...bands.map((band) => `wavelet2-${band}`),
      "wavelet2-LLL",
      "original",
      "square",
      "squareroot",
      "logarithm",
      "exponential",
      "gradient",
      "lbp-2D",
      "lbp-3D-m1",
      "lbp-3D-m2",
      "lbp-3D-m3",
      "lbp-3D-k",
    ]);
    expect(derivedImageNames(completeSettings({ force2D: true, imageType: { Wavelet: null } }))).toEqual([
      "wavelet-LH",
      "wavelet-HL",
      "wavelet-HH",
      "wavelet-LL",
    ]);
  });

  // What Python 3 prints.
  it.each([
    [1, "1"],
    [2.5, "2.5"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [0.000_012_5, "1.25e-05"],
    [1e-10, "1e-10"],
    [1.1, "1.1"],
    [123_456, "123456"],
    [1e22, "10000000000000000000000"],
  ])("%f is %s in Python", (value, text) => {
    expect(pythonNumber(value)).toBe(text);
    expect(logImageName(value)).toBe(`log-sigma-${text.replace(".", "-")}-mm-3D`);
  });

  it.skipIf(noSharedData)("with those of features make PyRadiomics' columns, in its order, in every run of golden2", () => {
    const files = readdirSync(sharedData("radiomics", "golden2", "features"));
    const rows = files.map((file) => {
      const text = readFileSync(sharedData("radiomics", "golden2", "features", file), "utf8");
      const complete = completeSettings(parseSettings(settingsText(text, ({ settings }) => settings)));
      const isShape = ([name]: readonly [string, unknown]) => name.startsWith("shape");
      const columnsOf = (image: string, classes: typeof complete.featureClass) =>
        classes.flatMap(([name, features]) => features.map((feature) => `${image}_${name}_${feature}`));
      const columns = [
        ...columnsOf("original", complete.featureClass.filter(isShape)),
        ...derivedImageNames(complete).flatMap((image) =>
          columnsOf(
            image,
            complete.featureClass.filter((entry) => !isShape(entry)),
          ),
        ),
      ];
      return { file, columns, count: featureCount(complete), expected: Object.keys((JSON.parse(text) as { features: object }).features) };
    });
    expect(rows.map(({ file, columns, count }) => ({ file, columns, count }))).toEqual(
      rows.map(({ file, expected }) => ({ file, columns: expected, count: expected.length })),
    );
    expect(rows.length).toBeGreaterThan(60);
  });
});

describe("warnings", () => {
  it.each<[ExtractionSettings, string[]]>([
    [{}, []],
    [
      {
        imageType: { Original: {}, LoG: { sigma: [1], binWidth: 5 } },
        normalize: true,
        normalizeScale: 100,
        resampledPixelSpacing: [1, 1, 1],
      },
      [],
    ],
    [
      { imageType: { LoG: { sigma: [1], normalize: true } } },
      ["imageType.LoG.normalize has no effect: this step comes before the filters and is the same for all. Write it under setting."],
    ],
    [{ imageType: { Wavelet: { sigma: [1] } } }, ["imageType.Wavelet.sigma has no effect: it belongs to LoG."]],
    [{ imageType: { LoG: null } }, ["LoG has no sigma and gives no image: name at least one width in mm, such as sigma: [3]."]],
    [
      { featureClass: { shape2D: null, glcm: ["Homogeneity2"] } },
      [
        "shape2D is left out: it is measured only with force2D under setting.",
        "glcm Homogeneity2 is deprecated in PyRadiomics. The same as Idm.",
      ],
    ],
    [
      { geometryTolerance: 0.1 },
      [
        "geometryTolerance: a mask whose origin, spacing and direction differ by no more than it is measured voxel on voxel, as in " +
          "PyRadiomics, wherever it lies; without it a tenth of a voxel is allowed.",
      ],
    ],
    [{ removeOutliers: 3 }, ["removeOutliers has no effect without normalize."]],
  ])("of %o", (settings, words) => {
    expect(settingsWarnings(settings)).toEqual(words);
  });

  it("stand in the description, with the number of values", () => {
    // 14 of shape; 93 on each of the original, three LoG and eight wavelet images.
    const described = describeSettings({ imageType: { Original: {}, LoG: { sigma: [1, 2, 3] }, Wavelet: {} } });
    expect(described).toMatchObject({ featureCount: shapeFeatures + filteredFeatures * 12, warnings: [] });
    expect(described.images).toHaveLength(12);
    expect(describeSettings({ featureClass: { shape2D: null, shape: ["Flatness"] } }).featureCount).toBe(1);
    expect(describeSettings({ force2D: true, featureClass: { shape2D: null } }).featureCount).toBe(9);
  });
});
