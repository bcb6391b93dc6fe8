import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import { workerPath } from "../../../../src-main/services/jobs/index.ts";
import { createInference, runOnVolumes, type Inference, type VolumeRun } from "../../../../src-main/services/models/index.ts";
import { readBox } from "../../../../src-main/services/models/answerVolumes.ts";
import { identityDirection } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const oracle = noSharedData
  ? undefined
  : (JSON.parse(readFileSync(sharedData("onnx", "volume-models", "expected.json"), "utf8")) as {
      models: { wae_t2_fold0: { probability: number } };
    });

/** The oracle's volume (expected.json, volume_formula), with i, j and k along the tensor's axes 0, 1 and 2: i fastest, as images are. */
function formulaVolume(seed: number, length: number): Float32Array {
  const values = new Float64Array(length ** 3);
  const g = Array.from({ length }, (_, index) => index / 127);
  let [low, high] = [Infinity, -Infinity];
  for (let k = 0, at = 0; k < length; k += 1)
    for (let j = 0; j < length; j += 1)
      for (let i = 0; i < length; i += 1, at += 1) {
        const [x, y, z] = [g[i]!, g[j]!, g[k]!];
        const value =
          0.5 +
          0.25 * Math.sin(2 * Math.PI * (x * (1 + seed) + 0.3 * y)) * Math.cos(2 * Math.PI * (2 * y + z)) +
          0.25 * Math.exp(-((x - 0.5) ** 2 + (y - 0.45) ** 2 + (z - 0.55) ** 2) * (8 + seed));
        values[at] = value;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  return Float32Array.from(values, (value) => (value - low) / (high - low));
}

function imageOf(size: readonly [number, number, number], voxels: Image["voxels"], scalarType: Image["scalarType"]): Image {
  return { grid: { size, spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: identityDirection }, scalarType, voxels };
}

describe("voxels of a box", () => {
  let folder: string;
  beforeAll(() => {
    folder = temporaryFolder();
  });

  test.each(["ijk", "kji"] as const)("come in the order of the tensor (%s), scaled, and what lies outside is as told", (axes) => {
    const size = [4, 3, 2] as const;
    const path = join(folder, `voxels-${axes}`);
    writeFileSync(
      path,
      Uint8Array.from({ length: 24 }, (_, at) => at),
    );
    const from = [-1, 1, 0] as const;
    const box = { from, size: [3, 3, 2] as const };
    const channel = { path, scalarType: "uint8" as const, multiply: 0.5, add: 1 };
    const values = readBox({ channels: [channel, { ...channel, add: 2 }], size, axes, outside: -9 }, box);
    expect(values).toHaveLength(2 * 18);
    for (const c of [0, 1])
      for (let i = 0; i < 3; i += 1)
        for (let j = 0; j < 3; j += 1)
          for (let k = 0; k < 2; k += 1) {
            const [x, y, z] = [from[0] + i, from[1] + j, from[2] + k];
            const isInside = x >= 0 && x < 4 && y >= 0 && y < 3 && z >= 0 && z < 2;
            const at = axes === "ijk" ? ((c * 3 + i) * 3 + j) * 2 + k : ((c * 2 + k) * 3 + j) * 3 + i;
            expect(values[at]).toBe(isInside ? (z * 12 + y * 4 + x) * 0.5 + 1 + c : -9);
          }
  });
});

describe.skipIf(noSharedData)("a model on a volume", () => {
  let folder: string;
  let inference: Inference;
  let run: VolumeRun;

  beforeAll(() => {
    folder = temporaryFolder();
    const modelPath = join(folder, "model.onnx");
    copyFileSync(sharedData("onnx", "volume-models", "wae_t2_fold0.onnx"), modelPath);
    writeFileSync(join(folder, "bundle.json"), "{}");
    const bundleHash = createHash("sha256").update("{}").update(readFileSync(modelPath)).digest("hex");
    inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
    run = {
      model: { modelPath, bundleHash, keepSession: true, inputTensor: undefined, outputTensor: undefined },
      limits: { seconds: 500 },
      channels: [{ image: imageOf([128, 128, 128], formulaVolume(0, 128), "float32"), multiply: 1, add: 0 }],
      axes: "ijk",
      dataFolder: folder,
    };
  });
  afterAll(() => {
    inference.close();
    rmSync(folder, { recursive: true });
  });

  test("answers what PyTorch's export gives, tells how far it is, and leaves no file", { timeout: 600_000 }, async () => {
    const progress: string[] = [];
    const [answer] = await runOnVolumes(inference, run, { onProgress: (done, total) => progress.push(`${done}/${total}`) });
    expect(answer!.shape).toEqual([1, 1]);
    expect(Math.abs(answer!.values[0]! - oracle!.models.wae_t2_fold0.probability)).toBeLessThan(1e-5);
    expect(progress).toEqual(["0/1", "1/1"]);
    expect(readdirSync(join(folder, "incoming"))).toEqual([]);
  });

  test("over its memory ends in words, and the next run has a new process", { timeout: 600_000 }, async () => {
    const limits = { memoryMb: 64, seconds: 500 };
    await expect(runOnVolumes(inference, { ...run, limits })).rejects.toThrow(
      /needed more memory than its bundle allows \(64 MB\) and was stopped/,
    );
    expect(readdirSync(join(folder, "incoming"))).toEqual([]);
    const [answer] = await runOnVolumes(inference, { ...run, limits: { threads: 2, seconds: 500 } });
    expect(Math.abs(answer!.values[0]! - oracle!.models.wae_t2_fold0.probability)).toBeLessThan(1e-5);
  });

  test("over its time ends in words", { timeout: 600_000 }, async () => {
    await expect(runOnVolumes(inference, { ...run, limits: { seconds: 0.001 } })).rejects.toThrow(
      /did not answer within 0\.001 s and was stopped/,
    );
  });
});
