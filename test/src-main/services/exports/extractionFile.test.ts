import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, readdirSync, rmSync, symlinkSync, lstatSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert, asyncProperty, constantFrom, integer } from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  caseKey,
  extractionTable,
  openExtractionFile,
  readFeatureTable,
  type CaseRows,
  type TableHead,
} from "../../../../src-main/services/exports/index.ts";
import { pythonWith } from "../../../debianPython.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, "out");
});

type TableFormat = TableHead["format"];
const features = ["original_shape_Elongation", "wavelet-LLH_glcm_Contrast", "log-sigma-5-0-mm-3D_glcm_Contrast"];
const table = (format: TableFormat, changes: { settingsHashes?: string[]; engineVersions?: string[]; featureColumns?: string[] } = {}) =>
  extractionTable({
    format,
    caseColumns: ["Image", "Mask", "Site"],
    diagnosticColumns: ["diagnostics_Configuration_Settings", "diagnostics_Image-original_Spacing"],
    featureColumns: features,
    settingsHashes: ["5e77"],
    engineVersions: ["0.2.0"],
    ...changes,
  });

const cells = (name: string) => [`${name}.nrrd`, "mask.nrrd", `upper, "${name}"\nward`];
const measured = (name: string, labels: readonly number[] = [1], asked = "1"): CaseRows => ({
  cells: cells(name),
  labelsAsked: asked,
  outcome: {
    imageHash: "a".repeat(64),
    maskHash: "b".repeat(64),
    labels: labels.map((label) => ({
      label,
      name: label === 2 ? "" : `Region ${label}`,
      outcome:
        label === 9
          ? { error: "It is a single voxel." }
          : {
              label,
              warnings: ["The image is too small for sigma 5."],
              features: [
                { name: features[0]!, value: null, reason: "divides by zero" },
                { name: features[1]!, value: label / 3 },
              ],
              diagnostics: {
                diagnostics_Configuration_Settings: { binWidth: 25, label },
                "diagnostics_Image-original_Spacing": [1, 1, 6.5],
              },
            },
    })),
  },
});
const failed = (name: string): CaseRows => ({
  cells: cells(name),
  labelsAsked: "1",
  outcome: { error: "mask.nrrd: there is no such file." },
});

async function write(
  cases: readonly CaseRows[],
  { format = "csv", order = cases }: { format?: TableFormat; order?: readonly CaseRows[] } = {},
): Promise<{ skipped: number }> {
  const of = table(format);
  const file = await openExtractionFile(path, of, new Map(cases.map((one) => [caseKey(one.cells), one.labelsAsked])));
  const open = cases.filter((one) => !file.finished.has(caseKey(one.cells)));
  for (const one of open) await file.append(caseKey(one.cells), of.rows(one));
  await file.arrange(order.map((one) => caseKey(one.cells)));
  await file.close();
  return { skipped: cases.length - open.length };
}
const text = () => readFileSync(path, "utf8");
const formats: TableFormat[] = ["csv", "json", "long"];

