import { createWriteStream, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import { createJobs, workerPath, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { createInference, createModels, writeLogisticRegression, type Models } from "../../../../src-main/services/models/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { features, hashing, positiveAtGolden, regression, sampleBundle, sampleFeatureSet, writeBundle } from "./sampleBundle.ts";
import { addPinnedVolumes } from "../volumes/volumeRows.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let store: Store;
let jobs: Jobs;
let models: Models;

beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(join(folder, "data"));
  addPinnedVolumes(store, "features-1", ["volume-1"]);
  jobs = createJobs(store);
  models = createModels({
    store,
    jobs,
    hashing,
    inference: createInference({ forkInference: forkProcess, modulePath: workerPath("inference") }),
  });
});
afterEach(async () => {
  models.close();
  await jobs.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function zip(entries: Record<string, Uint8Array>, rename?: (bytes: Buffer) => Buffer): Promise<string> {
  const path = join(folder, "bundle.zip");
  const file = new ZipFile();
  for (const [name, bytes] of Object.entries(entries)) file.addBuffer(Buffer.from(bytes), name);
  file.end();
  const out = createWriteStream(path);
  file.outputStream.pipe(out);
  await finished(out);
  if (rename) writeFileSync(path, rename(readFileSync(path)));
  return path;
}
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe("installing", () => {
  test("keeps a folder under its hash, and runs it", async () => {
    const model = await models.install(by, writeBundle(join(folder, "bundle")));
    expect(models.list()).toEqual([model]);
    expect(readdirSync(store.modelsFolder)).toEqual([model.bundleHash]);
    expect(readdirSync(join(store.modelsFolder, model.bundleHash)).sort()).toEqual(["bundle.json", "model.onnx"]);

    const prediction = await models.run(by, { modelId: model.id, featureSet: sampleFeatureSet() });
    expect(prediction.positiveProbability).toBeCloseTo(positiveAtGolden, 12);
    expect(prediction.predictedClass).toBe("LGMDR2");
    expect(prediction.modelRun).toBe("as delivered");
    expect(prediction.source).toMatchObject({ segmentationRevision: 7, reader: "Reader 1", extractedAt: "2026-01-02T03:04:05.000Z" });
    // coefficient * (value - mean) / deviation: 0.5 * (3 - 1) / 2 and -1 * (0 - 2) / 4
    expect(Object.fromEntries(prediction.inputs.map(({ feature, contribution }) => [feature, contribution]))).toEqual({
      [features[0]]: 0.5,
      [features[1]]: 0.5,
    });
    expect(models.describePrediction(prediction.id)).toEqual(prediction);
    expect(models.listPredictions("segmentation-1")).toEqual([prediction]);
    await models.remove(by, model.id);
    expect(models.list()).toEqual([]);
    expect(readdirSync(store.modelsFolder)).toEqual([]);
    expect(models.describePrediction(prediction.id)).toEqual(prediction);
  });

  test("takes a .zip with the files at its top or in one folder, and the same bundle once", async () => {
    const files = { "bundle.json": json(sampleBundle()), "model.onnx": writeLogisticRegression(regression) };
    const first = await models.install(by, await zip(files));
    const second = await models.install(
      by,
      await zip(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`two-features/${name}`, bytes]))),
    );
    expect(second).toEqual(first);
    expect(models.list()).toHaveLength(1);
    expect(models.find("Two features")).toEqual(first);
    expect(models.find("Two features 1.0")).toEqual(first);
    expect(models.find("Three features")).toBeUndefined();
  });

  test("runs as a job, whose error is in plain words", async () => {
    const done = await jobs.finished(models.startInstall(by, writeBundle(join(folder, "bundle"))));
    expect(done.state).toBe("succeeded");
    expect(done.result).toMatchObject({ bundle: { name: "Two features" } });
    const failed = await jobs.finished(models.startInstall(by, join(folder, "nothing-here")));
    expect(failed).toMatchObject({ state: "failed", error: expect.stringContaining("There is no folder or file nothing-here") as string });
  });

  test("refuses other content under an installed name and version", async () => {
    await models.install(by, writeBundle(join(folder, "bundle")));
    await expect(models.install(by, writeBundle(join(folder, "other"), sampleBundle({ threshold: 0.6 })))).rejects.toThrow(
      /Another bundle is installed as Two features 1\.0/,
    );
    expect(models.list()).toHaveLength(1);
  });

  test("removes at its start the bundles that an install or a removal, killed on its way, left without a row", async () => {
    const model = await models.install(by, writeBundle(join(folder, "bundle")));
    writeBundle(join(store.modelsFolder, "a".repeat(64)));
    createModels({ store, jobs, hashing, inference: createInference({ forkInference: forkProcess, modulePath: workerPath("inference") }) });
    expect(readdirSync(store.modelsFolder)).toEqual([model.bundleHash]);
  });

  test("removes what an earlier run left unfinished, and nothing else", () => {
    writeBundle(join(store.modelsFolder, "unfinished-999999999-abc"));
    writeBundle(join(store.modelsFolder, "a folder of the reader's"));
    createModels({ store, jobs, hashing, inference: createInference({ forkInference: forkProcess, modulePath: workerPath("inference") }) });
    expect(readdirSync(store.modelsFolder)).toEqual(["a folder of the reader's"]);
  });
});

