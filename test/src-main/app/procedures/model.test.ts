import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { InstalledModel } from "#shared/domain/modelBundle.ts";
import { appRouter } from "../../../../src-main/app/router.ts";
import { createServices } from "../../../../src-main/app/services.ts";
import { settingsHash } from "../../../../src-main/services/radiomics/index.ts";
import { sampleBundle, writeBundle } from "../../services/models/sampleBundle.ts";
import { callerContext } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let services: ReturnType<typeof createServices>;
let bundleFolder: string;
beforeEach(() => {
  folder = temporaryFolder();
  services = createServices(join(folder, "data"));
  const settings = { binWidth: 25 };
  bundleFolder = writeBundle(
    join(folder, "bundle"),
    sampleBundle({ input: { ...sampleBundle().input, settings, settingsHash: settingsHash(settings) } }),
  );
});
afterEach(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});
const caller = () => appRouter.createCaller(callerContext(services));

test("model.install by path: a job that ends with the model; list, describe, remove", async () => {
  const { jobId } = await caller().model.install({ path: bundleFolder });
  const job = await services.jobs.finished(jobId);
  expect(job).toMatchObject({ kind: "model.install", state: "succeeded" });
  const model = job.result as InstalledModel;
  expect(await caller().model.list()).toEqual([model]);
  expect(await caller().model.describe({ modelId: model.id })).toEqual(model);
  await caller().model.remove({ modelId: model.id });
  expect(await caller().model.list()).toEqual([]);
  await expect(caller().model.describe({ modelId: model.id })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("not installed") as string,
  });
});

test.each([
  ["the two files", ""],
  ["a folder", "bundle/"],
])("model.install from an upload of %s", async (_name, prefix) => {
  const uploadId = services.uploads.open();
  for (const name of ["bundle.json", "model.onnx"])
    await services.uploads.save(uploadId, `${prefix}${name}`, new Blob([await readFile(join(bundleFolder, name))]).stream());
  const { jobId } = await caller().model.install({ uploadId });
  expect(await services.jobs.finished(jobId)).toMatchObject({ state: "succeeded" });
  expect(await caller().model.list()).toHaveLength(1);
  await expect(caller().model.install({ uploadId })).rejects.toThrow(/no such upload/);
});
