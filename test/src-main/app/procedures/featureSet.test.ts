import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appRouter } from "../../../../src-main/app/router.ts";
import { createServices } from "../../../../src-main/app/services.ts";
import { featureClasses } from "#shared/domain/extractionSettings.ts";
import { frozenFeatures } from "#shared/domain/frozenFeatures.ts";
import { callerContext } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let services: ReturnType<typeof createServices>;
beforeEach(() => {
  folder = temporaryFolder();
  services = createServices(folder);
});
afterEach(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});
const caller = () => appRouter.createCaller(callerContext(services));

test("featureSet.documentation: every feature with code, formula and meaning", async () => {
  const documentation = await caller().featureSet.documentation();
  expect(documentation.map(({ name }) => name)).toEqual(
    expect.arrayContaining(
      featureClasses.flatMap((name) => frozenFeatures["pyradiomics-3"][name].map((feature) => `original_${name}_${feature}`)),
    ),
  );
  // The code of GLCM contrast in the IBSI reference manual.
  expect(documentation.find(({ name }) => name === "original_glcm_Contrast")).toMatchObject({
    featureClass: "glcm",
    ibsi: "ACUI",
    formula: "sum of (i - j)^2 p(i,j)",
  });
});

test("featureSet.extract and featureMap.extract of what is not there are refused in words, and begin no job", async () => {
  const refused = { code: "BAD_REQUEST", message: expect.stringContaining("There is no such segmentation") as string };
  const of = { segmentationId: "none", settings: {} };
  await expect(caller().featureSet.extract({ ...of, segmentNumbers: [1] })).rejects.toMatchObject(refused);
  await expect(caller().featureMap.extract({ ...of, segmentNumber: 1 })).rejects.toMatchObject(refused);
  expect(services.jobs.list()).toEqual([]);
});

test("featureSet.extract refuses settings and segments out of range; describe names what is not there", async () => {
  const request = { segmentationId: "none", segmentNumbers: [1], settings: {} };
  await expect(caller().featureSet.extract({ ...request, settings: { featureClass: { glcm: ["Contras"] } } })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("Contras") as string,
  });
  await expect(caller().featureSet.extract({ ...request, segmentNumbers: [0] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(caller().featureSet.extract({ ...request, segmentNumbers: [] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(caller().featureSet.compareGrids({ segmentationId: "none" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("segmentation") as string,
  });
  await expect(caller().featureSet.describe({ featureSetId: "none" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("no such feature set") as string,
  });
  expect(await caller().featureSet.list({ segmentationId: "none" })).toEqual([]);
});