describe("files of an installed model that changed", () => {
  /** As at the program's next start: nothing is loaded. */
  const restart = () => {
    models.close();
    models = createModels({
      store,
      jobs,
      hashing,
      inference: createInference({ forkInference: forkProcess, modulePath: workerPath("inference") }),
    });
  };

  test("by one bit, in the model or in its description, are refused, and put right by installing the bundle again", async () => {
    const bundle = writeBundle(join(folder, "bundle"));
    const { id, bundleHash } = await models.install(by, bundle);
    for (const name of ["model.onnx", "bundle.json"]) {
      const path = join(store.modelsFolder, bundleHash, name);
      const bytes = readFileSync(path);
      // Every bit of the last number of the model, and of the threshold's digit, in turn would do; one is enough to be refused.
      bytes[name === "model.onnx" ? bytes.length - 20 : bytes.indexOf("0.5", bytes.indexOf("threshold")) + 2]! ^= 1;
      writeFileSync(path, bytes);
      restart();
      await expect(models.run(by, { modelId: id, featureSet: sampleFeatureSet() })).rejects.toThrow(
        /not (those|the one) that w(as|ere) installed.*Install the same bundle again/,
      );
      expect(models.listPredictions("segmentation-1")).toEqual([]);
      expect((await models.install(by, bundle)).restored).toBe(true);
      expect((await models.install(by, bundle)).restored).toBeUndefined();
      expect((await models.runRows(id, [[3, 0]]))[0]![1]).toBeCloseTo(positiveAtGolden, 6);
      expect(readdirSync(store.modelsFolder)).toEqual([bundleHash]);
    }
  });

  test("in the database, where the settings and the golden case are read from, are refused too", async () => {
    const { id, bundle } = await models.install(by, writeBundle(join(folder, "bundle")));
    change(store, (database) => database.prepare("UPDATE model SET bundle = ?").run(JSON.stringify({ ...bundle, threshold: 0.9 })));
    await expect(models.run(by, { modelId: id, featureSet: sampleFeatureSet() })).rejects.toThrow(
      /description of Two features 1\.0 .*is not the one that was installed/,
    );
    expect((await models.install(by, join(folder, "bundle"))).restored).toBe(true);
    expect(models.describe(id).bundle.threshold).toBe(0.5);
  });
});

