import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import type { ModelBundle } from "#shared/domain/modelBundle.ts";
import { createServices } from "../../../../../src-main/app/services.ts";
import { predictVerb } from "../../../../../src-main/hosts/cli/verbs/predict.ts";
import { noSharedData, sharedData } from "../../../../sharedData.ts";
import { featuresCsv } from "../../../../../src-main/services/exports/index.ts";
import { settingsHash } from "../../../../../src-main/services/radiomics/index.ts";
import { features, positiveAtGolden, sampleBundle, sampleFeatureSet, writeBundle } from "../../../services/models/sampleBundle.ts";
import { engineVersion } from "../../../../../src-main/services/radiomics/index.ts";
import { by } from "../../../author.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

let folder: string;
let bundleFolder: string;
beforeEach(() => {
  folder = temporaryFolder();
  bundleFolder = writeBundle(join(folder, "bundle"), bundle());
});

const settings = { binWidth: 25 };
const bundle = (): ModelBundle => sampleBundle({ input: { ...sampleBundle().input, settings, settingsHash: settingsHash(settings) } });

async function predict(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const collect = () => {
    const parts: string[] = [];
    return {
      parts,
      stream: new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          parts.push(chunk.toString());
          done();
        },
      }),
    };
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
  const file = featuresFile(
    "features.csv",
    `Image,${features[1]},original_shape_Elongation,${features[0]}\nx.nrrd,0,0.5,3\n"a,b.nrrd",10.5,nan,5\n`,
  );
  const { code, stdout, stderr } = await predict(bundleFolder, "--features", file, "--json");
  expect(code).toBe(0);
  const result = JSON.parse(stdout) as { rows: { probabilities: Record<string, number> }[] };
  expect(result).toMatchObject({
    notice: "Research use only. Not for diagnosis.",
    model: { name: "Two features", version: "1.0" },
    positiveClass: "LGMDR2",
    threshold: 0.5,
    settingsChecked: false,
    rows: [
      { row: 1, predictedClass: "LGMDR2", outsideTrainingRange: [] },
      { row: 2, predictedClass: "IMNM", outsideTrainingRange: [features[1]] },
    ],
  });
  expect(result.rows[0]!.probabilities["LGMDR2"]).toBeCloseTo(positiveAtGolden, 12);
  // 0.25 + 0.5 * (5 - 1) / 2 - (10.5 - 2) / 4 = -0.875
  expect(result.rows[1]!.probabilities["LGMDR2"]).toBeCloseTo(1 / (1 + Math.exp(0.875)), 12);
  expect(stderr).toMatch(/could not be checked.*"binWidth":25/);
  expect(stderr).toContain(`Row 2: outside the training range: ${features[1]}.`);
});

test("features of an engine whose values may be others are told of, those of one with the same values are not", async () => {
  const of = (version: string) => {
    const file = featuresFile("engine.csv", `diagnostics_Versions_Fascicle,${features.join(",")}\n${version},3,0\n`);
    return predict(bundleFolder, "--features", file).then(({ stderr }) => stderr);
  };
  expect(await of("0.1.9")).toContain("measured by version 0.1.9 of the engine, whose values may differ");
  for (const version of ["0.2.0", engineVersion()]) expect(await of(version)).not.toContain("of the engine");
});

test("prints a table for people, with the notice", async () => {
  const { stdout } = await predict(
    bundleFolder,
    "--features",
    featuresFile("f.json", JSON.stringify({ [features[0]]: 3, [features[1]]: 0 })),
  );
  expect(stdout).toBe(
    "Two features 1.0; LGMDR2 from a probability of 0.5\nResearch use only. Not for diagnosis.\n\nrow  IMNM      LGMDR2    class\n1    " +
      "0.222700  0.777300  LGMDR2\n",
  );
});

