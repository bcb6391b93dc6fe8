import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { noSharedData, sharedData, unpackArchive } from "../../../../sharedData.ts";
import { makeImage, makeMask } from "../../../services/radiomics/makeImage.ts";
import { readCsv } from "../../../../../src-main/services/exports/csv.ts";
import { readImageFile, writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { readFeatureTable } from "../../../../../src-main/services/exports/index.ts";
import { settingsHash } from "../../../../../src-main/services/radiomics/index.ts";
import { extractVerb } from "../../../../../src-main/hosts/cli/verbs/extract.ts";
import { originalFeatures } from "../../../../featureCounts.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

const joining = ["PatientCode", "StudyCode", "SeriesNumber", "SeriesDescription", "VolumeLabel"];
let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});

async function run(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr") =>
    new Writable({
      write: (chunk: Buffer, _, done) => {
        written[name] += chunk.toString();
        done();
      },
    });
  const code = await extractVerb(args, { stdout: into("stdout"), stderr: into("stderr") });
  return { code, ...written };
}

describe("fascicle extract, used wrongly", () => {
  it.each([
    [[]],
    [["image.nrrd"]],
    [["a", "b", "c"]],
    [["a", "b", "--format", "xml"]],
    [["a", "b", "--format", "csv", "--json"]],
    [["a", "b", "--label", "0"]],
    [["a", "b", "--label", "one"]],
    [["a", "b", "--jobs", "2"]],
    [["a", "b", "--batch", "c.csv"]],
    [["--batch", "c.csv", "--jobs", "0"]],
    [["--batch", "c.csv", "--format", "long", "--json"]],
    [["a", "b", "--json", "--spreadsheet"]],
  ])("%j answers 2 and the usage", async (args) => {
    const { code, stderr, stdout } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain("fascicle extract IMAGE MASK");
    expect(stdout).toBe("");
  });

  it("names the file that is not there", async () => {
    await expect(run(join(folder, "absent.nrrd"), join(folder, "mask.nrrd"))).rejects.toThrow("absent.nrrd");
  });

  it("tells its use", async () => {
    expect(await run("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("Research use only") as string });
  });
});

describe.skipIf(noSharedData)("fascicle extract on brain1", () => {
  const image = sharedData("radiomics", "pyradiomics", "brain1_image.nrrd");
  const mask = sharedData("radiomics", "pyradiomics", "brain1_label.nrrd");
  const goldenOf = (...path: string[]) =>
    JSON.parse(readFileSync(sharedData("radiomics", ...path), "utf8")) as {
      features: Record<string, number>;
      diagnostics: Record<string, unknown>;
      settings: object;
    };
  const golden = () => goldenOf("golden", "brain1_bc32.json").features;
  const isFeature = (name: string) => /^[^_]+_(shape|firstorder|glcm|gldm|glrlm|glszm|ngtdm)_/.test(name);

  it("prints one object of PyRadiomics' names to numbers, under a parameter file", async () => {
    const param = join(folder, "params.yaml");
    writeFileSync(param, "setting:\n  binCount: 32\n");
    const { code, stdout } = await run(image, mask, "--param", param, "--format", "json");
    expect(code).toBe(0);
    const features = JSON.parse(stdout) as Record<string, number>;
    expect(Object.keys(features).filter(isFeature).toSorted()).toEqual(Object.keys(golden()).toSorted());
    for (const [name, value] of Object.entries(golden())) expect(Math.abs(features[name]! / value - 1)).toBeLessThan(1e-10);
  });

  it("writes CSV to a file, whole, and prints nothing", async () => {
    const out = join(folder, "deep", "features.csv");
    expect(await run(image, mask, "--out", out)).toEqual({ code: 0, stdout: "", stderr: "" });
    const text = readFileSync(out, "utf8");
    const names = text.split("\n")[0]!.split(",");
    expect(names.filter((name) => name.startsWith("original_"))).toHaveLength(originalFeatures);
    expect(names.slice(-originalFeatures, 2 - originalFeatures)).toEqual(["original_shape_Elongation", "original_shape_Flatness"]);
    expect(text).toContain("Research use only. Not for diagnosis.");
    expect(readdirSync(join(folder, "deep"))).toEqual(["features.csv"]);
  });

  it("writes CSV that predict can check: it says under which settings, whatever the label", async () => {
    const param = join(folder, "bins.yaml");
    writeFileSync(param, "setting: {binCount: 32, label: 1}\n");
    const { stdout } = await run(image, mask, "--param", param);
    const [row, ...more] = readFeatureTable(stdout, "features.csv");
    expect(more).toEqual([]);
    expect(row!.settingsHash).toBe(settingsHash({ binCount: 32 }));
    expect(row!.settings).toEqual({ binCount: 32, label: 1 });
    for (const [name, value] of Object.entries(golden())) expect(Math.abs(row!.values.get(name)! / value - 1)).toBeLessThan(1e-10);
  });

  it("has PyRadiomics' columns, in its order, and its diagnostics as Python prints them, for every image type", async () => {
    const { features, diagnostics, settings } = goldenOf("golden2", "features", "e_everything__brain1.json");
    const param = join(folder, "everything.yaml");
    // 1.0 as PyRadiomics was given it: JSON has no floats of its own.
    writeFileSync(param, JSON.stringify(settings).replace('"sigma":[1,3]', '"sigma":[1.0,3.0]'));
    const { stdout, code } = await run(image, mask, "--param", param);
    expect(code).toBe(0);
    const [names, cells] = readCsv(stdout) as [string[], string[]];
    expect(names.filter(isFeature)).toEqual(Object.keys(features));
    const ours = [
      "diagnostics_Notice",
      "diagnostics_Versions_Fascicle",
      "diagnostics_Configuration_SettingsHash",
      "diagnostics_Configuration_Labels",
      "diagnostics_Image-original_SHA256",
      "diagnostics_Mask-original_SHA256",
      "diagnostics_Warnings",
      "diagnostics_Image-original_Source",
      "diagnostics_Image-original_Warnings",
      "diagnostics_Mask-original_Segment",
      "diagnostics_Mask-original_SegmentName",
      "diagnostics_Mask-original_Revision",
      "diagnostics_Reader",
      "diagnostics_ExtractedAt",
    ];
    expect(names.filter((name) => name.startsWith("diagnostics_") && !ours.includes(name))).toEqual(
      Object.keys(diagnostics).filter((name) => !name.startsWith("diagnostics_Versions_")),
    );
    const cell = (name: string) => cells[names.indexOf(`diagnostics_${name}`)];
    expect(cell("Image-original_Hash")).toBe(diagnostics["diagnostics_Image-original_Hash"]);
    expect(cell("Mask-original_Hash")).toBe(diagnostics["diagnostics_Mask-original_Hash"]);
    expect([
      cell("Image-original_Size"),
      cell("Image-original_Maximum"),
      cell("Mask-original_BoundingBox"),
      cell("Mask-original_VoxelNum"),
    ]).toEqual(["(256, 256, 25)", "3057.0", "(162, 84, 11, 47, 70, 7)", "4137"]);
    expect(cell("Image-original_Spacing")).toBe("(0.7812499999999999, 0.7812499999999999, 6.499999999999998)");
    expect(cell("Configuration_EnabledImageTypes")).toContain("'LoG': {'sigma': [1.0, 3.0]}");
  });

  it("leaves PyRadiomics' diagnostics out where the settings say so, and keeps ours", async () => {
    const param = join(folder, "bare.yaml");
    writeFileSync(param, "setting: {additionalInfo: false}\n");
    const { stdout } = await run(image, mask, "--param", param, "--format", "csv");
    const names = stdout.split("\n")[0]!.split(",");
    expect(names).toContain("diagnostics_Configuration_SettingsHash");
    expect(names.filter((name) => /_(VoxelNum|Spacing|Settings|Hash)$/.test(name))).toEqual([]);
  });

  it("reads a mask of several channels at label_channel, as PyRadiomics does", async () => {
    const vector = sharedData("radiomics", "golden2", "inputs", "brain1_vectormask.nrrd");
    const { cases } = JSON.parse(readFileSync(sharedData("radiomics", "golden2", "edge", "edge_cases.json"), "utf8")) as {
      cases: Record<string, { features: Record<string, number> }>;
    };
    const param = join(folder, "channel.yaml");
    writeFileSync(param, "setting: {binWidth: 25, label: 2, label_channel: 1}\n");
    for (const [name, args] of [
      ["label_channel_default0", []],
      ["label_channel1_label2", ["--param", param]],
    ] as const) {
      const features = JSON.parse((await run(image, vector, "--json", ...args)).stdout) as Record<string, number>;
      for (const [feature, value] of Object.entries(cases[name]!.features))
        expect(Math.abs(features[feature]! - value)).toBeLessThanOrEqual(1e-10 * Math.abs(value));
    }
    await expect(run(image, vector, "--param", param, "--label", "1")).rejects.toThrow("Label 1 is not in the mask. It holds: 2.");
    writeFileSync(param, "setting: {label_channel: 2}\n");
    await expect(run(image, vector, "--param", param)).rejects.toThrow(/brain1_vectormask\.nrrd: sizes: has 2 channel\(s\); channel 2/);
  });

  it("prints a row a feature in the long format", async () => {
    const { stdout } = await run(image, mask, "--format", "long");
    const [header, ...rows] = readCsv(stdout);
    expect(header!.slice(0, 15)).toEqual([
      "Image",
      "Mask",
      ...joining,
      "Label",
      "LabelName",
      "Side",
      "ImageType",
      "FeatureClass",
      "Feature",
      "Value",
      "Error",
    ]);
    expect(rows).toHaveLength(originalFeatures);
    expect(rows.find((row) => row[11] === "glcm" && row[12] === "Contrast")!.slice(0, 13)).toEqual([
      image,
      mask,
      "",
      "",
      "",
      "",
      "",
      "1",
      "",
      "",
      "original",
      "glcm",
      "Contrast",
    ]);
  });

  it("never writes over a file that it reads, and doubts an image that looks like a mask", async () => {
    const own = join(folder, "own_image.nrrd");
    copyFileSync(image, own);
    await expect(run(own, mask, "--out", own)).rejects.toThrow("own_image.nrrd is one of the files that are read");
    expect(readFileSync(own).equals(readFileSync(image))).toBe(true);
    expect((await run(mask, image)).stderr).toContain("is it the mask?");
  });

  it("says which file a label is missing from, and what a parameter file has wrong", async () => {
    await expect(run(image, mask, "--label", "5")).rejects.toThrow(
      "brain1_label.nrrd on brain1_image.nrrd: Label 5 is not in the mask. It holds: 1.",
    );
    const param = join(folder, "wrong.yaml");
    writeFileSync(param, "setting: {binWith: 5}");
    await expect(run(image, mask, "--param", param)).rejects.toThrow(/wrong\.yaml: .*binWith.*binWidth/s);
  });
});

describe.skipIf(noSharedData)("fascicle extract --label all on FreeSurfer's map of a head", () => {
  it("measures each label once, under the table's names, as if it were alone", async () => {
    const source = unpackArchive("volumes", "niivue_freesurfer_aal.tar.xz");
    const [image, mask] = [join(source, "norm.mgz"), join(source, "aparc.a2009s+aseg.mgz")];
    const map = await readImageFile(mask);
    const table = join(unpackArchive("volumes", "label_luts.tar.xz"), "FreeSurferColorLUT.txt");
    const { stdout, stderr } = await run(image, mask, "--label", "all", "--label-names", table);
    expect(stderr).toBe("");
    const [header, ...rows] = readCsv(stdout);
    const at = (name: string) => header!.indexOf(name);
    const counts = new Map<number, number>();
    for (const label of map.voxels) counts.set(label, (counts.get(label) ?? 0) + 1);
    const labels = [...counts.keys()].filter((label) => label !== 0).toSorted((a, b) => a - b);
    expect(labels).toHaveLength(188); // and 0, which is no region
    expect(rows.map((row) => Number(row[at("Label")]))).toEqual(labels);
    const lines = readFileSync(table, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/));
    const names = new Map(lines.map(([number, name]) => [number, name]));
    expect(rows.map((row) => row[at("LabelName")])).toEqual(labels.map((label) => names.get(String(label))));
    expect(rows.map((row) => Number(row[at("diagnostics_Mask-original_VoxelNum")]))).toEqual(labels.map((label) => counts.get(label)));
    for (const label of [17, 11157]) {
      const [, alone] = readCsv((await run(image, mask, "--label", String(label), "--label-names", table)).stdout);
      expect(alone!.with(at("diagnostics_Configuration_Labels"), "all (188)")).toEqual(rows[labels.indexOf(label)]);
    }
  });
});

describe("fascicle extract --label all", () => {
  it("names labels as the mask's file does, leaves unnamed ones empty, and says which could not be measured", async () => {
    const size = [12, 12, 6] as const;
    const labels = makeMask(size, (i, j, k) => i > 0 && i < 6 && j > 0 && j < 8 && k > 0 && k < 5);
    for (let at = 0; at < labels.voxels.length; at++) if (labels.voxels[at] === 1 && at % 12 > 3) labels.voxels[at] = 3;
    labels.voxels[0] = 4;
    const [image, mask] = [join(folder, "image.nrrd"), join(folder, "labels.seg.nrrd")];
    await writeImageFile(
      image,
      makeImage(
        size,
        Int16Array.from({ length: 12 * 12 * 6 }, (_, at) => (at * 7919) % 251),
      ),
    );
    await writeImageFile(mask, labels, { segments: [{ number: 3, name: "Sartorius, left", color: "#ff0000", side: "left" }] });
    const { code, stdout, stderr } = await run(image, mask, "--label", "all");
    expect(code).toBe(0);
    const [header, ...rows] = readCsv(stdout);
    expect(header!.slice(0, 11)).toEqual(["Image", "Mask", ...joining, "Label", "LabelName", "Side", "Error"]);
    expect(rows.map((row) => row.slice(7, 10))).toEqual([
      ["1", "", ""],
      ["3", "Sartorius, left", "left"],
      ["4", "", ""],
    ]);
    expect(rows.map((row) => row[10] === "")).toEqual([true, true, false]);
    expect(stderr).toMatch(/^! The region with label 4 is a single voxel/);
    const named = join(folder, "names.json");
    writeFileSync(named, '{"1": "One", "99": "not in the map"}');
    expect(
      readCsv((await run(image, mask, "--label", "all", "--label-names", named)).stdout)
        .slice(1)
        .map((row) => row[8]),
    ).toEqual(["One", "", ""]);
  });
});
