import { InferenceSession, Tensor } from "onnxruntime-node";
import { availableParallelism } from "node:os";
import { identityDirection } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { labelVolume } from "../../src-main/services/models/volumes/labelVolume.ts";
import { prepareVolume, type PreparedVolume } from "../../src-main/services/models/volumes/prepareVolume.ts";
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
  await overBare({ ...prepared, ...whole }, { ...common, inference });
  await session.release();
}

/** Runs of each, in turn, of which the middle one counts. */
const turns = 15;

/**
 * One patch by the runner against the bare runtime: the same session on one thread, the same tensor, in turn. CPU time of the process: what else the machine does counts less.
 */
async function overBare(
  prepared: PreparedVolume,
  { inference, ...common }: Omit<Parameters<typeof runPatches>[1], "onProgress">,
): Promise<void> {
  const session = await InferenceSession.create(convolutionStack([2, 32, 32, 3]), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionProviders: ["cpu"],
  });
  let insideMs = 0;
  const timed = new Proxy(session, {
    get: (target, key) =>
      key === "run"
        ? async (...args: Parameters<InferenceSession["run"]>) => {
            let answer: Awaited<ReturnType<InferenceSession["run"]>> | undefined;
            insideMs += await cpuOf(async () => (answer = await target.run(...args)));
            return answer;
          }
        : Reflect.get(target, key, target),
  });
  const alone: WithFold = async (_file, use) => use(timed);
  const bareInput = new Float32Array(2 * 128 ** 3);
  const tensor = new Tensor("float32", bareInput, [1, 2, 128, 128, 128]);
  const [ours, bare, beside] = [[] as number[], [] as number[], [] as number[]];
  const cpuOf = async (work: () => Promise<unknown>) => {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const runBare = async () => session.run({ [session.inputNames[0]!]: tensor });
  const runOurs = async () => runPatches(prepared, { ...common, inference, withFold: alone, onProgress: () => undefined });
  for (const [channel, name] of inference.channels.entries()) bareInput.set(prepared.images.get(name)!, channel * 128 ** 3);
  await runBare();
  await runOurs();
  for (let turn = 0; turn < turns; turn++) {
    bare.push(await cpuOf(runBare));
    insideMs = 0;
    ours.push(await cpuOf(runOurs));
    beside.push((100 * (ours.at(-1)! - insideMs)) / insideMs);
  }
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const [more, ofBare] = [middle(ours), middle(bare)];
  console.log(
    `one patch, CPU time on one thread, the middle of ${turns} in turn: ${more.toFixed(0)} ms, bare runtime ${ofBare.toFixed(0)} ms ` +
      `(${((more / ofBare - 1) * 100).toFixed(1)} % more); beside the runtime, in the same runs: ${middle(beside).toFixed(1)} %`,
  );
  await session.release();
}

await run();
