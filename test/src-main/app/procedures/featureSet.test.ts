import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appRouter } from "../../../../src-main/app/router.ts";
import { createServices } from "../../../../src-main/app/services.ts";

let folder: string;
let services: ReturnType<typeof createServices>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fascicle-door-"));
  services = createServices(folder);
});
afterEach(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});
const caller = () => appRouter.createCaller({ services, host: { name: "cli" } });

test("featureSet.documentation: every feature with code, formula and meaning", async () => {
  const documentation = await caller().featureSet.documentation();
  // 107 and 9 of shape2D; 11 that are deprecated.
  expect(documentation.filter(({ deprecated }) => !deprecated)).toHaveLength(116);
  expect(documentation).toHaveLength(127);
  // The code of GLCM contrast in the IBSI reference manual.
  expect(documentation.find(({ name }) => name === "original_glcm_Contrast")).toMatchObject({ featureClass: "glcm", ibsi: "ACUI", formula: "sum of (i - j)^2 p(i,j)" });
});

test("featureSet.extract of what is not there: the job fails in words", async () => {
  const { jobId } = await caller().featureSet.extract({ segmentationId: "none", segmentNumbers: [1], settings: {}, reader: "A" });
  const job = await services.jobs.finished(jobId);
  expect(job).toMatchObject({ kind: "featureSet.extract", state: "failed", error: expect.stringContaining("segmentation") as string });
});

test("featureSet.extract refuses settings and segments out of range; describe names what is not there", async () => {
  const request = { segmentationId: "none", segmentNumbers: [1], settings: {}, reader: "A" };
  await expect(caller().featureSet.extract({ ...request, settings: { featureClass: { glcm: ["Contras"] } } })).rejects.toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("Contras") as string });
  await expect(caller().featureSet.extract({ ...request, segmentNumbers: [0] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(caller().featureSet.extract({ ...request, segmentNumbers: [] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(caller().featureSet.compareGrids({ segmentationId: "none" })).rejects.toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("segmentation") as string });
  await expect(caller().featureSet.describe({ featureSetId: "none" })).rejects.toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("no such feature set") as string });
  expect(await caller().featureSet.list({ segmentationId: "none" })).toEqual([]);
});
