import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InstalledModel } from "#shared/domain/modelBundle.ts";
import { forkProcess } from "../../../src-main/app/forkProcess.ts";
import { createJobs, workerPath, type Jobs } from "../../../src-main/services/jobs/index.ts";
import { createInference, createModels, type Models } from "../../../src-main/services/models/index.ts";
import { isSettingsHash, settingsHash } from "../../../src-main/services/radiomics/index.ts";
import { drawSampleTruth, muscleCodes, muscleLabel, sampleCondition } from "../../../src-main/services/sample/index.ts";
import { openStore, type Store } from "../../../src-main/services/store/index.ts";
import { featuresOf } from "../../src-main/services/radiomics/featuresOf.ts";
import { by } from "../../src-main/author.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";

let folder: string, store: Store, jobs: Jobs, models: Models, model: InstalledModel;
beforeAll(async () => {
  folder = temporaryFolder();
  store = openStore(folder);
  jobs = createJobs(store);
  models = createModels({
    store,
    jobs,
    hashing: { settingsHash, isSettingsHash },
    inference: createInference({ forkInference: forkProcess, modulePath: workerPath("inference") }),
  });
  // Installing checks the description, the settings' hash, the golden case and the linear block.
  model = await models.install(by, join(import.meta.dirname, "..", "..", "..", "assets", "models", "demonstration"));
});
afterAll(async () => {
  models.close();
  await jobs.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the demonstration bundle", () => {
  it("says what it is", () => {
    expect(model.bundle.notice).toMatch(/synthetic images only/);
    expect(model.bundle.notice).toMatch(/Research use only/);
  });

  it("tells the sample's infiltrated muscles from its normal ones, on one slice each, within its training range", async () => {
    const { features, settings, trainingRange } = model.bundle.input;
    const cases: Array<{ grade: number; row: number[] }> = [];
    for (const unit of ["thigh", "calf"] as const) {
      const { volumes, labels } = drawSampleTruth(unit, { firstSlice: 7, slices: 1 });
      const image = volumes.find((volume) => volume.key === `${unit} T1`)!.image;
      for (const side of ["right", "left"] as const) {
        for (const code of muscleCodes) {
          const label = muscleLabel(code, side);
          const { grade } = sampleCondition(unit, side, code);
          const voxels = labels.voxels.filter((value) => value === label).length;
          // Clear cases: normal, or more than a third of it fat; muscles that are more than a tip here.
          if (voxels < 100 || grade === 1 || grade === 2) continue;
          const values = new Map((await featuresOf(image, labels, { ...settings, label })).map(({ name, value }) => [name, value]));
          cases.push({ grade, row: features.map((name) => values.get(name)!) });
        }
      }
    }
    const rows = await models.runRows(
      model.id,
      cases.map(({ row }) => row),
    );
    const positive = model.bundle.classes.indexOf(model.bundle.positiveClass);
    const right = rows.filter((row, n) => row[positive]! >= model.bundle.threshold === cases[n]!.grade >= 3);
    expect(cases.filter(({ grade }) => grade >= 3).length).toBeGreaterThan(5);
    expect(cases.filter(({ grade }) => grade === 0).length).toBeGreaterThan(5);
    expect(right.length / cases.length).toBeGreaterThan(0.9);
    for (const { row } of cases) {
      row.forEach((value, n) => {
        expect(value).toBeGreaterThanOrEqual(trainingRange[features[n]!]!.min);
        expect(value).toBeLessThanOrEqual(trainingRange[features[n]!]!.max);
      });
    }
  });
});
