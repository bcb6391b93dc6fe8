import { describe, expect, test } from "vitest";
import { featureClasses, imageTypes, type FeatureClass } from "#shared/domain/extractionSettings.ts";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { chosenClasses, chosenFeatures, featuresOf, withClass, withFeature } from "../../../src-renderer/settings/featureChoice.ts";
import { countImages, settingsInWords } from "../../../src-renderer/settings/imageTypeWords.ts";
import { displayOrder, moved, withChoice } from "../../../src-renderer/settings/orderedChoice.ts";

describe("image types in order", () => {
  test("choosing one never moves a line", () => {
    const chosen = ["Wavelet", "Original"] as const;
    const shown = displayOrder(imageTypes, chosen);
    expect(shown.toSorted()).toEqual(imageTypes.toSorted());
    for (const type of imageTypes) {
      const next = withChoice(imageTypes, chosen, type, true);
      expect(next.filter((other) => chosen.includes(other as never))).toEqual(chosen);
      expect(displayOrder(imageTypes, next)).toEqual(shown);
    }
    expect(displayOrder(imageTypes, ["Original"])).toEqual(imageTypes);
  });

  test("one moves before or after its neighbour", () => {
    expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], "a", -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], "b", 1)).toEqual(["a", "b"]);
  });
});

describe("features of a class", () => {
  const feature = (featureClass: FeatureClass, name: string, deprecated = false): FeatureDocumentation => ({
    name: `original_${featureClass}_${name}`,
    featureClass,
    ibsi: "none",
    formula: "",
    meaning: "",
    symbols: "",
    edge: "",
    undefinedWhen: "",
    deprecated,
  });
  // A feature that came later than the frozen set, and a deprecated one, are listed with those of the set.
  const frozen = ["Busyness", "Coarseness", "Complexity", "Contrast", "Strength"];
  const documentation = [
    feature("shape", "Volume"),
    ...[...frozen, "Later"].map((name) => feature("ngtdm", name)),
    feature("ngtdm", "Older", true),
  ];
  const ngtdm = featuresOf(documentation, "ngtdm");
  const classes = chosenClasses({});

  test("are those of the frozen set where none is named", () => {
    expect(Object.keys(classes)).toEqual(featureClasses.filter((name) => name !== "shape2D"));
    expect(chosenFeatures(classes, "ngtdm")).toEqual(frozen);
    expect(chosenFeatures(classes, "shape2D")).toEqual([]);
  });

  test("are named where some are left out or one beside the set is taken in, and no longer where all are in again", () => {
    const some = withFeature(classes, "ngtdm", ngtdm, "Complexity", false);
    expect(some.ngtdm).toEqual(["Busyness", "Coarseness", "Contrast", "Strength"]);
    expect(withFeature(some, "ngtdm", ngtdm, "Complexity", true)).toEqual(classes);
    expect(withFeature(classes, "ngtdm", ngtdm, "Older", true).ngtdm).toEqual([...frozen, "Older"]);
    expect(withFeature(classes, "ngtdm", ngtdm, "Later", true).ngtdm).toEqual([...frozen, "Later"]);
    const none = some.ngtdm!.reduce((left, name) => withFeature(left, "ngtdm", ngtdm, name, false), some);
    expect(none).not.toHaveProperty("ngtdm");
    expect(withFeature({ shape: null }, "ngtdm", ngtdm, "Strength", true)).toEqual({ shape: null, ngtdm: ["Strength"] });
  });

  test("a class comes in where PyRadiomics has it, and keeps the others as they were", () => {
    expect(Object.keys(withClass({ ngtdm: null, shape: null }, "glcm", true))).toEqual(["ngtdm", "shape", "glcm"]);
    expect(Object.keys(withClass(classes, "shape2D", true))).toEqual([...featureClasses]);
    expect(withClass({ glcm: ["Id"], shape: null }, "shape", false)).toEqual({ glcm: ["Id"] });
  });
});

test("settings in words: scale, binning, dimension, images", () => {
  expect(settingsInWords({})).toBe("bin width 25, original");
  expect(settingsInWords({ binCount: 32, force2D: true, normalize: true, resampledPixelSpacing: [1, 1, 3] })).toBe(
    "normalised, 1 x 1 x 3 mm voxels, 32 bins, 2D, original",
  );
  expect(
    settingsInWords({ resampledPixelSpacing: [3, 3, 3], sigma: [5], imageType: { Original: {}, LoG: { sigma: ["1.0", 3] }, Wavelet: {} } }),
  ).toBe("3 mm voxels, bin width 25, original + LoG 1.0, 3 mm + wavelets");
  expect(settingsInWords({ interpolator: null, resampledPixelSpacing: [3, 3, 3], sigma: [5], imageType: { LoG: {} } })).toBe(
    "bin width 25, LoG 5 mm",
  );
});

test("images are counted by PyRadiomics' names", () => {
  const images = [
    "original",
    "log-sigma-3-mm-3D",
    "log-sigma-5-mm-3D",
    "wavelet-LLH",
    "wavelet2-LLL",
    "lbp-2D",
    "lbp-3D-m1",
    "lbp-3D-k",
    "square",
    "squareroot",
  ];
  expect(imageTypes.map((type) => countImages(images, type))).toEqual([1, 2, 2, 1, 1, 0, 0, 0, 1, 2]);
});
