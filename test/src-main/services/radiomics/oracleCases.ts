import { readFileSync, readdirSync } from "node:fs";
import { parse } from "yaml";
import { sharedData } from "../../../sharedData.ts";
import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import { voxelToPatient } from "../../../../src-shared/domain/geometry.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { parseSettings } from "../../../../src-main/services/radiomics/parseSettings.ts";

/** One run of PyRadiomics, with what it gave. */
export interface OracleCase {
  readonly name: string;
  readonly imagePath: string;
  readonly maskPath: string;
  readonly settings: ExtractionSettings;
  readonly expected: ReadonlyMap<string, number>;
  /** PyRadiomics' columns "diagnostics_..." of image and mask, where it gave them. */
  readonly diagnostics?: Readonly<Record<string, unknown>>;
  /** What is done to image and mask after they are read. */
  readonly change?: (images: { image: Image; mask: Image }) => { image: Image; mask: Image };
}

const radiomics = (...path: string[]) => sharedData("radiomics", ...path);

/** Lines of a CSV file whose fields may be quoted. */
function readCsv(path: string): string[][] {
  return readFileSync(path, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1]!.replace(/^"|"$/g, "").replaceAll('""', '"')),
    );
}

/** The mesh features of this one column were written by older code (radiomics.md); the same features under binWidth 25 stand for them. */
const stale = new Set(["MeshVolume", "SurfaceArea", "SurfaceVolumeRatio", "Sphericity"].map((name) => `original_shape_${name}`));

/** The slice whose centre of mass the baseline of shape2D names. */
const slices: Readonly<Record<string, number>> = { brain1: 16, breast1: 9, lung1: 33, lung2: 22 };

