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
 * against the bare runtime on the same tensor, in turn. Of each the middle and the least, of CPU time, which counts less of what else the machine does, and of the wall's. The network has three layers, 32 channels wide: less work than any U-Net of that patch, so that its share is
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

/** What a piece of work takes, ms. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [before, begun] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000, wall: performance.now() - begun };
}

const added = (costs: readonly Cost[]): Cost => ({
  cpu: costs.reduce((sum, { cpu }) => sum + cpu, 0),
  wall: costs.reduce((sum, { wall }) => sum + wall, 0),
});
const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const both = (values: readonly number[], words: (value: number) => string) =>
  `${words(middle(values))} (least ${words(Math.min(...values))})`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** A session that notes what each of its runs takes. */
function noting(session: InferenceSession, runs: Cost[]): InferenceSession {
  return new Proxy(session, {
    get: (target, key) =>
      key === "run"
        ? async (...args: Parameters<InferenceSession["run"]>) => {
            let answer: Awaited<ReturnType<InferenceSession["run"]>> | undefined;
            runs.push(await costOf(async () => (answer = await target.run(...args))));
            return answer;
          }
        : Reflect.get(target, key, target),
  });
}

const base = segmentationBundle();
const [first] = base.input.images;
const input: VolumeInput = { ...base.input, images: [first!, { ...first!, name: "T2", registeredTo: "T1" }] };
const inference = { ...base.inference, channels: ["T1", "T2"], patch: [128, 128, 128] };
const common = { inference, dims: input.dims, channels: 3, Tensor, toScores: () => undefined };
const open = async (threads: number) =>
  InferenceSession.create(convolutionStack([2, 32, 32, 3]), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionProviders: ["cpu"],
  });

/** Whole runs. */
const wholeRuns = 3;

async function whole(): Promise<PreparedVolume> {
  const session = await open(availableParallelism());
  const costs: Array<Record<"preparing" | "network" | "blending" | "drawing", Cost>> = [];
  let prepared: PreparedVolume | undefined;
  for (let turn = 0; turn < wholeRuns; turn++) {
    const images = new Map([
      ["T1", image(0)],
      ["T2", image(5)],
    ]);
    const { grid } = images.get("T1")!;
    const preparing = await costOf(async () => {
      prepared = await prepareVolume(input, { grid, take: (name) => images.get(name), patch: [128, 128, 128], maxVoxels: 1e8 });
    });
    const runs: Cost[] = [];
    const withFold: WithFold = async (_file, use) => use(noting(session, runs));
    let answer: Awaited<ReturnType<typeof runPatches>> | undefined;
    const running = await costOf(async () => {
      answer = await runPatches(prepared!, { ...common, withFold, onProgress: () => undefined });
    });
    const network = added(runs);
    const blending = { cpu: running.cpu - network.cpu, wall: running.wall - network.wall };
    const drawing = await costOf(async () => labelVolume(answer!, prepared!, { ...base, input, inference }, grid));
    costs.push({ preparing, network, blending, drawing });
    if (turn === 0)
      console.log(
        `${runs.length} patches of 128^3 over ${prepared!.shape.join(" x ")}, ${availableParallelism()} threads, ${wholeRuns} runs`,
      );
  }
  for (const clock of ["cpu", "wall"] as const) {
    const shares = costs.map(
      ({ preparing, network, blending, drawing }) =>
        (preparing[clock] + blending[clock]) / (preparing[clock] + network[clock] + blending[clock] + drawing[clock]),
    );
    const parts = (["preparing", "network", "blending", "drawing"] as const).map(
      (part) =>
        `${part} ${both(
          costs.map((cost) => cost[part][clock]),
          seconds,
        )}`,
    );
    console.log(`${clock}: ${parts.join(", ")}; preparing and blending are ${both(shares, percent)} of the whole`);
  }
  await session.release();
  return prepared!;
}

/** Runs of each, in turn. */
const turns = 25;

/** One patch by the runner against the bare runtime: the same session on one thread, the same tensor. */
async function overBare(prepared: PreparedVolume): Promise<void> {
  const session = await open(1);
  const runs: Cost[] = [];
  const withFold: WithFold = async (_file, use) => use(noting(session, runs));
  const bareInput = new Float32Array(2 * 128 ** 3);
  for (const [channel, name] of inference.channels.entries()) bareInput.set(prepared.images.get(name)!, channel * 128 ** 3);
  const tensor = new Tensor("float32", bareInput, [1, 2, 128, 128, 128]);
  const runBare = async () => session.run({ [session.inputNames[0]!]: tensor });
  const runOurs = async () => runPatches(prepared, { ...common, withFold, onProgress: () => undefined });
  await runBare();
  await runOurs();
  const [ours, bare, beside] = [[] as Cost[], [] as Cost[], [] as Cost[]];
  for (let turn = 0; turn < turns; turn++) {
    bare.push(await costOf(runBare));
    runs.length = 0;
    ours.push(await costOf(runOurs));
    beside.push({ cpu: ours.at(-1)!.cpu / runs[0]!.cpu - 1, wall: ours.at(-1)!.wall / runs[0]!.wall - 1 });
  }
  for (const clock of ["cpu", "wall"] as const) {
    const [mine, alone] = [ours.map((cost) => cost[clock]), bare.map((cost) => cost[clock])];
    const more = `${percent(middle(mine) / middle(alone) - 1)} more, by the least ${percent(Math.min(...mine) / Math.min(...alone) - 1)}`;
    const inside = both(
      beside.map((share) => share[clock]),
      percent,
    );
    console.log(
      `one patch on one thread, ${turns} in turn, ${clock}: ${both(mine, seconds)}, bare runtime ${both(alone, seconds)}: ${more}; ` +
        `beside the runtime, in the same runs: ${inside}`,
    );
  }
  await session.release();
}

const prepared = await whole();
const patch = (value: number) => new Float32Array(128 ** 3).fill(value);
await overBare({
  ...prepared,
  images: new Map([
    ["T1", patch(0.5)],
    ["T2", patch(0.25)],
  ]),
  shape: [128, 128, 128],
});
