import { expect, test } from "vitest";
import { compareSettings, readFeatureTable } from "../../../../src-main/services/exports/index.ts";

// The dictionary as PyRadiomics 3 writes it into its CSV.
const pythonSettings =
  "{'minimumROIDimensions': 2, 'minimumROISize': None, 'normalize': False, 'normalizeScale': 1, 'removeOutliers': None, " +
  "'resampledPixelSpacing': None, 'interpolator': 'sitkBSpline', 'preCrop': False, 'padDistance': 5, 'distances': [1], 'force2D': True, " +
  "'force2Ddimension': 0, 'resegmentRange': None, 'label': 1, 'additionalInfo': True, 'binWidth': 25}";

test("PyRadiomics' own CSV: rows, values, and its settings", () => {
  const text =
    "Image,Mask,diagnostics_Configuration_Settings,original_firstorder_Mean,original_glcm_Imc1\n" +
    `a.nrrd,b.nrrd,"${pythonSettings}",12.5,nan\nc.nrrd,d.nrrd,"${pythonSettings}",-3e-2,\n`;
  const rows = readFeatureTable(text, "pyradiomics.csv");
  expect(rows.map(({ values }) => [values.get("original_firstorder_Mean"), values.get("original_glcm_Imc1")])).toEqual([
    [12.5, null],
    [-0.03, null],
  ]);
  expect(rows[0]!.settings).toMatchObject({
    force2D: true,
    resegmentRange: null,
    distances: [1],
    interpolator: "sitkBSpline",
    binWidth: 25,
  });
  expect(compareSettings(rows[0]!.settings!, { binWidth: 25, force2D: true })).toEqual([]);
  expect(compareSettings(rows[0]!.settings!, { binWidth: 25 })).toEqual(["force2D is true, the model's false"]);
});

test("other notations than decimals are text, which is refused, and no number", () => {
  const cells = ["0x10", "0b1", "1_000", "1e400", "1e3", " 1 "];
  const rows = readFeatureTable(`Image,original_firstorder_Energy\n${cells.map((cell) => `a,${cell}\n`).join("")}`, "features.csv");
  expect(rows.map(({ values }) => values.get("original_firstorder_Energy"))).toEqual([null, null, null, null, 1000, 1]);
  expect(rows.map(({ texts }) => texts.get("original_firstorder_Energy"))).toEqual([...cells.slice(0, 4), undefined, undefined]);
});

test("an infinite value as Python and JavaScript write it is a number, not none", () => {
  const rows = readFeatureTable("Image,original_firstorder_Energy\na,inf\nb,-inf\nc,Infinity\nd,nan\n", "features.csv");
  expect(rows.map(({ values }) => values.get("original_firstorder_Energy"))).toEqual([Infinity, -Infinity, Infinity, null]);
  expect(readFeatureTable('{"original_firstorder_Energy":"inf"}', "features.json")[0]!.values.get("original_firstorder_Energy")).toBe(
    Infinity,
  );
});

test.each([
  [{}, { binWidth: 25 }, []],
  [{ binWidth: 10 }, { binWidth: 25 }, ["binWidth is 10, the model's 25"]],
  [{ binCount: 32, binWidth: 25 }, { binCount: 32 }, []],
  [{ binCount: 32, binWidth: 10 }, { binCount: 32 }, []],
  [{ binWidth: 25 }, { binCount: 32 }, ["binCount is null, the model's 32"]],
  [{ normalize: true }, {}, ["normalize is true, the model's false"]],
  [{ resampledPixelSpacing: [3, 3, 3] }, {}, ["resampledPixelSpacing is [3,3,3], the model's null"]],
  [
    { resampledPixelSpacing: [3, 3, 3], interpolator: null },
    { resampledPixelSpacing: [3, 3, 3] },
    ["resampledPixelSpacing is null, the model's [3,3,3]"],
  ],
  [{ resampledPixelSpacing: [3, 3, 3], interpolator: null }, {}, []],
  [{ force2D: false, force2Ddimension: 2 }, {}, []],
  [{ force2D: true, force2Ddimension: 2 }, { force2D: true }, ["force2Ddimension is 2, the model's 0"]],
])("%j against %j", (stated, wanted, differences) => {
  expect(compareSettings(stated, wanted)).toEqual(differences);
});

const filtered = { binWidth: 25, imageType: { Original: {}, Wavelet: { level: 2 }, LoG: { sigma: ["1.0"], binWidth: 5 } } };

test.each([
  ["the same", {}, { Original: {}, Wavelet: { level: 2 }, LoG: { sigma: [1], binWidth: 5 } }, []],
  ["a setting of one filter", {}, { Original: {}, Wavelet: {}, LoG: { sigma: [1], binWidth: 5 } }, ["Wavelet: level is 1, the model's 2"]],
  [
    "a setting that one image type has for itself",
    {},
    { Original: {}, Wavelet: { level: 2 }, LoG: { sigma: [1] } },
    ["LoG: binWidth is 25, the model's 5"],
  ],
  [
    "a setting of all",
    { normalize: true },
    { Original: {}, Wavelet: { level: 2 }, LoG: { binWidth: 5 } },
    ["normalize is true, the model's false"],
  ],
  [
    "what filters see",
    { preCrop: true },
    { Original: {}, Wavelet: { level: 2 }, LoG: { binWidth: 5 } },
    ["Wavelet: preCrop is true, the model's false", "LoG: preCrop is true, the model's false"],
  ],
  ["an image type that is not there", {}, { Original: {}, LoG: { binWidth: 5 } }, ["Wavelet: this image type was not extracted"]],
])("image types: %s", (_name, stated, types, differences) => {
  expect(compareSettings(stated, filtered, types)).toEqual(differences);
});

test("PyRadiomics' column of image types is read", () => {
  const [row] = readFeatureTable(
    `diagnostics_Configuration_Settings,diagnostics_Configuration_EnabledImageTypes,original_glcm_Id\n"${pythonSettings}","{'Original': ` +
      `{}, 'LoG': {'sigma': [1.0, 3.0]}}",1\n`,
    "f.csv",
  );
  expect(row!.imageTypes).toEqual({ Original: {}, LoG: { sigma: [1, 3] } });
});

test("JSON as extract writes it: one object, or a list", () => {
  expect(
    readFeatureTable('{"original_glcm_Contrast": 1.5, "original_glcm_Idn": null}', "f.json").map(({ values }) =>
      Object.fromEntries(values),
    ),
  ).toEqual([{ original_glcm_Contrast: 1.5, original_glcm_Idn: null }]);
  expect(readFeatureTable('[{"original_glcm_Contrast": 1}, {"original_glcm_Contrast": 2}]', "f.json")).toHaveLength(2);
});

test.each([
  ["", /holds no case/],
  ["original_glcm_Contrast\n", /holds no case/],
  ["a,b\n1,2\n", /names no feature/],
  ["original_glcm_Contrast,original_glcm_Idn\n1\n", /Row 1 of f has 1 cells, its header 2/],
  ["original_glcm_Contrast,original_glcm_Contrast\n1,2\n", /two columns "original_glcm_Contrast"/],
  ['original_glcm_Contrast\n"1', /never closed/],
  ["{", /not valid JSON/],
  ["[1]", /must hold an object/],
])("%j is refused in words", (text, words) => {
  expect(() => readFeatureTable(text, "f")).toThrow(words);
});