describe("rows", () => {
  const python = pythonWith("csv");
  test.skipIf(!python)("of CSV are read by Python's csv module, as PyRadiomics' are", async () => {
    await write([measured("a"), failed("b")]);
    const read = execFileSync(
      python!,
      ["-c", "import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='')))))", path],
      { encoding: "utf8" },
    );
    const [first, second] = JSON.parse(read) as Record<string, string>[];
    expect(first).toEqual({
      Image: "a.nrrd",
      Mask: "mask.nrrd",
      Site: 'upper, "a"\nward',
      Label: "1",
      LabelName: "Region 1",
      Error: "",
      PatientCode: "",
      StudyCode: "",
      SeriesNumber: "",
      SeriesDescription: "",
      VolumeLabel: "",
      Side: "",
      "diagnostics_Image-original_Source": "",
      "diagnostics_Image-original_Warnings": "",
      "diagnostics_Mask-original_Segment": "1",
      "diagnostics_Mask-original_SegmentName": "Region 1",
      "diagnostics_Mask-original_Revision": "",
      diagnostics_Reader: "",
      diagnostics_ExtractedAt: "",
      diagnostics_Notice: "Research use only. Not for diagnosis.",
      diagnostics_Versions_Fascicle: "0.2.0",
      diagnostics_Configuration_SettingsHash: "5e77",
      diagnostics_Configuration_Labels: "1",
      "diagnostics_Image-original_SHA256": "a".repeat(64),
      "diagnostics_Mask-original_SHA256": "b".repeat(64),
      diagnostics_Warnings: "The image is too small for sigma 5.",
      diagnostics_Configuration_Settings: "{'binWidth': 25, 'label': 1}",
      "diagnostics_Image-original_Spacing": "(1.0, 1.0, 6.5)",
      original_shape_Elongation: "nan",
      "wavelet-LLH_glcm_Contrast": "0.3333333333333333",
      "log-sigma-5-0-mm-3D_glcm_Contrast": "",
    });
    expect(second).toMatchObject({
      Image: "b.nrrd",
      Label: "1",
      Error: "mask.nrrd: there is no such file.",
      original_shape_Elongation: "",
      diagnostics_Configuration_SettingsHash: "5e77",
    });
  });
  test("are what predict reads, CSV and JSON alike", () => {
    for (const format of ["csv", "json"] as const) {
      const of = table(format);
      const rows = readFeatureTable(of.header + of.rows(measured("a", [1, 2], "all")), "features");
      expect(rows.map(({ values }) => [values.get("original_shape_Elongation"), values.get("wavelet-LLH_glcm_Contrast")])).toEqual([
        [null, 1 / 3],
        [null, 2 / 3],
      ]);
      expect(rows.map(({ settingsHash, settings }) => [settingsHash, settings])).toEqual([
        ["5e77", { binWidth: 25, label: 1 }],
        ["5e77", { binWidth: 25, label: 2 }],
      ]);
    }
  });
  test("of JSON hold numbers, null where undefined, and the error alone where there is none", () => {
    const of = table("json");
    expect(JSON.parse(of.rows(measured("a")))).toMatchObject({
      Label: 1,
      LabelName: "Region 1",
      original_shape_Elongation: null,
      "wavelet-LLH_glcm_Contrast": 1 / 3,
      "diagnostics_Image-original_Spacing": [1, 1, 6.5],
    });
    expect(Object.keys(JSON.parse(of.rows(failed("b"))) as object).filter((name) => !name.startsWith("diagnostics_"))).toEqual([
      "Image",
      "Mask",
      "Site",
      "Label",
      "Error",
    ]);
  });
  test("of the long format are one a feature, one for what failed", () => {
    const lines = table("long")
      .rows({ ...measured("a", [1, 9], "all"), cells: ["a", "m", "s"] })
      .trimEnd()
      .split("\n");
    expect(
      lines.map((line) => line.split(",").filter((_, at) => at < 3 || (at > 7 && at < 16 && at !== 10))).map((cells) => cells),
    ).toEqual([
      ["a", "m", "s", "1", "Region 1", "original", "shape", "Elongation", "nan", ""],
      ["a", "m", "s", "1", "Region 1", "wavelet-LLH", "glcm", "Contrast", "0.3333333333333333", ""],
      ["a", "m", "s", "1", "Region 1", "log-sigma-5-0-mm-3D", "glcm", "Contrast", "", ""],
      ["a", "m", "s", "9", "Region 9", "", "", "", "", "It is a single voxel."],
    ]);
    expect(() => readFeatureTable(table("long").header + lines[0]!, "long.csv")).toThrow(/long\.csv is in the long format/);
  });
});