test("settings that the file states are checked: Fascicle's hash, or PyRadiomics' dictionary", async () => {
  const right = featuresFile(
    "right.csv",
    await featuresCsv([sampleFeatureSet({ settings, settingsHash: settingsHash(settings), engineVersion: engineVersion() })]),
  );
  expect(await predict(bundleFolder, "--features", right)).toMatchObject({ code: 0, stderr: "" });
  const other = featuresFile(
    "other.csv",
    await featuresCsv([sampleFeatureSet({ settings: { binWidth: 10 }, settingsHash: settingsHash({ binWidth: 10 }) })]),
  );
  await expect(predict(bundleFolder, "--features", other)).rejects.toThrow(/other\.csv was extracted under other settings/);
  const python = (binWidth: number) =>
    featuresFile(
      "python.csv",
      `diagnostics_Configuration_Settings,${features.join(",")}\n"{'binWidth': ${binWidth}, 'force2D': False, 'label': 1, 'resegmentRange': None}",3,0\n`,
    );
  expect(await predict(bundleFolder, "--features", python(25))).toMatchObject({ code: 0, stderr: "" });
  await expect(predict(bundleFolder, "--features", python(10))).rejects.toThrow(/binWidth is 10, the model's 25/);
});

test("what does not fit is refused, with the file and the row", async () => {
  await expect(predict(bundleFolder, "--features", featuresFile("a.csv", `${features[0]}\n1\n`))).rejects.toThrow(
    /a\.csv has no original_glcm_Contrast/,
  );
  await expect(predict(bundleFolder, "--features", featuresFile("b.csv", `${features.join(",")}\n1,2\nnan,2\n`))).rejects.toThrow(
    /original_firstorder_Mean of Row 2 of b\.csv is no number/,
  );
  await expect(
    predict(bundleFolder, "--features", featuresFile("e.csv", `Error,${features.join(",")}\n,1,2\nmask.nii: there is no such file.,,\n`)),
  ).rejects.toThrow(/Row 2 of e\.csv has no features: "mask\.nii: there is no such file\."/);
  await expect(predict(bundleFolder, "--features", join(folder, "none.csv"))).rejects.toThrow(
    /none\.csv: the features file cannot be read: there is no such file/,
  );
  const file = featuresFile("c.csv", `${features.join(",")}\n1,2\n`);
  mkdirSync(join(folder, "empty"));
  await expect(predict("no such model", "--features", file, "--data", join(folder, "empty"))).rejects.toThrow(
    /no folder or \.zip "no such model"/,
  );
  // Looking for a model makes no data folder.
  expect(readdirSync(join(folder, "empty"))).toEqual([]);
});

test("a decimal comma and cells parted by semicolons are called so", async () => {
  await expect(predict(bundleFolder, "--features", featuresFile("comma.csv", `${features.join(",")}\n1,2\n"1,5","2,5"\n`))).rejects.toThrow(
    `Row 2 of comma.csv: ${features[0]} is "1,5", which is no number: it has a decimal comma. Write decimals with a point.`,
  );
  await expect(predict(bundleFolder, "--features", featuresFile("word.csv", `${features.join(",")}\n1,high\n`))).rejects.toThrow(
    `word.csv: ${features[1]} is "high", which is no number. Correct`,
  );
  await expect(predict(bundleFolder, "--features", featuresFile("semicolons.csv", `${features.join(";")}\n1;2\n`))).rejects.toThrow(
    "semicolons.csv: its cells are not separated by commas",
  );
});

const decimalComma = sharedData("cases", "features-with-decimal-comma", "features.csv");
test.skipIf(noSharedData)("the case features-with-decimal-comma is refused with the true cause", async () => {
  await expect(
    predict(join(import.meta.dirname, "../../../../../assets/models/demonstration"), "--features", decimalComma),
  ).rejects.toThrow(/original_firstorder_Skewness is "1,5", which is no number: it has a decimal comma/);
});

test("an installed model is found by its name", async () => {
  const data = join(folder, "data");
  const services = createServices(data);
  try {
    await services.models.install(by, bundleFolder);
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
