import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ModelBundle } from "#shared/domain/modelBundle.ts";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import { createJobs, workerPath, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { createInference, createModels, type Inference, type Models } from "../../../../src-main/services/models/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { decodeOnnx, encodeOnnx } from "./onnxSchema.ts";
import { hashing, sampleBundle, sampleFeatureSet, writeBundle } from "./sampleBundle.ts";
import { softmax, walkTrees } from "./walkTrees.ts";
import { by } from "../../author.ts";
import { addPinnedVolumes } from "../volumes/volumeRows.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let store: Store;
let jobs: Jobs;
let inference: Inference;
let models: Models;

beforeAll(() => {
  folder = temporaryFolder();
  store = openStore(join(folder, "data"));
  addPinnedVolumes(store, "features-1", ["volume-1"]);
  jobs = createJobs(store);
  inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
  models = createModels({ store, jobs, hashing, inference });
});
afterAll(async () => {
  models.close();
  await jobs.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function treeBundle(
  name: string,
  features: readonly string[],
  row: readonly number[],
  expected: readonly number[],
  output?: ModelBundle["output"],
): ModelBundle {
  const classes = expected.map((_, index) => `class ${index}`);
  return sampleBundle({
    name,
    classes,
    positiveClass: classes[1]!,
    linear: undefined,
    output,
    input: {
      ...sampleBundle().input,
      features: [...features],
      trainingRange: Object.fromEntries(features.map((feature) => [feature, { min: -4, max: 8 }])),
    },
    goldenCase: {
      input: Object.fromEntries(features.map((feature, index) => [feature, row[index]!])),
      output: Object.fromEntries(classes.map((label, index) => [label, expected[index]!])),
    },
  });
}

/** Rows spread over [low, high] without a pattern: multiples of the golden ratio, modulo 1. */
function rowsBetween(low: number, high: number, count: number, width: number): number[][] {
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_, column) => low + (high - low) * (((row * width + column + 1) * 0.618_033_988_749_895) % 1)),
  );
}

describe.skipIf(noSharedData)("tree ensembles that scikit-learn exported", () => {
  const cases = [
    { archive: "onnxruntime_go_fixtures", file: "sklearn_randomforest.onnx", features: 4, low: 0, high: 8, hasZipMap: true },
    { archive: "sklearn_onnx_trees", file: "treecl.onnx", features: 20, low: -3, high: 3, hasZipMap: false },
    { archive: "sklearn_onnx_trees", file: "treecl2.onnx", features: 20, low: -3, high: 3, hasZipMap: false },
    { archive: "sklearn_onnx_trees", file: "treecl3.onnx", features: 10, low: -4, high: 4, hasZipMap: false, logits: true },
  ];
  test.each(cases)(
    "$file gives what its trees give when walked by hand",
    async ({ archive, file, features: width, low, high, hasZipMap, logits }) => {
      const bytes = readFileSync(join(unpackArchive("onnx", `${archive}.tar.xz`), file));
      const trees = decodeOnnx(bytes).graph.node.find(({ opType }) => opType === "TreeEnsembleClassifier")!;
      const walk = (row: readonly number[]) => (logits ? softmax(walkTrees(trees, row)) : walkTrees(trees, row));
      const features = Array.from({ length: width }, (_, index) => `feature_${index}`);
      const rows = rowsBetween(low, high, 50, width);
      const model = await models.install(
        by,
        writeBundle(
          join(folder, file),
          treeBundle(file, features, rows[0]!, walk(rows[0]!), logits ? { values: "logits" } : undefined),
          bytes,
        ),
      );

      const got = await models.runRows(model.id, rows);
      let largest = 0;
      for (const [index, row] of rows.entries()) {
        for (const [column, expected] of walk(row).entries()) largest = Math.max(largest, Math.abs(expected - got[index]![column]!));
      }
      console.log(`${file}: ${rows.length} cases, largest difference from the walked trees ${largest}`);
      expect(largest).toBeLessThan(2e-6);
      // The rows must reach different leaves, or the comparison says little.
      expect(new Set(got.map((probabilities) => probabilities.join())).size).toBeGreaterThan(10);

      const featureSet = sampleFeatureSet({ features: features.map((name, index) => ({ name, value: rows[1]![index]! })) });
      const prediction = await models.run(by, { modelId: model.id, featureSet });
      expect(prediction.modelRun).toBe(hasZipMap ? "without ZipMap" : "as delivered");
      expect(Object.values(prediction.probabilities)).toEqual(got[1]);
      expect(prediction.inputs.map(({ feature, contribution }) => [feature, contribution])).toEqual(
        features.map((feature) => [feature, null]),
      );
    },
  );

  test("raw scores are not taken for probabilities", async () => {
    const bytes = readFileSync(join(unpackArchive("onnx", "sklearn_onnx_trees.tar.xz"), "treecl3.onnx"));
    const features = Array.from({ length: 10 }, (_, index) => `feature_${index}`);
    const path = writeBundle(
      join(folder, "scores"),
      treeBundle("scores", features, rowsBetween(-1, 1, 1, 10)[0]!, [0.25, 0.25, 0.25, 0.25]),
      bytes,
    );
    await expect(models.install(by, path)).rejects.toThrow(/no probabilities.*"values": "logits"/);
  });

  test.each([
    // These four the runtime itself cannot take, at least on some machines (custom operator, bfloat16, a locale of the system).
    ["example_needs_extensions.onnx", /ONNX Runtime cannot run model\.onnx/],
    ["example_several_inputs_and_outputs.onnx", /ONNX Runtime cannot run model\.onnx|3 inputs/],
    ["example_strings.onnx", /ONNX Runtime cannot run model\.onnx|takes string/],
    ["example_float16.onnx", /ONNX Runtime cannot run model\.onnx|takes float16/],
    ["example_lora.onnx", /takes 4 numbers a row/],
    ["example_multitype.onnx", /none is named "a"/],
    ["example_0_dim_output.onnx", /takes 8 numbers a row/],
    ["example_big_compute.onnx", /takes 52428800 numbers a row/],
  ])("%s is refused in words, and the next model runs", async (file, words) => {
    const bytes = readFileSync(join(unpackArchive("onnx", "onnxruntime_go_fixtures.tar.xz"), file));
    const name = `${file} as a bundle`;
    await expect(
      models.install(by, writeBundle(join(folder, name), treeBundle(name, ["a", "b"], [0, 0], [0.5, 0.5]), bytes)),
    ).rejects.toThrow(words);
    const next = await models.install(by, writeBundle(join(folder, `after ${file}`), { ...sampleBundle(), name: `after ${file}` }));
    expect(next.bundle.name).toBe(`after ${file}`);
  });
});

