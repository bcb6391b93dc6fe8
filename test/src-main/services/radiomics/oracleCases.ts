import { readFileSync, readdirSync } from "node:fs";
import { parse } from "yaml";
import { sharedData } from "../../../sharedData.ts";
import type { ExtractionSettings } from "../../../../src-shared/domain/featureSet.ts";
import { parseSettings } from "../../../../src-main/services/radiomics/index.ts";

/** One run of PyRadiomics, with what it gave. */
export interface OracleCase {
  readonly name: string;
  readonly imagePath: string;
  readonly maskPath: string;
  readonly settings: ExtractionSettings;
  readonly expected: ReadonlyMap<string, number>;
  /** Where given, only this slice of the mask counts. */
  readonly slice?: number;
}

const radiomics = (...path: string[]) => sharedData("radiomics", ...path);

/** Lines of a CSV file whose fields may be quoted. */
function readCsv(path: string): string[][] {
  return readFileSync(path, "utf8").trim().split(/\r?\n/).map((line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1]!.replace(/^"|"$/g, "").replaceAll('""', '"')));
}

/** The mesh features of this one column were written by older code (radiomics.md); the same features under binWidth 25 stand for them. */
const stale = new Set(["MeshVolume", "SurfaceArea", "SurfaceVolumeRatio", "Sphericity"].map((name) => `original_shape_${name}`));

/** The slice whose centre of mass the baseline of shape2D names. */
const slices: Readonly<Record<string, number>> = { brain1: 16, breast1: 9, lung1: 33, lung2: 22 };

/** PyRadiomics' own regression values: every column whose settings this engine computes. */
export function baselineCases(): { cases: OracleCase[]; refused: string[] } {
  const cases: OracleCase[] = [];
  const refused: string[] = [];
  for (const featureClass of ["shape", "shape2D", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"]) {
    const [header, ...rows] = readCsv(radiomics("pyradiomics", "baseline", `baseline_${featureClass}.csv`));
    for (const [column, name] of header!.entries()) {
      if (column === 0 || name === "") continue;
      const cell = (row: string) => rows.find(([first]) => first === row)?.[column] ?? "";
      const body = name.split("_")[0]!;
      // A Python dictionary; read as YAML flow it is one as well.
      const setting = parse(cell("diagnostics_Configuration_Settings").replaceAll("None", "null").replaceAll("True", "true").replaceAll("False", "false")) as Record<string, unknown>;
      if (featureClass === "shape2D") delete setting["correctMask"]; // its masks are slices of the labels, on the image's grid
      let settings: ExtractionSettings;
      try {
        settings = parseSettings(JSON.stringify({ setting, featureClass: { [featureClass]: null } }));
      } catch (error) {
        refused.push(`baseline ${featureClass} ${name}: ${(error as Error).message}`);
        continue;
      }
      const expected = new Map(rows.filter(([first]) => first!.startsWith("original_")).map((row) => [row[0]!, Number(row[column])]));
      if (name === "brain1" && featureClass === "shape") {
        const golden = goldenFeatures("brain1_bw25");
        for (const feature of stale) expected.set(feature, golden.get(feature)!);
      }
      const image = body.startsWith("lung") ? `${body}_label.nrrd` : `${body}_image.nrrd`; // of the lungs there are masks only
      cases.push({
        name: `baseline ${featureClass} ${name}`, settings, expected, ...(featureClass === "shape2D" ? { slice: slices[body]! } : {}),
        imagePath: radiomics("pyradiomics", image), maskPath: radiomics("pyradiomics", `${body}_label.nrrd`),
      });
    }
  }
  return { cases, refused };
}

function goldenFeatures(name: string): Map<string, number> {
  const { features } = JSON.parse(readFileSync(radiomics("golden", `${name}.json`), "utf8")) as { features: Record<string, number> };
  return new Map(Object.entries(features));
}

/** Values of PyRadiomics 3.1 on brain1, breast1 and the digital phantom of IBSI. */
export function goldenCases(): OracleCase[] {
  const phantom: OracleCase = {
    name: "golden ibsi1_digital_bw1", settings: { binWidth: 1 }, expected: goldenFeatures("ibsi1_digital_bw1"),
    imagePath: radiomics("ibsi1", "nifti", "image", "phantom.nii.gz"), maskPath: radiomics("ibsi1", "nifti", "mask", "mask.nii.gz"),
  };
  return [phantom, ...["brain1", "breast1"].flatMap((body) => ["bw25", "bc32", "bw25_2d"].map((setting): OracleCase => {
    const { settings } = JSON.parse(readFileSync(radiomics("golden", `${body}_${setting}.json`), "utf8")) as { settings: ExtractionSettings };
    return {
      name: `golden ${body}_${setting}`, settings, expected: goldenFeatures(`${body}_${setting}`),
      imagePath: radiomics("pyradiomics", `${body}_image.nrrd`), maskPath: radiomics("pyradiomics", `${body}_label.nrrd`),
    };
  }))];
}

interface Golden2 {
  image: string | null; mask: string | null; label: number | null; label_channel: number | null; error: string | null; note: string | null;
  settings: { setting?: object; imageType?: object; featureClass?: object };
  features: Record<string, unknown>;
}

/** Reads a run of golden2; undefined where this engine refuses its settings or its files are not there. */
function golden2Case(name: string, run: Golden2): OracleCase | undefined {
  if (!run.image || !run.mask || run.mask.includes("vectormask")) return undefined; // masks of several channels belong to a later form
  let settings: ExtractionSettings;
  try {
    settings = parseSettings(JSON.stringify(run.settings));
  } catch {
    return undefined;
  }
  const expected = new Map(Object.entries(run.features).filter(([key]) => key.startsWith("original_")).map(([key, value]) => [key, numberOf(value)]));
  return { name, settings: run.label === null ? settings : { ...settings, label: run.label }, expected, imagePath: radiomics(run.image), maskPath: radiomics(run.mask) };
}

/** Complex numbers come from an eigenvalue that is zero but for rounding: their size is what PyRadiomics' documentation means. */
function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (value !== null && typeof value === "object" && "re" in value && "im" in value) return Math.hypot(Number(value.re), Number(value.im));
  return Number(value);
}

