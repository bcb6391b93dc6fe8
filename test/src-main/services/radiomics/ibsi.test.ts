import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { deriveImages, featureDocumentation } from "../../../../src-main/services/radiomics/index.ts";
import { featuresOf } from "./featuresOf.ts";
import { ibsiTags } from "./ibsiTags.ts";

const rowsOf = (separator: string, ...path: string[]) =>
  readFileSync(sharedData("radiomics", ...path), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(separator));
const phantomFile = (phantom: string, kind: "image" | "mask", set = "ibsi2") =>
  readImageFile(
    sharedData(
      "radiomics",
      set,
      "nifti",
      ...(phantom === "" ? [] : [phantom]),
      kind,
      kind === "image" ? `${phantom || "phantom"}.nii.gz` : "mask.nii.gz",
    ),
  );

type Values = ReadonlyMap<string, number>;

/**
 * How IBSI puts directions and slices together, and the settings that do so here. Slice by slice: every slice measured alone, then the mean.
 * IBSI's 2.5D joins the slices of one direction in one matrix: so does force2D.
 */
const aggregations: Readonly<Record<string, { words: string; settings: ExtractionSettings; eachSlice?: true }>> = {
  "3D_avg": { words: "3D, mean of 13 directions", settings: {} },
  "3D_comb": { words: "3D, directions merged", settings: { weightingNorm: "no_weighting" } },
  "3D": { words: "3D", settings: {} },
  "2_5D_avg": { words: "2.5D, mean of 4 directions", settings: { force2D: true } },
  "2_5D_comb": { words: "2.5D, directions merged", settings: { force2D: true, weightingNorm: "no_weighting" } },
  "2_5D": { words: "2.5D", settings: { force2D: true } },
  "2D_avg": { words: "slice by slice, mean of 4 directions", settings: { force2D: true }, eachSlice: true },
  "2D_comb": { words: "slice by slice, directions merged", settings: { force2D: true, weightingNorm: "no_weighting" }, eachSlice: true },
  "2D": { words: "slice by slice", settings: { force2D: true }, eachSlice: true },
  "": { words: "", settings: {} },
};

/** What PyRadiomics defines otherwise than IBSI, so that the published value is not met. */
const otherwise: Readonly<Record<string, string>> = {
  morph_pca_min_axis: "PyRadiomics divides the covariance by N, IBSI by N - 1",
  morph_pca_least_axis: "PyRadiomics divides the covariance by N, IBSI by N - 1",
};

const classNames = ["shape", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"] as const;

async function valuesOf(image: Image, mask: Image, settings: ExtractionSettings): Promise<Values> {
  // Named, so that the deprecated features of shape are among them.
  const names = (featureClass: string) =>
    featureDocumentation()
      .filter((feature) => feature.featureClass === featureClass)
      .map(({ name }) => name.split("_")[2]!);
  const features = await featuresOf(image, mask, {
    binWidth: 1,
    featureClass: Object.fromEntries(classNames.map((name) => [name, names(name)])),
    ...settings,
  });
  return new Map(features.flatMap(({ name, value }) => (value === null ? [] : [[name.replace("original_", ""), value]])));
}

/** The means over slices measured alone. */
async function meansOfSlices(image: Image, mask: Image, settings: ExtractionSettings): Promise<Values> {
  const length = mask.grid.size[0] * mask.grid.size[1];
  const slices = await Promise.all(
    Array.from({ length: mask.grid.size[2] }, async (_, slice) => {
      const only = { ...mask, voxels: mask.voxels.map((label, v) => (Math.floor(v / length) === slice ? label : 0)) };
      // Grey levels are counted from the smallest of the slice: it must be that of all slices.
      expect(Math.min(...image.voxels.filter((_value, v) => only.voxels[v] !== 0))).toBe(1);
      return valuesOf(image, only, settings);
    }),
  );
  return new Map([...slices[0]!.keys()].map((name) => [name, slices.reduce((sum, slice) => sum + slice.get(name)!, 0) / slices.length]));
}

/** IBSI prints three digits; a tolerance of 0 means that they agree. */
const halfDigit = (published: number) => (published === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(published))) - 2));