describe("a ZipMap with class names", () => {
  /** A regression whose probabilities end in a ZipMap, as skl2onnx writes them; two columns for two classes. */
  const zipMapModel = (labels: string[]) =>
    encodeOnnx({
      irVersion: 8,
      // No default operators: the program must add them for what replaces the ZipMap.
      opsetImport: [{ domain: "ai.onnx.ml", version: 1 }],
      graph: {
        name: "graph",
        node: [
          {
            opType: "LinearClassifier",
            domain: "ai.onnx.ml",
            input: ["X"],
            output: ["label", "scores"],
            attribute: [
              { name: "coefficients", floats: [-1, 0.5, 1, -0.5], type: 6 },
              { name: "intercepts", floats: [-0.25, 0.25], type: 6 },
              { name: "classlabels_ints", ints: [0, 1], type: 7 },
              { name: "post_transform", s: Buffer.from("SOFTMAX").toString("base64"), type: 3 },
              { name: "multi_class", i: 0, type: 2 },
            ] as never,
          },
          {
            opType: "ZipMap",
            domain: "ai.onnx.ml",
            input: ["scores"],
            output: ["maps"],
            attribute: [
              { name: "classlabels_strings", strings: labels.map((label) => Buffer.from(label).toString("base64")), type: 8 },
            ] as never,
          },
        ],
        input: [{ name: "X", type: { tensorType: { elemType: 1, shape: { dim: [{}, { dimValue: 2 }] } } } } as never],
        // The map type is not in the test's schema; the runtime infers what is left open.
        output: [{ name: "maps" }],
      },
    });
  // Scores -a + 0.5 b - 0.25 and a - 0.5 b + 0.25; at a = 1, b = 1 they are -0.75 and 0.75: softmax of the second 1 / (1 + e^-1.5).
  const second = 1 / (1 + Math.exp(-1.5));
  const bundle = (name: string, classes: string[], output: Record<string, number>) =>
    sampleBundle({
      name,
      classes,
      positiveClass: classes[0]!,
      linear: undefined,
      goldenCase: { input: { original_firstorder_Mean: 1, original_glcm_Contrast: 1 }, output },
    });

  test("gives its columns to the classes of the same name, whatever their order in bundle.json", async () => {
    const model = await models.install(
      by,
      writeBundle(
        join(folder, "named"),
        bundle("named", ["LGMDR2", "IMNM"], { LGMDR2: second, IMNM: 1 - second }),
        zipMapModel(["IMNM", "LGMDR2"]),
      ),
    );
    const prediction = await models.run(by, {
      modelId: model.id,
      featureSet: sampleFeatureSet({
        features: [
          { name: "original_firstorder_Mean", value: 1 },
          { name: "original_glcm_Contrast", value: 1 },
        ],
      }),
    });
    expect(prediction.predictedClass).toBe("LGMDR2");
    expect(prediction.positiveProbability).toBeCloseTo(second, 6);
  });

  test("refuses other names", async () => {
    await expect(
      models.install(
        by,
        writeBundle(join(folder, "others"), bundle("others", ["A", "B"], { A: second, B: 1 - second }), zipMapModel(["IMNM", "LGMDR2"])),
      ),
    ).rejects.toThrow(/names its classes "IMNM", "LGMDR2", bundle\.json "A", "B"/);
  });
});

test("a model that keeps its numbers in another file is refused", async () => {
  const bytes = encodeOnnx({
    irVersion: 8,
    opsetImport: [{ version: 17 }],
    graph: {
      name: "graph",
      node: [{ opType: "Identity", input: ["w"], output: ["y"] }],
      initializer: [{ name: "w", dims: [1, 2], dataType: 1, dataLocation: 1 }],
      input: [{ name: "X" }],
      output: [{ name: "y" }],
    },
  });
  await expect(models.install(by, writeBundle(join(folder, "external"), sampleBundle({ name: "external" }), bytes))).rejects.toThrow(
    /in another file/,
  );
});
