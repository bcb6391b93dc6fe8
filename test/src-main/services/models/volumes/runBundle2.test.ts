import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forkProcess } from "../../../../../src-main/app/forkProcess.ts";
import { readImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { workerPath } from "../../../../../src-main/services/jobs/index.ts";
import { checkBundle2, createInference, openBundle2, runBundle2, type Inference } from "../../../../../src-main/services/models/index.ts";
import { noSharedData } from "../../../../sharedData.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { expectedOutcomes, patchImages, writePatchBundle, writeRegionBundle } from "./writeTestBundles.ts";

describe.skipIf(noSharedData)("a bundle of a patch network", () => {
  let folder: string;
  let inference: Inference;
  let works = 0;
  const workFolder = () => {
    const made = join(folder, `work-${(works += 1)}`);
    mkdirSync(made);
    return made;
  };
  beforeAll(() => {
    folder = temporaryFolder();
    inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
  });
  afterAll(() => inference.close());

  const check = async (bundle: string) =>
    checkBundle2(inference, await openBundle2(bundle), { readImage: readImageFile, workFolder: workFolder() });

  test.each([false, true])("answers what PyTorch and nnU-Net's rules give, mirrored: %s", { timeout: 600_000 }, async (isMirrored) => {
    const outcomes = await check(await writePatchBundle(join(folder, `patch-${isMirrored}`), {}, isMirrored));
    console.log(outcomes[0]!.memory, outcomes[0]!.seconds);
    expect(outcomes.map(({ problems }) => problems)).toEqual([[]]);
  });

  test("draws regions in their order", { timeout: 600_000 }, async () => {
    expect((await check(await writeRegionBundle(join(folder, "regions")))).map(({ problems }) => problems)).toEqual([[]]);
  });
  void runBundle2;
  void expectedOutcomes;
  void patchImages;
  void readFileSync;
  void writeFileSync;
});