describe.skipIf(noSharedData)("IBSI", () => {
  it("1: the digital phantom has the published values, within the published tolerance", async () => {
    const [image, mask] = await Promise.all([phantomFile("", "image", "ibsi1"), phantomFile("", "mask", "ibsi1")]);
    const names = new Map(featureDocumentation().map(({ name, ibsi }) => [name.replace("original_", ""), ibsi]));
    const meanings = new Map(rowsOf("\t", "ibsi_names.tsv").map(([meaning, code]) => [code!, meaning!]));
    const computed = new Map<string, Promise<Values>>();
    const valuesUnder = (aggregation: string) => {
      const { settings, eachSlice } = aggregations[aggregation]!;
      if (!computed.has(aggregation))
        computed.set(aggregation, eachSlice ? meansOfSlices(image, mask, settings) : valuesOf(image, mask, settings));
      return computed.get(aggregation)!;
    };
    const lines: string[] = [];
    const missed: string[] = [];
    const without = new Set<string>();
    const counts = { whole: 0, slices: 0 };
    for (const [published, tolerance, tag] of rowsOf(";", "ibsi1", "ibsi_1_dig_phantom.csv")) {
      if (published === "") continue;
      const [, stem, aggregation = ""] = /^(.*?)(?:_(2D_avg|2D_comb|2_5D_avg|2_5D_comb|3D_avg|3D_comb|2D|2_5D|3D))?$/.exec(tag!)!;
      if (!Object.hasOwn(ibsiTags, stem!)) {
        without.add(stem!);
        continue;
      }
      const [featureClass, feature] = ibsiTags[stem!]!;
      const value = (await valuesUnder(aggregation)).get(`${featureClass}_${feature}`)!;
      const ours = stem === "stat_kurt" ? value - 3 : value; // IBSI's is excess
      const met = Math.abs(ours - Number(published)) <= Number(tolerance) + halfDigit(Number(published)) * (1 + 1e-9);
      const code = names.get(`${featureClass}_${feature}`)!;
      counts[aggregations[aggregation]!.eachSlice ? "slices" : "whole"] += 1;
      if (!met) missed.push(tag!);
      lines.push(
        [
          tag!.padEnd(30),
          code,
          (meanings.get(code) ?? feature).padEnd(52),
          aggregations[aggregation]!.words.padEnd(37),
          ours.toPrecision(6).padStart(12),
          published!.padStart(8),
          `± ${tolerance}`.padEnd(9),
          met ? "" : `not met: ${otherwise[stem!] ?? "?"}`,
        ].join(" "),
      );
    }
    console.log(["IBSI-1 digital phantom: tag, code, name, aggregation, ours, published, tolerance", ...lines].join("\n"));
    console.log(
      `${counts.whole} values of the whole region and ${counts.slices} slice by slice; not met: ${missed.join(", ")}. Kurtosis is ` +
        `compared less 3 (IBSI's is excess). PyRadiomics has no such feature: ${[...without].join(", ")}.`,
    );
    expect(missed).toEqual(Object.keys(otherwise));
    expect(counts).toEqual({ whole: 267, slices: 118 });
    // The one reason that is given for a value not met holds: with N - 1 they are met.
    const voxels = Array.from(mask.voxels).filter((label) => label !== 0).length;
    const wide = await valuesUnder("");
    expect(Math.abs(wide.get("shape_MinorAxisLength")! * Math.sqrt(voxels / (voxels - 1)) - 9.31)).toBeLessThanOrEqual(0.06);
    expect(Math.abs(wide.get("shape_LeastAxisLength")! * Math.sqrt(voxels / (voxels - 1)) - 8.54)).toBeLessThanOrEqual(0.05);
  });

  it("2: the Laplacian of Gaussian of an impulse is IBSI's kernel, but for the recursion", async () => {
    const [image, mask] = await Promise.all([phantomFile("impulse", "image"), phantomFile("impulse", "mask")]);
    const { size, spacingMm } = image.grid;
    const peak = image.voxels.findIndex((value) => value !== 0);
    const place = (v: number) => [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))];
    const centre = place(peak);
    const voxel = spacingMm[0] * spacingMm[1] * spacingMm[2];
    const lines: string[] = [];
    for (const [sigma, allowed] of [
      [3, 0.05],
      [5, 0.03],
      [8, 0.03],
    ] as const) {
      const [filtered] = await deriveImages(image, mask, { imageType: { LoG: { sigma: [sigma] } } });
      // Times sigma^2, as ITK normalises over scales, and the volume of a voxel, as IBSI's sampled kernel counts voxels.
      const kernel = (v: number) => {
        const square = place(v).reduce((sum, index, axis) => sum + ((index - centre[axis]!) * spacingMm[axis]!) ** 2, 0);
        return (
          -Number(image.voxels[peak]) *
          voxel *
          (2 * Math.PI) ** -1.5 *
          sigma ** -3 *
          (3 - square / sigma ** 2) *
          Math.exp(-square / (2 * sigma ** 2))
        );
      };
      const height = Math.abs(kernel(peak));
      const farthest =
        Array.from(filtered!.image.voxels).reduce((most, value, v) => Math.max(most, Math.abs(value - kernel(v))), 0) / height;
      lines.push(`sigma ${sigma} mm: largest difference ${farthest.toExponential(1)} of the peak`);
      expect(farthest).toBeLessThan(allowed);
    }
    console.log(
      [
        "IBSI-2, impulse, LoG beside IBSI's sampled kernel (infinite, times sigma^2; ITK's is recursive):",
        ...lines,
        "IBSI-2 reference_values.csv is not compared: its values are of a CT image that is not among the phantoms. Its mean, Laws, Gabor " +
          "and Simoncelli filters do not exist in PyRadiomics;",
        "its LoG is cut off at 4 sigma (ITK's recursion is not), its wavelets are rotation-invariant or mirror the border (PyRadiomics' are periodic).",
      ].join("\n"),
    );
  });

  it("codes of features are those of ibsi_names.tsv", () => {
    // Mistakes of that table: zones of sizes under the codes of zones of distances, and under another class.
    const mistaken = new Set(["S1RA", "K26C"]);
    const spelled: Readonly<Record<string, string>> = { ZoneSizeVariance: "ZoneVariance", ZoneSizeEntropy: "ZoneEntropy" };
    const codes = new Map(featureDocumentation().map(({ name, ibsi }) => [name.replace("original_", ""), ibsi]));
    const differing: string[] = [];
    let compared = 0;
    for (const [, code, featureClass, feature] of rowsOf("\t", "ibsi_names.tsv")) {
      if (!featureClass || mistaken.has(code!)) continue;
      const name = `${/^(Small|Large)Area/.test(feature!) ? "glszm" : featureClass}_${spelled[feature!] ?? feature!}`;
      if (codes.get(name) !== code) differing.push(`${name}: ${codes.get(name)}, not ${code}`);
      compared += 1;
    }
    expect(differing).toEqual([]);
    expect(compared).toBe(103);
    // Those that have a code, but no line with a name of PyRadiomics: by what IBSI calls them.
    const meant = new Map(rowsOf("\t", "ibsi_names.tsv").map(([meaning, code]) => [code!, meaning!]));
    const rest = new Map([...codes].filter(([, code]) => code !== "none").map(([name, code]) => [name, meant.get(code)]));
    expect(rest.get("glcm_Autocorrelation")).toBe("Autocorrelation");
    expect(rest.get("glcm_Imc1")).toBe("First measure of information correlation");
    expect(rest.get("glcm_Imc2")).toBe("Second measure of information correlation");
    expect(rest.get("glszm_LowGrayLevelZoneEmphasis")).toBe("Low grey level zone emphasis");
    expect(rest.get("glszm_HighGrayLevelZoneEmphasis")).toBe("High grey level zone emphasis");
    expect([...rest].filter(([, meaning]) => meaning === undefined).map(([name]) => name)).toEqual(["firstorder_Kurtosis"]); // IPH6 is not in the table
  });
});
