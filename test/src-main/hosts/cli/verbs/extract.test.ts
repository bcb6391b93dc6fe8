import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noSharedData, sharedData } from "../../../../sharedData.ts";
import { readFeatureTable } from "../../../../../src-main/services/exports/index.ts";
import { settingsHash } from "../../../../../src-main/services/radiomics/index.ts";
import { extractVerb } from "../../../../../src-main/hosts/cli/verbs/extract.ts";

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "fascicle-extract-")); });
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr") => new Writable({ write: (chunk: Buffer, _, done) => { written[name] += chunk.toString(); done(); } });
  const code = await extractVerb(args, { stdout: into("stdout"), stderr: into("stderr") });
  return { code, ...written };
}

describe("fascicle extract, used wrongly", () => {
  it.each([[[]], [["image.nrrd"]], [["a", "b", "c"]], [["a", "b", "--format", "xml"]], [["a", "b", "--format", "csv", "--json"]], [["a", "b", "--label", "0"]], [["a", "b", "--label", "one"]]])("%j answers 2 and the usage", async (args) => {
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
  const golden = () => (JSON.parse(readFileSync(sharedData("radiomics", "golden", "brain1_bc32.json"), "utf8")) as { features: Record<string, number> }).features;

  it("prints one object of PyRadiomics' names to numbers, under a parameter file", async () => {
    const param = join(folder, "params.yaml");
    writeFileSync(param, "setting:\n  binCount: 32\n");
    const { code, stdout } = await run(image, mask, "--param", param, "--format", "json");
    expect(code).toBe(0);
    const features = JSON.parse(stdout) as Record<string, number>;
    expect(Object.keys(features).toSorted()).toEqual(Object.keys(golden()).toSorted());
    for (const [name, value] of Object.entries(golden())) expect(Math.abs(features[name]! / value - 1)).toBeLessThan(1e-10);
  });

  it("writes CSV to a file, whole, and prints nothing", async () => {
    const out = join(folder, "deep", "features.csv");
    expect(await run(image, mask, "--out", out)).toEqual({ code: 0, stdout: "", stderr: "" });
    const text = readFileSync(out, "utf8");
    const names = text.split("\n")[0]!.split(",");
    expect(names.filter((name) => name.startsWith("original_"))).toHaveLength(107);
    expect(names.slice(-107, -105)).toEqual(["original_shape_Elongation", "original_shape_Flatness"]);
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
    expect(row!.settings).toEqual({ binCount: 32 });
    for (const [name, value] of Object.entries(golden())) expect(Math.abs(row!.values.get(name)! / value - 1)).toBeLessThan(1e-10);
  });

  it("says which file a label is missing from, and what the parameter file asks for that is not computed", async () => {
    await expect(run(image, mask, "--label", "5")).rejects.toThrow("brain1_label.nrrd on brain1_image.nrrd: Label 5 is not in the mask. It holds: 1.");
    const param = join(folder, "resample.yaml");
    writeFileSync(param, "setting: {resampledPixelSpacing: [2, 2, 2]}");
    await expect(run(image, mask, "--param", param)).rejects.toThrow("The settings ask for resampledPixelSpacing");
  });
});