describe("a file that is gone on with", () => {
  const all = [measured("a"), failed("b"), measured("c"), measured("d")];

  test.each(formats)(
    "%s: cases that are there are left out, failed ones tried again, and the file ends in the order of the cases",
    async (format) => {
      await write(all, { format });
      const before = text();
      expect(await write(all, { format })).toEqual({ skipped: 3 });
      expect(text()).toBe(before);
      const mended = all.map((one, at) => (at === 1 ? measured("b") : one));
      expect(await write(mended, { format })).toEqual({ skipped: 3 });
      const goneOn = text();
      rmSync(path);
      await write(mended, { format });
      expect(goneOn).toBe(text());
      expect(readdirSync(folder)).toEqual(["out"]);
    },
  );

  test.each(formats)("%s: cut anywhere, it ends as if it had not been", async (format) => {
    const labels = [
      measured("a", [1, 2, 9], "all"),
      { ...failed("b"), labelsAsked: "all" },
      measured("c", [2], "all"),
      measured("d", [1, 2, 3], "all"),
    ];
    await write(labels, { format });
    const whole = text();
    const size = Buffer.byteLength(whole);
    await assert(
      asyncProperty(integer({ min: 0, max: size }), constantFrom("in order", "other order"), async (length, way) => {
        writeFileSync(path, whole);
        truncateSync(path, length);
        await write(way === "in order" ? labels : labels.toReversed(), { format, order: labels });
        expect(text()).toBe(whole);
      }),
      {
        numRuns: 60,
        examples: [
          [size, "in order"],
          [size - 1, "in order"],
          [0, "in order"],
          [1, "in order"],
          [5, "in order"],
        ],
      },
    );
  });

  test("rows of cases that are no longer asked for are kept, behind the others", async () => {
    await write([measured("a"), measured("b")]);
    expect(await write([measured("b"), measured("c")])).toEqual({ skipped: 1 });
    expect([...text().matchAll(/(.)\.nrrd,mask/g)].map(([, name]) => name)).toEqual(["b", "c", "a"]);
  });

  test("line ends of another system are understood", async () => {
    await write([measured("a"), measured("b")]);
    writeFileSync(path, text().replaceAll("\n", "\r\n").replaceAll("\r\nward", "\nward"));
    expect(await write([measured("a"), measured("b"), measured("c")])).toEqual({ skipped: 2 });
  });

  test("a link is followed to its file", async () => {
    writeFileSync(join(folder, "real"), "");
    symlinkSync(join(folder, "real"), path);
    await write(all);
    await write(all.toReversed());
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "real"), "utf8")).toBe(text());
  });
});

describe("a file of something else is refused and left as it is", () => {
  test.each([
    [
      "other settings",
      () => table("csv", { settingsHashes: ["0000"] }).header + table("csv", { settingsHashes: ["0000"] }).rows(measured("a")),
      /row 1 was extracted with other settings.*0000, now 5e77/,
    ],
    [
      "another engine",
      () => table("csv").header + table("csv", { engineVersions: ["0.1.9"] }).rows(measured("a")),
      /version 0\.1\.9 of the engine, and this is 0\.2\.0.*Give another --out: all cases are measured again/,
    ],
    [
      "other features",
      () => table("csv", { featureColumns: features.slice(1) }).header,
      /not those of these settings: it lacks original_shape_Elongation\./,
    ],
    ["other columns of cases", () => table("csv").header.replace("Site", "Ward"), /it lacks Site; it has Ward besides/],
    ["columns in another order", () => table("csv").header.replace("Image,Mask", "Mask,Image"), /stand in another order/],
    [
      "another label",
      () => table("csv").header + table("csv").rows({ ...measured("a"), labelsAsked: "2" }),
      /row 1 was extracted for label 2, and 1 is asked for/,
    ],
    ["a row that was changed", () => `${table("csv").header}a,b\n`, /row 1 is none that fascicle extract wrote/],
    ["some text", () => "my notes", /is no file that fascicle extract wrote/],
    ["a table of another program", () => "x,y\n1,2\n", /it lacks Image/],
  ])("%s", async (_, make, words) => {
    const before = make();
    writeFileSync(path, before);
    await expect(write([measured("a")])).rejects.toThrow(words);
    expect(text()).toBe(before);
    expect(readdirSync(folder)).toEqual(["out"]);
  });
  test("JSON of another program", async () => {
    writeFileSync(path, '{"original_glcm_Contrast": 1}\n');
    await expect(write([measured("a")], { format: "json" })).rejects.toThrow(/row 1 is none/);
  });
  test("a file that another program writes to meanwhile is left to it", async () => {
    const file = await openExtractionFile(path, table("csv"), new Map());
    await file.append(caseKey(cells("a")), table("csv").rows(measured("a")));
    appendFileSync(path, table("csv").rows(measured("b")));
    const before = text();
    await expect(file.append(caseKey(cells("c")), table("csv").rows(measured("c")))).rejects.toThrow(
      /out was written to by another program meanwhile/,
    );
    await file.close();
    expect(text()).toBe(before);
  });
  test("a file that cannot be made is named", async () => {
    writeFileSync(path, "");
    await expect(openExtractionFile(join(path, "out.csv"), table("csv"), new Map())).rejects.toThrow(/out\.csv could not be written/);
  });
});
