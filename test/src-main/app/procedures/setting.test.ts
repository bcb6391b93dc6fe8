import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { appRouter } from "../../../../src-main/app/router.ts";
import { createServices } from "../../../../src-main/app/services.ts";
import { settingsHash } from "../../../../src-main/services/radiomics/index.ts";
import { filteredFeatures, shapeFeatures } from "../../../featureCounts.ts";
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

const filtered: ExtractionSettings = { binWidth: 5, imageType: { Wavelet: {}, LoG: { sigma: ["1.0", 2] }, Original: {} } };

test("setting.save, list and remove: settings are kept by name in the data folder", async () => {
  const saved = await caller().setting.save({ name: " Filtered ", settings: filtered });
  expect(saved).toMatchObject({ name: "Filtered", settings: filtered, settingsHash: settingsHash(filtered) });
  expect(Object.keys(saved.settings.imageType!)).toEqual(["Wavelet", "LoG", "Original"]);
  const other = await caller().setting.save({ name: "a plain one", settings: {} });
  await services.close();
  services = createServices(folder);
  expect(await caller().setting.list()).toEqual([other, saved]);

  const replaced = await caller().setting.save({ name: "Filtered", settings: { binWidth: 10 } });
  expect(replaced).toMatchObject({ id: saved.id, settings: { binWidth: 10 } });
  expect(await caller().setting.list()).toHaveLength(2);
  await caller().setting.remove({ id: saved.id });
  expect(await caller().setting.list()).toEqual([other]);
  await expect(caller().setting.remove({ id: saved.id })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("no longer saved") as string,
  });
});

test("setting.save refuses an empty name, and settings that cannot be used in words", async () => {
  await expect(caller().setting.save({ name: "  ", settings: {} })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(caller().setting.save({ name: "x", settings: { binWidth: -1 } })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("binWidth") as string,
  });
  expect(await caller().setting.list()).toEqual([]);
});

test("setting.parse and write: a parameter file to settings and back; an error in words", async () => {
  const settings = await caller().setting.parse({
    text: "setting: {binWidth: 5}\nimageType: {Wavelet: {}, LoG: {sigma: [1.0, 2]}, Original: {}}",
  });
  expect(settings).toEqual(filtered);
  expect(await caller().setting.write({ settings })).toContain("sigma: [1.0, 2]");
  await expect(caller().setting.parse({ text: "setting: {binwidth: 5}" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining('Did you mean "binWidth"?') as string,
  });
});

test("setting.describe: hash, images, number of values and warnings", async () => {
  // 14 of shape, and 93 in each of eight wavelet, two LoG and the original image.
  expect(await caller().setting.describe({ settings: { ...filtered, geometryTolerance: 1 } })).toMatchObject({
    settingsHash: settingsHash(filtered),
    featureCount: shapeFeatures + filteredFeatures * 11,
    warnings: [expect.stringContaining("geometryTolerance") as string],
  });
  await expect(caller().setting.describe({ settings: { wavelet: "coif" } })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("wavelet") as string,
  });
});
