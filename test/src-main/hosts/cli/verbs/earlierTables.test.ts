import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { extractVerb } from "../../../../../src-main/hosts/cli/verbs/extract.ts";
import { byteOrderMark, readCsv } from "../../../../../src-main/services/exports/csv.ts";
import { featuresCsv, readFeatureTable } from "../../../../../src-main/services/exports/index.ts";
import { writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { engineVersion, isSettingsHash, settingsHash } from "../../../../../src-main/services/radiomics/index.ts";
import { sampleFeatureSet } from "../../../services/models/sampleBundle.ts";
import { makeImage, makeMask } from "../../../services/radiomics/makeImage.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

const size = [12, 10, 8] as const;
const settings = { binWidth: 20, featureClass: { shape: ["VoxelVolume"], firstorder: ["Mean", "Skewness"] } };
/** The hash that 1b60f26 made of these settings. */
const hashThen = "501bfbe31f3f41c5e9e9eb896075393c3a5b3912951ac63c068cac3826d058ef";
const written = (name: string) => readFileSync(join(import.meta.dirname, "tablesOf1b60f26", name), "utf8");
/** As the program at commit 1b60f26 wrote them, but for the engine's version and the settings' hash: a table of others is refused, as it was there. */
const earlier = (name: string) => written(name).replaceAll("0.2.0", engineVersion()).replaceAll(hashThen, settingsHash(settings));

let folder: string;
let cases: string;
let param: string;
beforeAll(async () => {
  folder = temporaryFolder();
  const labels = makeMask(size, (i, j, k) => i > 1 && i < 10 && j > 1 && j < 8 && k > 0 && k < 7);
  labels.voxels.forEach((value, at) => {
    if (value === 1 && at % 12 > 5) labels.voxels[at] = 2;
  });
  await writeImageFile(join(folder, "mask.nrrd"), labels);
  const rows = ["Patient,Image,Mask,Side"];
  for (let number = 0; number < 3; number++) {
    let state = number + 1;
    const voxels = Int16Array.from({ length: 12 * 10 * 8 }, () => 100 + ((state = (state * 48_271) % 2_147_483_647) % 200));
    await writeImageFile(join(folder, `image${number}.nrrd`), makeImage(size, voxels));
    rows.push(`P${number},image${number}.nrrd,mask.nrrd,${number % 2 === 0 ? "left" : "right"}`);
  }
  cases = join(folder, "cases.csv");
  writeFileSync(cases, `${rows.join("\n")}\n`);
  param = join(folder, "few.yaml");
  writeFileSync(param, "setting: {binWidth: 20}\nfeatureClass: {shape: [VoxelVolume], firstorder: [Mean, Skewness]}\n");
});

async function extract(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr") =>
    new Writable({
      write: (chunk: Buffer, _, done) => {
        written[name] += chunk.toString();
        done();
      },
    });
  const code = await extractVerb(["--batch", cases, "--param", param, "--label", "all", ...args], {
    stdout: into("stdout"),
    stderr: into("stderr"),
  });
  return { code, ...written };
}

describe("a table that 1b60f26 began", () => {
  it.each(["csv", "long"])("goes on in its own columns, to the bytes that 1b60f26 ends with (%s)", async (format) => {
    const path = join(folder, `two.${format}`);
    writeFileSync(path, earlier(`two.${format}`));
    expect(await extract("--format", format, "--out", path)).toMatchObject({ code: 0, stderr: "Cases: 1 measured, 2 there before.\n" });
    expect(readFileSync(path, "utf8")).toBe(earlier(`three.${format}`));
  });

  it("goes on as it was written, where that version's engine gives the same values under these settings, and says so", async () => {
    const path = join(folder, "written.csv");
    writeFileSync(path, written("two.csv"));
    const { code, stderr } = await extract("--out", path);
    expect([code, stderr]).toEqual([
      0,
      `! Cases that are there were measured by version 0.2.0 of the engine, the others are by ${engineVersion()}. Under these settings ` +
        `their values are the same; each row names its version.\nCases: 1 measured, 2 there before.\n`,
    ]);
    // Rows of 0.2.0 keep what they say of themselves; those of the third case name this version and today's hash.
    expect(readFileSync(path, "utf8")).toBe(written("two.csv") + earlier("three.csv").slice(earlier("two.csv").length));
  });

  it("of an engine whose values may be others is refused and left as it is", async () => {
    const path = join(folder, "engine.csv");
    const unknown = written("two.csv").replaceAll("0.2.0", "0.1.9");
    writeFileSync(path, unknown);
    await expect(extract("--out", path)).rejects.toThrow(
      `engine.csv cannot be continued: its row 1 was extracted by version 0.1.9 of the engine, and this is ${engineVersion()}: their ` +
        `values may differ and do not belong in one table. Nothing was changed. Give another --out: all cases are measured again`,
    );
    expect(readFileSync(path, "utf8")).toBe(unknown);
  });

  it("goes on with another program's line ends, and as objects a line with more in each", async () => {
    const path = join(folder, "windows.csv");
    writeFileSync(path, earlier("two.csv").replaceAll("\n", "\r\n"));
    expect(await extract("--out", path)).toMatchObject({ stderr: "Cases: 1 measured, 2 there before.\n" });
    const json = join(folder, "two.json");
    writeFileSync(json, earlier("two.json"));
    expect(await extract("--format", "json", "--out", json)).toMatchObject({ stderr: "Cases: 1 measured, 2 there before.\n" });
    const expected = earlier("three.json")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    readFileSync(json, "utf8")
      .trimEnd()
      .split("\n")
      .forEach((line, at) => expect(JSON.parse(line)).toMatchObject(expected[at]!));
  });

  it("holds what a new one holds under the same names; a new one has more", async () => {
    const [before, after] = [readCsv(earlier("three.csv")), readCsv((await extract()).stdout)];
    expect(before[0]!.filter((name) => !after[0]!.includes(name))).toEqual([]);
    before
      .slice(1)
      .forEach((row, at) =>
        row.forEach((cell, column) =>
          expect([before[0]![column], after[at + 1]![after[0]!.indexOf(before[0]![column]!)]]).toEqual([before[0]![column], cell]),
        ),
      );
    // The case's own column Side holds.
    expect(after[0]!.filter((name) => name === "Side")).toHaveLength(1);
  });

  it("is read for a prediction: rows, values, settings", () => {
    for (const name of ["three.csv", "three.json"]) {
      const rows = readFeatureTable(written(name), name);
      expect(rows.map(({ values }) => values.get("original_shape_VoxelVolume"))).toEqual([144, 144, 144, 144, 144, 144]);
      expect(rows[0]).toMatchObject({ settingsHash: hashThen, settings: { binWidth: 20, label: 1 } });
      expect(isSettingsHash(hashThen, settings)).toBe(true);
    }
  });

  it("of the window has its diagnostics under the same names and with the same cells as now", async () => {
    const diagnostics = {
      diagnostics_Configuration_Settings: { binWidth: 25, label: 2 },
      "diagnostics_Mask-original_BoundingBox": [1, 2, 3, 4, 5, 6],
      "diagnostics_Image-original_Mean": 12,
      "diagnostics_Image-original_Dimensionality": "3D",
    };
    const now = readCsv(
      await featuresCsv([
        { ...sampleFeatureSet({ diagnostics }), imageWarnings: ["1 slice is missing."] },
        { ...sampleFeatureSet({ segmentNumber: 3, segmentName: "Gracilis", diagnostics }), imageWarnings: [] },
      ]),
    );
    const before = readCsv(readFileSync(join(import.meta.dirname, "tablesOf1b60f26", "window.csv"), "utf8"));
    before.forEach((row, at) =>
      row.forEach((cell, column) =>
        expect([before[0]![column], now[at]![now[0]!.indexOf(before[0]![column]!)]]).toEqual([before[0]![column], cell]),
      ),
    );
  });
});

describe("the window and the command line", () => {
  it("write the same columns", async () => {
    const alone = join(folder, "alone.csv");
    writeFileSync(alone, "Image,Mask\nimage0.nrrd,mask.nrrd\n");
    const [printed] = readCsv((await extract("--batch", alone)).stdout) as [string[]];
    const ofPyRadiomics = printed.filter((name) => name.startsWith("diagnostics_")).slice(14);
    const [ofWindow] = readCsv(
      await featuresCsv([
        sampleFeatureSet({
          diagnostics: Object.fromEntries(ofPyRadiomics.map((name) => [name, ""])),
          features: printed.filter((name) => name.startsWith("original_")).map((name) => ({ name, value: 1 })),
        }),
      ]),
    );
    expect(ofWindow).toEqual(printed);
  });
});

describe("a table for a spreadsheet", () => {
  it("is marked as UTF-8, runs nothing, keeps numbers, and is gone on with", async () => {
    const listed = join(folder, "süd.csv");
    writeFileSync(
      listed,
      `ID,Site,Shift,Image,Mask\n"=HYPERLINK(""http://x"")",Süd,-1.5,image0.nrrd,mask.nrrd\n@b,Süd,-2+3,image1.nrrd,mask.nrrd\n`,
    );
    const path = join(folder, "sheet.csv");
    expect((await extract("--batch", listed, "--spreadsheet", "--out", path)).code).toBe(0);
    const text = readFileSync(path, "utf8");
    expect(text.startsWith(byteOrderMark)).toBe(true);
    expect(readCsv(text).map((row) => row.slice(0, 3))).toEqual([
      ["ID", "Site", "Shift"],
      ...Array.from({ length: 2 }, () => [`'=HYPERLINK("http://x")`, "Süd", "-1.5"]),
      ...Array.from({ length: 2 }, () => ["'@b", "Süd", "'-2+3"]),
    ]);
    expect(await extract("--batch", listed, "--spreadsheet", "--out", path)).toMatchObject({
      code: 0,
      stderr: "Cases: 0 measured, 2 there before.\n",
    });
    expect(readFileSync(path, "utf8")).toBe(text);
    await expect(extract("--batch", listed, "--out", path)).rejects.toThrow(
      "it was written for spreadsheets (--spreadsheet), and this is not",
    );
    expect((await extract("--batch", listed)).stdout).toContain('"=HYPERLINK(""http://x"")",Süd,-1.5,');
  });
});