/** PyRadiomics' own regression values: every column. */
export function baselineCases(): OracleCase[] {
  const cases: OracleCase[] = [];
  for (const featureClass of ["shape", "shape2D", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"]) {
    const [header, ...rows] = readCsv(radiomics("pyradiomics", "baseline", `baseline_${featureClass}.csv`));
    for (const [column, name] of header!.entries()) {
      if (column === 0 || name === "") continue;
      const cell = (row: string) => rows.find(([first]) => first === row)?.[column] ?? "";
      const body = name.split("_")[0]!;
      // A Python dictionary; read as YAML flow it is one as well.
      const setting = parse(
        cell("diagnostics_Configuration_Settings").replaceAll("None", "null").replaceAll("True", "true").replaceAll("False", "false"),
      ) as Record<string, unknown>;
      if (featureClass === "shape2D") delete setting["correctMask"]; // its masks are slices of the labels, on the image's grid
      const settings = parseSettings(JSON.stringify({ setting, featureClass: { [featureClass]: null } }));
      const expected = new Map(rows.filter(([first]) => first!.startsWith("original_")).map((row) => [row[0]!, Number(row[column])]));
      if (name === "brain1" && featureClass === "shape") {
        const golden = goldenFeatures("brain1_bw25");
        for (const feature of stale) expected.set(feature, golden.get(feature)!);
      }
      const image = body.startsWith("lung") ? `${body}_label.nrrd` : `${body}_image.nrrd`; // of the lungs there are masks only
      cases.push({
        name: `baseline ${featureClass} ${name}`,
        settings,
        expected,
        ...(featureClass === "shape2D" ? { change: onlySlice(slices[body]!) } : {}),
        imagePath: radiomics("pyradiomics", image),
        maskPath: radiomics("pyradiomics", `${body}_label.nrrd`),
      });
    }
  }
  return cases;
}

function goldenFeatures(name: string): Map<string, number> {
  const { features } = JSON.parse(readFileSync(radiomics("golden", `${name}.json`), "utf8")) as { features: Record<string, number> };
  return new Map(Object.entries(features));
}

/** Values of PyRadiomics 3.1 on brain1, breast1 and the digital phantom of IBSI. */
export function goldenCases(): OracleCase[] {
  const phantom: OracleCase = {
    name: "golden ibsi1_digital_bw1",
    settings: { binWidth: 1 },
    expected: goldenFeatures("ibsi1_digital_bw1"),
    imagePath: radiomics("ibsi1", "nifti", "image", "phantom.nii.gz"),
    maskPath: radiomics("ibsi1", "nifti", "mask", "mask.nii.gz"),
  };
  return [
    phantom,
    ...["brain1", "breast1"].flatMap((body) =>
      ["bw25", "bc32", "bw25_2d"].map((setting): OracleCase => {
        const { settings } = JSON.parse(readFileSync(radiomics("golden", `${body}_${setting}.json`), "utf8")) as {
          settings: ExtractionSettings;
        };
        return {
          name: `golden ${body}_${setting}`,
          settings,
          expected: goldenFeatures(`${body}_${setting}`),
          imagePath: radiomics("pyradiomics", `${body}_image.nrrd`),
          maskPath: radiomics("pyradiomics", `${body}_label.nrrd`),
        };
      }),
    ),
  ];
}

interface Golden2 {
  image: string | null;
  mask: string | null;
  label: number | null;
  label_channel: number | null;
  error: string | null;
  note: string | null;
  settings: { setting?: object; imageType?: object; featureClass?: object };
  features: Record<string, unknown>;
  diagnostics: Record<string, unknown>;
}

/** Reads a run of golden2; `settings`: its settings with numbers as they are written. */
function golden2Case(name: string, run: Golden2, settings: string): OracleCase {
  const read = parseSettings(settings);
  const isOfImages = (key: string) => /^diagnostics_(Image|Mask)-/.test(key);
  return {
    name,
    settings: {
      ...read,
      ...(run.label === null ? {} : { label: run.label }),
      ...(run.label_channel === null ? {} : { label_channel: run.label_channel }),
    },
    expected: new Map(Object.entries(run.features).map(([key, value]) => [key, numberOf(value)])),
    diagnostics: Object.fromEntries(Object.entries(run.diagnostics).filter(([key]) => isOfImages(key))),
    imagePath: radiomics(run.image ?? "pyradiomics/brain1_image.nrrd"),
    maskPath: radiomics(run.mask ?? "pyradiomics/brain1_label.nrrd"),
    ...(Object.hasOwn(changes, name) ? { change: changes[name]! } : {}),
  };
}

function onlySlice(slice: number): OracleCase["change"] {
  return ({ image, mask }) => {
    const length = mask.grid.size[0] * mask.grid.size[1];
    return { image, mask: { ...mask, voxels: mask.voxels.map((label, v) => (Math.floor(v / length) === slice ? label : 0)) } };
  };
}

const filled =
  (value: number): OracleCase["change"] =>
  ({ image, mask }) => ({ image: { ...image, scalarType: "int16", voxels: new Int16Array(image.voxels.length).fill(value) }, mask });
const labelled =
  (value: number): OracleCase["change"] =>
  ({ image, mask }) => ({
    image,
    mask: { ...mask, scalarType: "float32", voxels: Float32Array.from(mask.voxels, (label) => (label === 1 ? value : 0)) },
  });
const moved =
  (millimetres: number): OracleCase["change"] =>
  ({ image, mask }) => ({
    image,
    mask: {
      ...mask,
      grid: { ...mask.grid, originMm: [mask.grid.originMm[0] + millimetres, mask.grid.originMm[1], mask.grid.originMm[2]] },
    },
  });

/** The mask's voxels from (150, 70, 8), 80 x 100 x 14 of them: where golden2's box lies in what it cut out. */
const cutMask: OracleCase["change"] = ({ image, mask }) => {
  const [lower, size] = [[150, 70, 8] as const, [80, 100, 14] as const];
  const voxels = new Uint8Array(size[0] * size[1] * size[2]);
  for (let v = 0; v < voxels.length; v += 1) {
    const [i, j, k] = [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))];
    voxels[v] = mask.voxels[i + lower[0] + mask.grid.size[0] * (j + lower[1] + mask.grid.size[1] * (k + lower[2]))]!;
  }
  return { image, mask: { scalarType: "uint8", voxels, grid: { ...mask.grid, size, originMm: voxelToPatient(mask.grid, lower) } } };
};

/** What golden2's edge cases without a file of their own were given. */
const changes: Readonly<Record<string, NonNullable<OracleCase["change"]>>> = Object.fromEntries(
  Object.entries({
    flat100_binWidth: filled(100),
    flat100_binCount: filled(100),
    flat100_normalize: filled(100),
    flat100_filters: filled(100),
    zero_Square: filled(0),
    zero_SquareRoot: filled(0),
    zero_Logarithm: filled(0),
    zero_Exponential: filled(0),
    zero_Gradient: filled(0),
    zero_LBP2D: filled(0),
    zero_LoG: filled(0),
    zero_Wavelet: filled(0),
    float_mask: labelled(1),
    float_mask_1p7: labelled(1.7),
    mask_255_label255: labelled(255),
    mask_255_label1: labelled(255),
    "origin_off_1e-4": moved(1e-4),
    "origin_off_1e-4_tol1e-3": moved(1e-4),
    "origin_off_1e-4_correct": moved(1e-4),
    roi_outside_correct: moved(100),
    submask_nocorrect: cutMask,
    submask_correct: cutMask,
    submask_resample2: cutMask,
  } satisfies Record<string, OracleCase["change"]>).map(([name, change]) => [name, change!]),
);