describe("refusing a bundle", () => {
  const refused = async (bundle: unknown, model?: Uint8Array) => {
    const error: unknown = await models.install(by, writeBundle(join(folder, "bundle"), bundle, model)).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(models.list()).toEqual([]);
    expect(readdirSync(store.modelsFolder)).toEqual([]);
    expect(error).toMatchObject({ name: "PlainError" });
    return (error as Error).message;
  };

  test("whose golden case comes out otherwise, with expected and got", async () => {
    const golden = { ...sampleBundle().goldenCase, output: { IMNM: 0.1, LGMDR2: 0.9 } };
    expect(await refused(sampleBundle({ goldenCase: golden }))).toMatch(
      /golden case does not come out right.*expects 0\.1.*gives 0\.22270/,
    );
  });

  test("whose linear block is not the model's", async () => {
    expect(await refused(sampleBundle({ linear: { intercept: 0.2501, coefficients: { [features[0]]: 0.5, [features[1]]: -1 } } }))).toMatch(
      /linear block does not describe model\.onnx/,
    );
  });

  test("with wrong fields, each named", async () => {
    const { licence: _licence, ...bundle } = sampleBundle();
    const words = await refused({
      ...bundle,
      classes: ["one"],
      colour: "red",
      threshold: "high",
      goldenCase: { ...bundle.goldenCase, tolerance: -1 },
    });
    for (const part of ["licence is missing", "classes", "goldenCase.tolerance", '"colour"', "threshold must be number"])
      expect(words).toContain(part);
  });

  test.each([
    [
      "feature named twice",
      { input: { ...sampleBundle().input, features: [features[0], features[0]] } },
      /names "original_firstorder_Mean" twice/,
    ],
    [
      "settings with another hash",
      { input: { ...sampleBundle().input, settingsHash: "0".repeat(64) } },
      /settingsHash is 0{64}, but input\.settings have the hash [0-9a-f]{64}/,
    ],
    ["positive class that is none", { positiveClass: "DMD" }, /positiveClass "DMD" is not one of classes/],
    [
      "golden case without a feature",
      { goldenCase: { ...sampleBundle().goldenCase, input: { [features[0]]: 3 } } },
      /goldenCase\.input lacks original_glcm_Contrast/,
    ],
    ["range without a feature", { linear: undefined, input: { ...sampleBundle().input, trainingRange: {} } }, /input\.trainingRange lacks/],
  ])("with a %s", async (_name, changes, words) => {
    expect(await refused(sampleBundle(changes))).toMatch(words);
  });

  test("whose bundle.json or model.onnx is not one", async () => {
    expect(await refused("{ not json")).toMatch(/bundle\.json is not valid JSON/);
    expect(await refused(sampleBundle(), Buffer.from("certainly no model"))).toMatch(/model\.onnx/);
    expect(await refused(sampleBundle(), writeLogisticRegression(regression).subarray(0, 200))).toMatch(/model\.onnx/);
  });

  test("whose model takes another number of features", async () => {
    const three = writeLogisticRegression({ mean: [0, 0, 0], standardDeviation: [1, 1, 1], coefficients: [1, 1, 1], intercept: 0 });
    expect(await refused(sampleBundle(), three)).toMatch(/takes 3 numbers a row.*lists 2 features/);
  });

  test("that lacks a file, or has a link in its place", async () => {
    const path = writeBundle(join(folder, "bundle"));
    rmSync(join(path, "model.onnx"));
    await expect(models.install(by, path)).rejects.toThrow(/has no model\.onnx/);
    symlinkSync(join(folder, "data", "fascicle.db"), join(path, "model.onnx"));
    await expect(models.install(by, path)).rejects.toThrow(/not a plain file/);
    await expect(models.install(by, await zip({ "bundle.json": json(sampleBundle()) }))).rejects.toThrow(/holds no model\.onnx/);
  });

  test("whose .zip points outside its folder", async () => {
    const files = {
      "bundle.json": json(sampleBundle()),
      "model.onnx": writeLogisticRegression(regression),
      "xx/escaped.txt": Buffer.from("x"),
    };
    const path = await zip(files, (bytes) =>
      Buffer.from(bytes.toString("latin1").replaceAll("xx/escaped.txt", "../escaped.txt"), "latin1"),
    );
    await expect(models.install(by, path)).rejects.toThrow(/would be written outside its own folder/);
    expect(existsSync(join(store.modelsFolder, "escaped.txt"))).toBe(false);
    expect(models.list()).toEqual([]);
  });

  test("whose .zip is none", async () => {
    writeFileSync(join(folder, "bundle.zip"), "PK not really");
    await expect(models.install(by, join(folder, "bundle.zip"))).rejects.toThrow(/cannot be read as a \.zip/);
  });
});

