import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { identityDirection } from "#shared/domain/geometry.ts";
import type { EnsembleBundle } from "#shared/domain/bundle/bundle2.ts";
import type { Image } from "#shared/domain/volume.ts";
import { openBundle2, runBundle2 } from "../../src-main/services/models/index.ts";
import { answerBundle } from "../../src-main/services/models/volumes/answerBundle.ts";
import { sha256 } from "../../src-main/services/system/index.ts";
import { createRandom } from "../../src-main/services/sample/index.ts";
import { tableNetwork } from "../../scripts/demonstration/ensembleNetworks.ts";
import { ensembleBundle } from "../src-main/services/models/volumes/sampleBundle2.ts";
import { resNet34 } from "./resNet34.ts";

/**
 * Twenty networks of full width, as WAE-Net has them: T2, FLAIR and FLAIR3 by five 3D ResNet-34 each (254 MB), clinical data by five, one at a time, in this
 * process. All folds are one file, which is read, compared with its hash and handed to the runtime anew for each. Prints seconds and CPU seconds of the whole and of
 * running alone, and the peak of memory against the estimate, with patchMb as a first run measures it.
 */
const root = join(tmpdir(), `full-width-${process.pid}`);
const folder = join(root, "bundle");
const size = [128, 128, 128] as const;

function image(seed: number): Image {
  const voxels = Float32Array.from({ length: 128 ** 3 }, (_, at) => 100 + ((at * 7919 + seed * 104_729) % 997));
  return { grid: { size, spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: identityDirection }, scalarType: "float32", voxels };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** Of all networks together, without reading them. */
const running = { wallMs: 0, cpuMs: 0 };
const { prototype } = InferenceSession as unknown as { prototype: InferenceSession };
const runBare = prototype.run;
prototype.run = async function timed(this: InferenceSession, ...args: Parameters<InferenceSession["run"]>) {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const answer = await runBare.apply(this, args);
  const { user, system } = process.cpuUsage(cpu);
  running.wallMs += performance.now() - wall;
  running.cpuMs += (user + system) / 1000;
  return answer;
} as InferenceSession["run"];

async function write(patchMb: number, folds: number): Promise<void> {
  const base = ensembleBundle();
  const network = resNet34();
  const clinical = tableNetwork(createRandom(1, "full width"), [9], [9]);
  writeFileSync(join(folder, "volume.onnx"), network);
  writeFileSync(join(folder, "clinical.onnx"), clinical);
  writeFileSync(join(folder, "image.bin"), "not read");
  const each = (file: string) => Array.from({ length: folds }, () => file);
  const [first] = base.input!.images;
  const volumeMember = (name: string) => {
    const [{ inference }] = base.members as [Extract<EnsembleBundle["members"][number], { kind: "volume" }>];
    return { kind: "volume" as const, name, weight: 0.25, inference: { ...inference, folds: each("volume.onnx"), channels: [name] } };
  };
  const bundle: EnsembleBundle = {
    ...base,
    files: {
      "volume.onnx": await sha256(network),
      "clinical.onnx": await sha256(clinical),
      "image.bin": await sha256(Buffer.from("not read")),
    },
    limits: { ...base.limits, patchMb, threads: "all" },
    input: {
      ...base.input!,
      images: [
        { ...first!, name: "FLAIR", normalise: { kind: "minMax" } },
        { ...first!, name: "T2", registeredTo: "FLAIR", normalise: { kind: "minMax" } },
      ],
      formulas: { FLAIR3: "FLAIR^1.55 * T2^1.45" },
      crop: { kind: "none" },
      grid: { kind: "keep" },
    },
    members: [
      volumeMember("T2"),
      volumeMember("FLAIR"),
      volumeMember("FLAIR3"),
      {
        kind: "table",
        name: "clinical",
        weight: 0.25,
        inference: { folds: each("clinical.onnx"), columns: ["age"], average: "scores", answers: "scores" },
      },
    ],
    golden: base.golden.map((golden) => ({ ...golden, images: { FLAIR: "image.bin", T2: "image.bin" } })),
  };
  writeFileSync(join(folder, "bundle.json"), JSON.stringify(bundle));
}

async function run(patchMb: number, folds: number) {
  await write(patchMb, folds);
  const workFolder = join(root, `work-${patchMb}`);
  mkdirSync(workFolder);
  const images = new Map([
    ["FLAIR", image(0)],
    ["T2", image(5)],
  ]);
  Object.assign(running, { wallMs: 0, cpuMs: 0 });
  const begun = [performance.now(), process.cpuUsage()] as const;
  const outcome = await runBundle2({ runBundle: (request) => answerBundle(request, () => undefined) }, await openBundle2(folder), {
    images,
    row: { age: 9 },
    workFolder,
  });
  const { user, system } = process.cpuUsage(begun[1]);
  return { ...outcome, wallMs: performance.now() - begun[0], cpuMs: (user + system) / 1000 };
}

mkdirSync(folder, { recursive: true });
try {
  const first = await run(1000, 1);
  const patchMb = Math.ceil(first.memory.patchBytes / 2 ** 20);
  const { memory, wallMs, cpuMs, members } = await run(patchMb, 5);
  console.log(`${members!.map(({ name, folds }) => `${name}: ${folds.length}`).join(", ")} networks`);
  console.log(`once read: ${seconds(running.wallMs)}, ${seconds(running.cpuMs)} CPU`);
  console.log(`whole with reading: ${seconds(wallMs)}, ${seconds(cpuMs)} CPU`);
  console.log(
    `peak ${megabytes(memory.peakBytes)}, estimated ${megabytes(memory.estimatedBytes)} with limits.patchMb ${patchMb}: ` +
      `${(memory.estimatedBytes / memory.peakBytes).toFixed(2)} times`,
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
