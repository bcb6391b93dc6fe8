import { InferenceSession, Tensor } from "onnxruntime-node";
import { availableParallelism } from "node:os";
import { identityDirection } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { labelVolume } from "../../src-main/services/models/volumes/labelVolume.ts";
import { prepareVolume } from "../../src-main/services/models/volumes/prepareVolume.ts";
import { runPatches, type WithFold } from "../../src-main/services/models/volumes/runPatches.ts";
import { convolutionStack } from "./convolutionStack.ts";
import { segmentationBundle } from "../src-main/services/models/volumes/sampleBundle2.ts";

/**
 * What preparing and blending cost beside the network itself: patches of 128^3 on 240 x 240 x 155 voxels, two channels, nnU-Net's rules; and one patch
 * against the bare runtime on the same tensor. The network has three layers, 32 channels wide: less work than any U-Net of that patch, so that its share is
 * larger with real ones.
 */
const size = [240, 240, 155] as const;

function image(seed: number): Image {
  const voxels = new Float32Array(size[0] * size[1] * size[2]);
  for (let k = 0, at = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, at++) {
        const isHead = ((i - 120) / 90) ** 2 + ((j - 120) / 110) ** 2 + ((k - 77) / 76) ** 2 < 1;
        voxels[at] = isHead ? 100 + ((i * 7 + j * 13 + k * 29 + seed) % 97) : 0;
      }
  return { grid: { size, spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: identityDirection }, scalarType: "float32", voxels };
}

async function run(): Promise<void> {
  const base = segmentationBundle();
  const options = { intraOpNumThreads: availableParallelism(), interOpNumThreads: 1, executionProviders: ["cpu"] };
  const session = await InferenceSession.create(convolutionStack([2, 32, 32, 3]), options);
  let networkMs = 0;
  const timed = new Proxy(session, {
    get: (target, key) =>
      key === "run"
        ? async (...args: Parameters<InferenceSession["run"]>) => {
            const begun = performance.now();
            const answer = await target.run(...args);
            networkMs += performance.now() - begun;
            return answer;
          }
        : Reflect.get(target, key, target),
  });
  const withFold: WithFold = async (_file, use) => use(timed);
  const [first] = base.input.images;
  const input: VolumeInput = { ...base.input, images: [first!, { ...first!, name: "T2", registeredTo: "T1" }] };
  const inference = { ...base.inference, channels: ["T1", "T2"], patch: [128, 128, 128] };
  const images = new Map([
    ["T1", image(0)],
    ["T2", image(5)],
  ]);

  const begun = performance.now();
  const prepared = await prepareVolume(input, {
    grid: images.get("T1")!.grid,
    take: (name) => images.get(name),
    patch: [128, 128, 128],
    maxVoxels: 1e8,
  });
  const preparedAt = performance.now();
  const common = { dims: input.dims, channels: 3, Tensor, withFold, toScores: () => undefined };
  let patches = 0;
  const answer = await runPatches(prepared, { ...common, inference, onProgress: (_done, total) => (patches = total) });
  const blendedAt = performance.now();
  await labelVolume(answer, prepared, { ...base, input, inference }, images.get("T1")!.grid);
  const drawnAt = performance.now();
  const [prepareMs, blendMs, drawMs] = [preparedAt - begun, blendedAt - preparedAt - networkMs, drawnAt - blendedAt];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const beside = prepareMs + blendMs;
  console.log(`${patches} patches of 128^3 over ${prepared.shape.join(" x ")}, ${availableParallelism()} threads`);
  console.log(`preparing ${seconds(prepareMs)}, network ${seconds(networkMs)}, blending ${seconds(blendMs)}, drawing ${seconds(drawMs)}`);
  console.log(`preparing and blending: ${((100 * beside) / (beside + networkMs + drawMs)).toFixed(1)} % of the whole`);

  const whole = {
    images: new Map([
      ["T1", new Float32Array(128 ** 3).fill(0.5)],
      ["T2", new Float32Array(128 ** 3).fill(0.25)],
    ]),
    shape: [128, 128, 128] as const,
  };
  const tensor = new Tensor("float32", new Float32Array(2 * 128 ** 3).fill(0.5), [1, 2, 128, 128, 128]);
  const [ours, bare] = [[] as number[], [] as number[]];
  for (let turn = 0; turn < 5; turn++) {
    let at = performance.now();
    await session.run({ [session.inputNames[0]!]: tensor });
    bare.push(performance.now() - at);
    at = performance.now();
    await runPatches({ ...prepared, ...whole }, { ...common, inference, onProgress: () => undefined });
    ours.push(performance.now() - at);
  }
  const least = (values: number[]) => Math.min(...values);
  console.log(
    `one patch, the quickest of five: ${least(ours).toFixed(0)} ms, bare runtime ${least(bare).toFixed(0)} ms (${((least(ours) / least(bare) - 1) * 100).toFixed(1)} % more)`,
  );
  await session.release();
}

await run();