describe("refusing a run", () => {
  const run = async (changes: Parameters<typeof sampleFeatureSet>[0]) => {
    const { id } = await models.install(by, writeBundle(join(folder, "bundle")));
    return models.run(by, { modelId: id, featureSet: sampleFeatureSet(changes) });
  };

  test("on features of other settings", async () => {
    await expect(run({ settingsHash: "1".repeat(64) })).rejects.toThrow(
      /extracted under other settings.*"binWidth":25.*Extract the features again/,
    );
    expect(models.listPredictions("segmentation-1")).toEqual([]);
  });
  test("without a feature", async () => {
    await expect(run({ features: [{ name: features[0], value: 1 }] })).rejects.toThrow(/has no original_glcm_Contrast/);
  });
  test("on a NaN or an infinite input", async () => {
    await expect(
      run({
        features: [
          { name: features[0], value: null },
          { name: features[1], value: 1 },
        ],
      }),
    ).rejects.toThrow(/original_firstorder_Mean.*is no number/);
    await expect(
      models.run(by, {
        modelId: models.list()[0]!.id,
        featureSet: sampleFeatureSet({
          features: [
            { name: features[0], value: 1 },
            { name: features[1], value: Infinity },
          ],
        }),
      }),
    ).rejects.toThrow(/original_glcm_Contrast.*is infinite/);
  });
  test("of a model that is not installed", async () => {
    await expect(models.run(by, { modelId: "none", featureSet: sampleFeatureSet() })).rejects.toThrow(/not installed/);
  });
});

test("inputs outside the training range are marked, the largest contribution stands first", async () => {
  const { id } = await models.install(by, writeBundle(join(folder, "bundle")));
  const prediction = await models.run(by, {
    modelId: id,
    featureSet: sampleFeatureSet({
      features: [
        { name: features[0], value: 5 },
        { name: features[1], value: 10.5 },
      ],
    }),
  });
  // 0.5 * (5 - 1) / 2 = 1 at the edge of [-3, 5]; -(10.5 - 2) / 4 = -2.125 beyond [0, 10]
  expect(
    prediction.inputs.map(({ feature, contribution, outsideTrainingRange }) => ({ feature, contribution, outsideTrainingRange })),
  ).toEqual([
    { feature: features[1], contribution: -2.125, outsideTrainingRange: true },
    { feature: features[0], contribution: 1, outsideTrainingRange: false },
  ]);
  // 0.25 + 1 - 2.125 = -0.875: 1 / (1 + e^0.875)
  expect(prediction.positiveProbability).toBeCloseTo(1 / (1 + Math.exp(0.875)), 12);
  expect(prediction.predictedClass).toBe("IMNM");
});

test("a prediction of features that went with their study while the model ran is not kept", async () => {
  const { id } = await models.install(by, writeBundle(join(folder, "bundle")));
  const running = models.run(by, { modelId: id, featureSet: sampleFeatureSet() });
  change(store, (database) => database.exec("DELETE FROM volume_pin; DELETE FROM study"));
  await expect(running).rejects.toThrow(/not in the data folder any more: their study was deleted meanwhile.*It was not kept/);
  expect(models.listPredictions("segmentation-1")).toEqual([]);
});

test("a picture is kept if it is a PNG", async () => {
  const { id } = await models.install(by, writeBundle(join(folder, "bundle")));
  const prediction = await models.run(by, { modelId: id, featureSet: sampleFeatureSet() });
  expect(models.picture(prediction.id)).toBeUndefined();
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
  models.keepPicture(by, prediction.id, png);
  expect(Uint8Array.from(models.picture(prediction.id)!)).toEqual(png);
  expect(() => models.keepPicture(by, prediction.id, Buffer.from("<svg onload=alert(1)>"))).toThrow(/not a PNG/);
  expect(() => models.keepPicture(by, "none", png)).toThrow(/no such prediction/);
});
