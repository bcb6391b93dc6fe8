import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ModelBundle } from "#shared/domain/modelBundle.ts";
import { createServices } from "../../../../../src-main/app/services.ts";
import { predictVerb } from "../../../../../src-main/hosts/cli/verbs/predict.ts";
import { featuresCsv } from "../../../../../src-main/services/exports/index.ts";
import { settingsHash } from "../../../../../src-main/services/radiomics/index.ts";
import { features, positiveAtGolden, sampleBundle, sampleFeatureSet, writeBundle } from "../../../services/models/sampleBundle.ts";

let folder: string;
let bundleFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fascicle-predict-"));
  bundleFolder = writeBundle(join(folder, "bundle"), bundle());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = { binWidth: 25 };
const bundle = (): ModelBundle => sampleBundle({ input: { ...sampleBundle().input, settings, settingsHash: settingsHash(settings) } });

async function predict(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const collect = () => {
    const parts: string[] = [];
    return { parts, stream: new Writable({ write: (chunk: Buffer, _encoding, done) => { parts.push(chunk.toString()); done(); } }) };
  };
  const [out, errors] = [collect(), collect()];
  const code = await predictVerb(args, { stdout: out.stream, stderr: errors.stream });
  return { code, stdout: out.parts.join(""), stderr: errors.parts.join("") };
}

function featuresFile(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test("a row a case, extra columns left aside; unchecked settings and inputs outside their range are told apart from the result", async () => {
  const file = featuresFile("features.csv", `Image,${features[1]},original_shape_Elongation,${features[0]}\nx.nrrd,0,0.5,3\n"a,b.nrrd",10.5,nan,5\n`);
  const { code, stdout, stderr } = await predict(bundleFolder, "--features", file, "--json");
  expect(code).toBe(0);
  const result = JSON.parse(stdout) as { rows: { probabilities: Record<string, number> }[] };
  expect(result).toMatchObject({
    notice: "Research use only. Not for diagnosis.", model: { name: "Two features", version: "1.0" }, positiveClass: "LGMDR2", threshold: 0.5, settingsChecked: false,
    rows: [{ row: 1, predictedClass: "LGMDR2", outsideTrainingRange: [] }, { row: 2, predictedClass: "IMNM", outsideTrainingRange: [features[1]] }],
  });
  expect(result.rows[0]!.probabilities["LGMDR2"]).toBeCloseTo(positiveAtGolden, 12);
  // 0.25 + 0.5 * (5 - 1) / 2 - (10.5 - 2) / 4 = -0.875
  expect(result.rows[1]!.probabilities["LGMDR2"]).toBeCloseTo(1 / (1 + Math.exp(0.875)), 12);
  expect(stderr).toMatch(/could not be checked.*"binWidth":25/);
  expect(stderr).toContain(`Row 2: outside the training range: ${features[1]}.`);
});

test("prints a table for people, with the notice", async () => {
  const { stdout } = await predict(bundleFolder, "--features", featuresFile("f.json", JSON.stringify({ [features[0]]: 3, [features[1]]: 0 })));
  expect(stdout).toBe("Two features 1.0; LGMDR2 from a probability of 0.5\nResearch use only. Not for diagnosis.\n\nrow  IMNM      LGMDR2    class\n1    0.222700  0.777300  LGMDR2\n");
});

test("settings that the file states are checked: Fascicle's hash, or PyRadiomics' dictionary", async () => {
  const right = featuresFile("right.csv", await featuresCsv([sampleFeatureSet({ settings, settingsHash: settingsHash(settings) })]));
  expect(await predict(bundleFolder, "--features", right)).toMatchObject({ code: 0, stderr: "" });
  const other = featuresFile("other.csv", await featuresCsv([sampleFeatureSet({ settings: { binWidth: 10 }, settingsHash: settingsHash({ binWidth: 10 }) })]));
  await expect(predict(bundleFolder, "--features", other)).rejects.toThrow(/other\.csv was extracted under other settings/);
  const python = (binWidth: number) => featuresFile("python.csv", `diagnostics_Configuration_Settings,${features.join(",")}\n"{'binWidth': ${binWidth}, 'force2D': False, 'label': 1, 'resegmentRange': None}",3,0\n`);
  expect(await predict(bundleFolder, "--features", python(25))).toMatchObject({ code: 0, stderr: "" });
  await expect(predict(bundleFolder, "--features", python(10))).rejects.toThrow(/binWidth is 10, the model's 25/);
});

test("what does not fit is refused, with the file and the row", async () => {
  await expect(predict(bundleFolder, "--features", featuresFile("a.csv", `${features[0]}\n1\n`))).rejects.toThrow(/a\.csv has no original_glcm_Contrast/);
  await expect(predict(bundleFolder, "--features", featuresFile("b.csv", `${features.join(",")}\n1,2\nnan,2\n`))).rejects.toThrow(/original_firstorder_Mean of Row 2 of b\.csv is no number/);
  await expect(predict(bundleFolder, "--features", featuresFile("e.csv", `Error,${features.join(",")}\n,1,2\nmask.nii: there is no such file.,,\n`))).rejects.toThrow(/Row 2 of e\.csv has no features: "mask\.nii: there is no such file\."/);
  await expect(predict(bundleFolder, "--features", join(folder, "none.csv"))).rejects.toThrow(/none\.csv cannot be read/);
  const file = featuresFile("c.csv", `${features.join(",")}\n1,2\n`);
  mkdirSync(join(folder, "empty"));
  await expect(predict("no such model", "--features", file, "--data", join(folder, "empty"))).rejects.toThrow(/no folder or \.zip "no such model"/);
  // Looking for a model makes no data folder.
  expect(readdirSync(join(folder, "empty"))).toEqual([]);
});

test("an installed model is found by its name", async () => {
  const data = join(folder, "data");
  const services = createServices(data);
  try {
    await services.models.install(bundleFolder);
  } finally {
    await services.close();
  }
  const file = featuresFile("c.csv", `${features.join(",")}\n3,0\n`);
  expect((await predict("Two features", "--features", file, "--data", data)).stdout).toContain("0.777300");
  await expect(predict("Three features", "--features", file, "--data", data)).rejects.toThrow(/no model of that name is installed/);
});

test("wrong use answers 2 and says how", async () => {
  expect(await predict(bundleFolder)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--features FILE") as string });
  expect(await predict("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("BUNDLE") as string });
});
