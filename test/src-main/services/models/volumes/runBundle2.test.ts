import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PostStep } from "#shared/domain/bundle/output.ts";
import { forkProcess } from "../../../../../src-main/app/forkProcess.ts";
import { readImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { workerPath } from "../../../../../src-main/services/jobs/index.ts";
import {
  checkBundle2,
  createInference,
  openBundle2,
  runBundle2,
  type GoldenOutcome,
  type Inference,
  type RunOptions,
} from "../../../../../src-main/services/models/index.ts";
import { noSharedData } from "../../../../sharedData.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import {
  expectedOutcomes,
  patchDescription,
  patchImages,
  writeMeshnetBundle,
  writePatchBundle,
  writeRegionBundle,
} from "./writeTestBundles.ts";

describe.skipIf(noSharedData)("a bundle of a patch network", () => {
  let folder: string;
  let inference: Inference;
  const made: Inference[] = [];
  let works = 0;
  const workFolder = () => {
    const made = join(folder, `work-${(works += 1)}`);
    mkdirSync(made);
    return made;
  };
  const newInference = (modulePath = workerPath("inference")) => {
    const inference = createInference({ forkInference: forkProcess, modulePath });
    made.push(inference);
    return inference;
  };
  beforeAll(() => {
    folder = temporaryFolder();
    inference = newInference();
  });
  afterAll(() => {
    for (const each of made) each.close();
  });

  const check = async (bundle: string, inference: Inference) =>
    checkBundle2(inference, await openBundle2(bundle), { readImage: readImageFile, workFolder: workFolder() });
  const problemsOf = (outcomes: readonly GoldenOutcome[]) => outcomes.map(({ problems }) => problems);

  test.each([false, true])("answers what PyTorch and nnU-Net's rules give, mirrored: %s", { timeout: 600_000 }, async (isMirrored) => {
    const bundle = await writePatchBundle(join(folder, `patch-${isMirrored}`), {}, isMirrored);
    expect(problemsOf(await check(bundle, inference))).toEqual([[]]);
  });

  test("the same twice over, averaged as logits or as scores, is the same drawing", { timeout: 600_000 }, async () => {
    const { inference: asked, output } = patchDescription(false);
    for (const average of ["logits", "scores"] as const) {
      const bundle = await writePatchBundle(join(folder, average), {
        inference: { ...asked, folds: ["fold_0.onnx", "fold_0.onnx"], average },
        output: { ...output, resampleBack: { ...output.resampleBack, of: average } },
      });
      const { counts } = await runBundle2(inference, await openBundle2(bundle), { images: patchImages(), workFolder: workFolder() });
      const [, one, two] = expectedOutcomes().models.unet_patch32_2ch_3class.expected.no_mirroring.class_counts;
      expect(Math.abs(counts!["1"]! - one)).toBeLessThan(one / 1000);
      expect(Math.abs(counts!["2"]! - two)).toBeLessThan(two / 1000);
    }
  });

  test("draws regions in their order, and keeps the largest piece", { timeout: 600_000 }, async () => {
    const { counts, largest_component_voxels: largest } = expectedOutcomes().models.unet_patch32_1ch_2region;
    expect(problemsOf(await check(await writeRegionBundle(join(folder, "regions")), inference))).toEqual([[]]);
    const post: PostStep[] = [{ kind: "largestComponent", labels: [1, 2], together: true, connectivity: 6 }];
    const bundle = await writeRegionBundle(join(folder, "piece"), post);
    const image = await readImageFile(join(bundle, "golden/a.nii"));
    const outcome = await runBundle2(inference, await openBundle2(bundle), { images: new Map([["a", image]]), workFolder: workFolder() });
    const kept = outcome.counts!["1"]! + outcome.counts!["2"]!;
    expect(Math.abs(kept - largest)).toBeLessThan(largest / 1000);
    expect(kept).toBeLessThan(counts[1] + counts[2]);
  });

  test("cancelling ends the process between two patches, and the next run has a new one", { timeout: 600_000 }, async () => {
    const opened = await openBundle2(await writePatchBundle(join(folder, "cancelled")));
    const stop = new AbortController();
    const seen: string[] = [];
    const onProgress = (done: number, total: number) => {
      seen.push(`${done}/${total}`);
      if (done === 2) stop.abort();
    };
    const work = workFolder();
    const run = runBundle2(inference, opened, { images: patchImages(), workFolder: work }, { signal: stop.signal, onProgress });
    await expect(run).rejects.toThrow("The run of the model was cancelled.");
    expect(seen).toEqual(["0/18", "1/18", "2/18"]);
    expect(readdirSync(work)).not.toContain("labels");
    expect(Object.keys((await runBundle2(inference, opened, { images: patchImages(), workFolder: workFolder() })).counts!)).toEqual([
      "1",
      "2",
    ]);
  });

  test("a process that ends, and one that never answers, are reported in words", { timeout: 600_000 }, async () => {
    const opened = await openBundle2(await writePatchBundle(join(folder, "endless")));
    const run = (worker: string, options: RunOptions = {}) =>
      runBundle2(
        newInference(join(import.meta.dirname, "..", worker)),
        opened,
        { images: patchImages(), workFolder: workFolder() },
        options,
      );
    await expect(run("abortingWorker.ts")).rejects.toThrow(/The model made its process end/);
    await expect(run("endlessWorker.ts", { timeoutMs: 500 })).rejects.toThrow(/did not answer within 0\.5 s and was stopped/);
  });

  test("the memory that is estimated is never below what is measured, and at most half as much again", { timeout: 900_000 }, async () => {
    const first = await check(await writePatchBundle(join(folder, "measured")), newInference());
    const { limits } = patchDescription(false);
    const patchMb = Math.ceil(first[0]!.memory.patchBytes / 2 ** 20);
    const [outcome] = await check(await writePatchBundle(join(folder, "stated"), { limits: { ...limits, patchMb } }), newInference());
    const { estimatedBytes, peakBytes } = outcome!.memory;
    console.log(`patch network: ${patchMb} MB a patch; estimated ${estimatedBytes}, measured ${peakBytes}`);
    expect(estimatedBytes).toBeGreaterThanOrEqual(peakBytes);
    expect(estimatedBytes).toBeLessThanOrEqual(1.5 * peakBytes);
  });

  test("meshnet has its exact counts at 256^3, within the memory that is estimated", { timeout: 900_000 }, async () => {
    const [outcome] = await check(await writeMeshnetBundle(join(folder, "meshnet")), newInference());
    expect(outcome!.problems).toEqual([]);
    const { estimatedBytes, peakBytes, patchBytes } = outcome!.memory;
    console.log(`meshnet: ${Math.ceil(patchBytes / 2 ** 20)} MB a patch; estimated ${estimatedBytes}, measured ${peakBytes}`);
    expect(estimatedBytes).toBeGreaterThanOrEqual(peakBytes);
    expect(estimatedBytes).toBeLessThanOrEqual(1.5 * peakBytes);
  });
});