/** Complex numbers come from an eigenvalue that is zero but for rounding: their size is what PyRadiomics' documentation means. */
function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (value !== null && typeof value === "object" && "re" in value && "im" in value) return Math.hypot(Number(value.re), Number(value.im));
  return Number(value);
}

/** Settings of a JSON file as text, its numbers as they are written there: a sigma of 1.0 is not the integer 1. */
export function settingsText(
  text: string,
  pick: (file: { settings: unknown; cases: Record<string, { settings: unknown }> }) => unknown,
): string {
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  const asWritten = (_key: string, value: unknown, { source }: { source?: string } = {}) =>
    typeof value === "number" && source !== undefined ? rawJSON(source) : value;
  return JSON.stringify(pick(JSON.parse(text, asWritten) as Parameters<typeof pick>[0]));
}

function golden2File(name: string): OracleCase {
  const text = readFileSync(radiomics("golden2", "features", `${name}.json`), "utf8");
  return golden2Case(
    name,
    JSON.parse(text) as Golden2,
    settingsText(text, ({ settings }) => settings),
  );
}

/** Whole pipelines of golden2: every image type and step. */
export function pipelineCases(): OracleCase[] {
  return readdirSync(radiomics("golden2", "features"))
    .toSorted()
    .map((file) => golden2File(file.replace(".json", "")));
}

/**
 * The deprecated features that PyRadiomics computes where they are named, by the formulas of its documentation from values that it gave:
 * of shape on brain1, of first order there, of shape2D on one slice.
 */
export function deprecatedCases(): OracleCase[] {
  const golden = goldenFeatures("brain1_bw25");
  const of = (name: string) => golden.get(`original_${name}`)!;
  const [volume, area] = [of("shape_MeshVolume"), of("shape_SurfaceArea")];
  const slice = golden2File("f_force2d__brain1");
  const [perimeter, surface] = ["Perimeter", "MeshSurface"].map((name) => slice.expected.get(`original_shape2D_${name}`)!) as [
    number,
    number,
  ];
  return [
    {
      name: "deprecated, brain1",
      imagePath: radiomics("pyradiomics", "brain1_image.nrrd"),
      maskPath: radiomics("pyradiomics", "brain1_label.nrrd"),
      settings: {
        binWidth: 25,
        featureClass: { shape: ["Compactness1", "Compactness2", "SphericalDisproportion"], firstorder: ["StandardDeviation"] },
      },
      expected: new Map([
        ["original_shape_Compactness1", volume / Math.sqrt(Math.PI * area ** 3)],
        ["original_shape_Compactness2", (36 * Math.PI * volume ** 2) / area ** 3],
        ["original_shape_SphericalDisproportion", area / Math.cbrt(36 * Math.PI * volume ** 2)],
        ["original_firstorder_StandardDeviation", Math.sqrt(of("firstorder_Variance"))],
      ]),
    },
    {
      ...slice,
      name: "deprecated, one slice of brain1",
      settings: { ...slice.settings, featureClass: { shape2D: ["SphericalDisproportion"] } },
      expected: new Map([["original_shape2D_SphericalDisproportion", perimeter / (2 * Math.sqrt(Math.PI * surface))]]),
    },
  ];
}

/** Edge cases of golden2; `error` is what PyRadiomics said where it refused. Those that its schema refuses are settings' tests. */
export function edgeCases(): Array<OracleCase & { error: string | null }> {
  const text = readFileSync(radiomics("golden2", "edge", "edge_cases.json"), "utf8");
  const { cases } = JSON.parse(text) as { cases: Record<string, Golden2> };
  return Object.entries(cases)
    .filter(([, run]) => !run.error?.startsWith("SchemaError"))
    .flatMap(([name, run]) => {
      try {
        return [
          {
            ...golden2Case(
              name,
              run,
              settingsText(text, (file) => file.cases[name]!.settings),
            ),
            error: run.error,
          },
        ];
      } catch (error) {
        if (run.error !== null) return []; // refused with its settings
        throw error;
      }
    });
}
