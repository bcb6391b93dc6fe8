import { describe, expect, test } from "vitest";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import {
  asTsv,
  filterRows,
  rowsOf,
  sortRows,
  type ComparedColumn,
} from "../../../../../../src-renderer/rooms/reading/panels/features/comparison.ts";

const documentation: FeatureDocumentation[] = [
  {
    name: "original_glcm_Contrast",
    featureClass: "glcm",
    ibsi: "ACUI",
    formula: "f",
    meaning: "How much neighbours differ.",
    edge: "Defined for every region.",
    symbols: "",
    undefinedWhen: "",
    deprecated: false,
  },
];
const column = (title: string, values: Record<string, number | null>): ComparedColumn => ({
  featureSetId: title,
  title,
  label: 1,
  color: "#ffffff",
  features: Object.entries(values).map(([name, value]) => ({ name, value, ...(value === null && { reason: "flat" }) })),
});
const soleus = column("Soleus", {
  original_shape_Flatness: 0.5,
  original_glcm_Contrast: 8,
  "wavelet-LLH_glcm_Contrast": null,
  original_ngtdm_Busyness: 3,
});
const tibialis = column("Tibialis", {
  original_shape_Flatness: 0.25,
  original_glcm_Contrast: 2,
  "wavelet-LLH_glcm_Contrast": 1,
  original_ngtdm_Busyness: 30,
});
const none = { search: "", imageTypes: new Set<string>(), classes: new Set<string>() };
const names = (rows: ReadonlyArray<{ name: string }>) => rows.map(({ name }) => name);

describe("features side by side", () => {
  test("have difference and ratio where exactly two are compared and both are defined", () => {
    expect(rowsOf([soleus, tibialis], documentation).map(({ difference, ratio }) => [difference, ratio])).toEqual([
      [0.25, 2],
      [6, 4],
      [null, null],
      [-27, 0.1],
    ]);
    expect(rowsOf([soleus], documentation)[0]).toMatchObject({ difference: null, ratio: null });
    expect(rowsOf([soleus, tibialis, soleus], documentation)[0]).toMatchObject({ difference: null, ratio: null });
  });

  test("keep PyRadiomics' order, also where a column has more", () => {
    expect(names(rowsOf([column("A", { original_shape_Flatness: 1 }), soleus], []))).toEqual(names(soleus.features));
  });

  test("are found by name, IBSI code and meaning, on filtered images too", () => {
    const rows = rowsOf([soleus], documentation);
    expect(names(filterRows(rows, { ...none, search: "acui" }))).toEqual(["original_glcm_Contrast", "wavelet-LLH_glcm_Contrast"]);
    expect(names(filterRows(rows, { ...none, search: "NEIGHBOURS wavelet" }))).toEqual(["wavelet-LLH_glcm_Contrast"]);
    expect(names(filterRows(rows, { ...none, imageTypes: new Set(["original"]), classes: new Set(["glcm", "ngtdm"]) }))).toEqual([
      "original_glcm_Contrast",
      "original_ngtdm_Busyness",
    ]);
    expect(filterRows(rows, { ...none, search: "nothing" })).toEqual([]);
  });

  test("are sorted by a column or by how far their ratio is from 1; what has no number comes last", () => {
    const rows = rowsOf([soleus, tibialis], documentation);
    expect(names(sortRows(rows, { by: 0, isDescending: true }))).toEqual([
      "original_glcm_Contrast",
      "original_ngtdm_Busyness",
      "original_shape_Flatness",
      "wavelet-LLH_glcm_Contrast",
    ]);
    expect(names(sortRows(rows, { by: 0, isDescending: false })).at(-1)).toBe("wavelet-LLH_glcm_Contrast");
    expect(names(sortRows(rows, { by: "ratio", isDescending: true })).slice(0, 3)).toEqual([
      "original_ngtdm_Busyness",
      "original_glcm_Contrast",
      "original_shape_Flatness",
    ]);
    expect(sortRows(rows, null)).toBe(rows);
  });

  test("are copied with every digit; undefined is nan", () => {
    const third = column("One\tthird", { original_shape_Flatness: 1 / 3, original_glcm_Contrast: null });
    expect(asTsv([third], rowsOf([third], []))).toBe(
      "Feature\tOne third\noriginal_shape_Flatness\t0.3333333333333333\noriginal_glcm_Contrast\tnan",
    );
  });

  test("2,500 features of 20 segments are searched and sorted within a frame or two", () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      column(
        `S${index}`,
        Object.fromEntries(Array.from({ length: 2500 }, (_value, at) => [`wavelet-LLH_glcm_F${at}`, (at * 7919) % 1009])),
      ),
    );
    const rows = rowsOf(many, documentation);
    expect(rows).toHaveLength(2500);
    expect(filterRows(rows, { ...none, search: "f24" })).toHaveLength(111);
  });
});
