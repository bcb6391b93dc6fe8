import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forkProcess } from "../../../../../src-main/app/forkProcess.ts";
import { workerPath } from "../../../../../src-main/services/jobs/index.ts";
import { createInference, openBundle2, runBundle2, type Inference } from "../../../../../src-main/services/models/index.ts";
import { pythonWith } from "../../../../debianPython.ts";
import { noSharedData, sharedData } from "../../../../sharedData.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { patchBox, patchImages, preparedHash, writePatchBundle } from "./writeTestBundles.ts";

const python = pythonWith("numpy");
if (!python) console.warn("skipped: the tiled run by numpy: there is no Python with numpy");

describe.skipIf(noSharedData !== undefined || !python)("the tiled run by an independent script", () => {
  let folder: string;
  let inference: Inference;
  beforeAll(() => {
    folder = temporaryFolder();
    inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
  });
  afterAll(() => inference.close());

  const script = (...args: string[]) => {
    const { status, stderr } = spawnSync(python!, [join(import.meta.dirname, "tiles.py"), ...args], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  };

  test("has the same prepared tensor, logits and labels", { timeout: 600_000 }, async () => {
    const shape = patchBox.map(([from, to]) => to - from) as [number, number, number];
    const images = patchImages();
    const stored = new Float32Array(2 * shape[0] * shape[1] * shape[2]);
    // The tensor's first axis is i here, and its last one k.
    for (const [channel, name] of ["a", "b"].entries())
      for (let i = 0, at = channel * (stored.length / 2); i < shape[0]; i++)
        for (let j = 0; j < shape[1]; j++)
          for (let k = 0; k < shape[2]; k++) stored[at++] = images.get(name)!.voxels[(k * shape[1] + j) * shape[0] + i]!;
    writeFileSync(join(folder, "input.f32"), stored);
    writeFileSync(join(folder, "input.json"), JSON.stringify({ shape: [2, ...shape] }));
    script("cut", folder, "32,32,32");
    const { places, sha256 } = JSON.parse(readFileSync(join(folder, "cut.json"), "utf8")) as { places: number[][]; sha256: string };
    expect(sha256).toBe(preparedHash);

    const session = await InferenceSession.create(sharedData("onnx", "volume-models", "unet_patch32_2ch_3class.onnx"));
    const patches = floatsIn("patches.f32");
    const answers = new Float32Array(places.length * 3 * 32 ** 3);
    for (const index of places.keys()) {
      const patch = new Tensor("float32", patches.slice(index * 2 * 32 ** 3, (index + 1) * 2 * 32 ** 3), [1, 2, 32, 32, 32]);
      const answer = (await session.run({ [session.inputNames[0]!]: patch }))[session.outputNames[0]!]!;
      answers.set(answer.data as Float32Array, index * 3 * 32 ** 3);
    }
    await session.release();
    writeFileSync(join(folder, "answers.f32"), answers);
    script("blend", folder);

    const logits = floatsIn("logits.f32");
    const labels = readFileSync(join(folder, "labels.u8"));
    const at = Array.from({ length: 3 * 500 }, (_, index) => {
      const voxel = (Math.floor(index / 3) * 7919) % labels.length;
      return [index % 3, Math.floor(voxel / (shape[1] * shape[2])), Math.floor(voxel / shape[2]) % shape[1], voxel % shape[2]] as const;
    });
    const bundle = await writePatchBundle(join(folder, "bundle"));
    const workFolder = join(folder, "work");
    mkdirSync(workFolder);
    const outcome = await runBundle2(inference, await openBundle2(bundle), { images, workFolder, inspect: { tensor: [], logits: at } });
    expect(outcome.inspected!.sha256).toBe(sha256);
    for (const [index, [channel, i, j, k]] of at.entries()) {
      const expected = logits[((channel * shape[0] + i) * shape[1] + j) * shape[2] + k]!;
      expect(Math.abs(outcome.inspected!.logits[index]! - expected)).toBeLessThan(2e-5);
    }
    let differing = 0;
    for (let i = 0, place = 0; i < shape[0]; i++)
      for (let j = 0; j < shape[1]; j++)
        for (let k = 0; k < shape[2]; k++, place++)
          if (outcome.labels!.voxels[(k * shape[1] + j) * shape[0] + i] !== labels[place]) differing += 1;
    expect(differing).toBeLessThan(labels.length / 1000);
    console.log(`${differing} of ${labels.length} labels differ from numpy's`);
  });

  const floatsIn = (name: string) => {
    const bytes = readFileSync(join(folder, name));
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
});