/** Whole pipelines of golden2 on the original image. */
export function pipelineCases(): OracleCase[] {
  return readdirSync(radiomics("golden2", "features")).toSorted().flatMap((file) => {
    const found = golden2Case(`golden2 ${file.replace(".json", "")}`, JSON.parse(readFileSync(radiomics("golden2", "features", file), "utf8")) as Golden2);
    return found ? [found] : [];
  });
}

/**
 * The deprecated features that PyRadiomics computes where they are named, by the formulas of its documentation from values that it gave:
 * of shape on brain1, of first order there, of shape2D on one slice.
 */
export function deprecatedCases(): OracleCase[] {
  const golden = goldenFeatures("brain1_bw25");
  const of = (name: string) => golden.get(`original_${name}`)!;
  const [volume, area] = [of("shape_MeshVolume"), of("shape_SurfaceArea")];
  const slice = golden2Case("f_force2d__brain1", JSON.parse(readFileSync(radiomics("golden2", "features", "f_force2d__brain1.json"), "utf8")) as Golden2)!;
  const [perimeter, surface] = ["Perimeter", "MeshSurface"].map((name) => slice.expected.get(`original_shape2D_${name}`)!) as [number, number];
  return [
    {
      name: "deprecated, brain1", imagePath: radiomics("pyradiomics", "brain1_image.nrrd"), maskPath: radiomics("pyradiomics", "brain1_label.nrrd"),
      settings: { binWidth: 25, featureClass: { shape: ["Compactness1", "Compactness2", "SphericalDisproportion"], firstorder: ["StandardDeviation"] } },
      expected: new Map([
        ["original_shape_Compactness1", volume / Math.sqrt(Math.PI * area ** 3)],
        ["original_shape_Compactness2", 36 * Math.PI * volume ** 2 / area ** 3],
        ["original_shape_SphericalDisproportion", area / Math.cbrt(36 * Math.PI * volume ** 2)],
        ["original_firstorder_StandardDeviation", Math.sqrt(of("firstorder_Variance"))],
      ]),
    },
    {
      ...slice, name: "deprecated, one slice of brain1", settings: { ...slice.settings, featureClass: { shape2D: ["SphericalDisproportion"] } },
      expected: new Map([["original_shape2D_SphericalDisproportion", perimeter / (2 * Math.sqrt(Math.PI * surface))]]),
    },
  ];
}

/** Edge cases of golden2; `error` is what PyRadiomics said where it refused. */
export function edgeCases(): Array<OracleCase & { error: string | null }> {
  const { cases } = JSON.parse(readFileSync(radiomics("golden2", "edge", "edge_cases.json"), "utf8")) as { cases: Record<string, Golden2> };
  return Object.entries(cases).flatMap(([name, run]) => {
    const found = golden2Case(name, run);
    return found ? [{ ...found, error: run.error }] : [];
  });
}

/** Edge cases of golden2 on an image that is 100 everywhere. */
export function flatCases(): OracleCase[] {
  const { cases } = JSON.parse(readFileSync(radiomics("golden2", "edge", "edge_cases.json"), "utf8")) as { cases: Record<string, Golden2> };
  return ["flat100_binWidth", "flat100_binCount"].map((name) => golden2Case(name, { ...cases[name]!, image: "pyradiomics/brain1_image.nrrd" })!);
}
