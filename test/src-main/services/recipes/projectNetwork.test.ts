import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReadRecipeSource } from "#shared/api/recipe.ts";
import { readDataTable } from "../../../../src-main/services/exports/index.ts";
import { inferenceHere } from "../../../../src-main/services/models/index.ts";
import {
  createOutcomeTables,
  createRecipes,
  createRecompute,
  drawingBy,
  imagesOf,
  partsHere,
  type Recipes,
} from "../../../../src-main/services/recipes/index.ts";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { cachedPath, createVolumes, type Volumes } from "../../../../src-main/services/volumes/index.ts";
import { csv, openLimbs, type Limbs } from "../projects/limbStudies.ts";
import { writeBrightBundle } from "../models/volumes/brightBundle.ts";

let limbs: Limbs;
let volumes: Volumes;
let recipes: Recipes;
let projectId: string;
beforeEach(async () => {
  limbs = await openLimbs(
    [1, 2].map((at) => ({ uid: `2.25.10${at}`, patientId: `P${at}`, patientName: `Zitteraal^${at}`, series: ["T1 TSE axial thigh"] })),
  );
  const { store, jobs, projects } = limbs;
  projectId = limbs.draft();
  projects.addTable(limbs.coordinator, projectId, readDataTable(csv("Patient ID,Code", "P1,X1", "P2,X2"), "cases.csv"));
  volumes = createVolumes({ store, keepsImages: false, recompute: (volumeId) => recompute(volumeId) });
  const segmentations = createSegmentations({ store, volumes });
  const images = imagesOf({ volumes, segmentations });
  const steps = { ...partsHere(images), ...drawingBy(inferenceHere(), images) };
  const recompute = createRecompute(store, createOutcomeTables(store), steps);
  const workers = { ...steps, register: () => Promise.reject(new RangeError("nothing is registered here")) };
  recipes = createRecipes({ store, jobs, volumes, segmentations, projects, workers: () => workers, recompute });
});
afterEach(async () => {
  await volumes.close();
  await limbs.close();
});

const source: ReadRecipeSource = {
  from: "text",
  fileName: "r.yaml",
  text: `name: Brain
version: 1
roles: [{ name: T1, title: T1-weighted }]
bundles: [{ name: network, title: a network that draws the brain }]
steps: [{ kind: extractBrain, roles: [T1], mask: { from: bundle, bundle: network, images: T1 } }]
outputs: [T1]
`,
  chosen: {},
};
const t1 = { region: "thigh", role: "t1" };
const run = async (bundleFolder: string) => {
  const { runId, jobId } = recipes.startOnProject(limbs.coordinator, { projectId, source, inputs: { T1: t1, network: { bundleFolder } } });
  await limbs.jobs.finished(jobId);
  return recipes.runs(limbs.coordinator, projectId).find((each) => each.runId === runId)!;
};
const outcomeOf = (made: Awaited<ReturnType<typeof run>>, at: number) => recipes.outcome(made.cases[at]!.outcomeId!);

test("a network draws in every case of a project; another bundle is another outcome, and the same is found again", async () => {
  // The slices of the first case hold 101 and 102, those of the second 102 and 103, in both bytes.
  const above = 101.5 * 257;
  const bundle = await writeBrightBundle(join(limbs.folder, "bundle"), above);
  const made = await run(bundle);
  expect(made.cases).toMatchObject([{ state: "done" }, { state: "done" }]);
  const outcome = outcomeOf(made, 0);
  const volumeId = outcome.outputs[0]!.volumeId!;
  const before = await volumes.readImage(limbs.volumeOf("2.25.101", 1));
  const after = await volumes.readImage(volumeId);
  expect([...after.voxels]).toEqual(Array.from(before.voxels, (value) => (value > above ? value : 0)));
  expect(new Set(after.voxels)).toEqual(new Set([0, 102 * 257]));
  expect(outcome.inputs).toEqual([{ role: "T1", volumeId: limbs.volumeOf("2.25.101", 1), segmentationId: null }]);
  const named = [{ bundle: "network", name: "Bright", version: "1", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }];
  expect(recipes.provenance(outcome.outcomeId)).toMatchObject({ bundles: named });
  const { source: derived } = volumes.describe(volumeId);
  expect(derived).toMatchObject({ steps: [{ name: "recipe", parameters: { bundles: named } }, { name: "extractBrain" }] });

  expect(outcomeOf(await run(bundle), 0).outcomeId).toBe(outcome.outcomeId);
  const other = await run(await writeBrightBundle(join(limbs.folder, "other"), 100 * 257));
  expect(outcomeOf(other, 0).recipeHash).toBe(outcome.recipeHash);
  expect(outcomeOf(other, 0).outcomeId).not.toBe(outcome.outcomeId);

  // From the cache, with the same voxels.
  const cached = cachedPath(limbs.store.cacheFolder, volumeId);
  rmSync(cached);
  expect([...(await volumes.readImage(volumeId)).voxels]).toEqual([...after.voxels]);
  expect(existsSync(cached)).toBe(true);
});

test("a run goes on with the bundle that it began with; one that is missing or wrong is refused before anything is done", async () => {
  const start = (inputs: Parameters<Recipes["startOnProject"]>[1]["inputs"]) => () =>
    recipes.startOnProject(limbs.coordinator, { projectId, source, inputs });
  expect(start({ T1: t1 })).toThrow("Choose a model bundle for network (a network that draws the brain).");
  expect(start({ T1: t1, network: { bundleFolder: "/nowhere" } })).toThrow("network: There is no bundle.json in nowhere");
  const bundle = await writeBrightBundle(join(limbs.folder, "bundle"), 60_000);
  const failed = await run(bundle);
  expect(failed.cases[0]!).toMatchObject({ state: "failed", words: expect.stringContaining("The mask of T1 is empty") as unknown });
  const path = join(bundle, "bundle.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"version": "1"', '"version": "2"'));
  await limbs.jobs.finished(recipes.resume(limbs.coordinator, projectId, failed.runId));
  expect(recipes.runs(limbs.coordinator, projectId)[0]!.cases[0]!.words).toBe(
    "network: another bundle lies in its folder than the run began with. Put that one back, or run the recipe anew.",
  );
});
