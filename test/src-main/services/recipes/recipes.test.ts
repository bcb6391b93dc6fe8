import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReadRecipeSource, RecipeOutcome } from "#shared/api/recipe.ts";
import {
  createOutcomeTables,
  createRecipes,
  createRecompute,
  imagesOf,
  type Recipes,
} from "../../../../src-main/services/recipes/index.ts";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { createStudies } from "../../../../src-main/services/studies/index.ts";
import { checkDerived, createVolumes, type Volumes } from "../../../../src-main/services/volumes/index.ts";
import { heldFiles } from "../../../../src-main/services/backup/heldFiles.ts";
import { by } from "../../author.ts";
import { limbStudies, openLimbs, type Limbs } from "../projects/limbStudies.ts";
import { addOne, fakeWorkers, moveAndAdd, oneMore } from "./fakeParts.ts";

let limbs: Limbs;
let volumes: Volumes;
let recipes: Recipes;
let parts = 0;
beforeEach(async () => {
  limbs = await openLimbs(limbStudies.slice(0, 2));
  parts = 0;
  const { store, jobs, projects } = limbs;
  volumes = createVolumes({ store, recompute: (volumeId) => recompute(volumeId) });
  const segmentations = createSegmentations({ store, volumes });
  const counted = () => {
    parts += 1;
    return Promise.resolve();
  };
  const workers = fakeWorkers(imagesOf({ volumes, segmentations }), counted);
  const recompute = createRecompute(store, createOutcomeTables(store), workers);
  recipes = createRecipes({ store, jobs, volumes, segmentations, projects, workers: () => workers, recompute });
});
afterEach(async () => {
  await volumes.close();
  await limbs.close();
});

const source = (text: string): ReadRecipeSource => ({ from: "text", fileName: "r.yaml", text, chosen: {} });
const [t1, water] = [1, 2].map((series) => () => limbs.volumeOf("2.25.101", series));

async function prepare(
  text = addOne,
  inputs: Record<string, { volumeId: string }> = { water: { volumeId: water!() } },
): Promise<RecipeOutcome> {
  const job = await limbs.jobs.finished(recipes.startOnStudy(by, { source: source(text), inputs }));
  if (job.state !== "succeeded") throw new Error(`${job.state}: ${job.error}`);
  return recipes.outcome((job.result as { outcomeId: string }).outcomeId);
}
const cached = () => join(limbs.dataFolder, "cache", "prepared");
const kept = () => join(limbs.dataFolder, "derived");
const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

test("an outcome is a volume like any other, which names the recipe by its hash, its steps and what it was made of", async () => {
  const outcome = await prepare();
  const volumeId = outcome.outputs[0]!.volumeId!;
  expect(outcome).toMatchObject({
    recipeName: "One more",
    recipeVersion: 3,
    state: "new",
    studyInstanceUid: "2.25.101",
    inputs: [{ role: "water", volumeId: water!(), segmentationId: null }],
    outputs: [{ role: "water", beforeVolumeId: water!(), fixedVolumeId: null, hasTransform: false }],
    notes: [{ step: 1, kind: "clip", notes: ["done"] }],
  });
  expect((await volumes.readImage(volumeId)).voxels).toEqual(oneMore(await volumes.readImage(water!())).voxels);
  expect(volumes.describe(volumeId).source).toMatchObject({
    kind: "derived",
    steps: [{ name: "recipe", parameters: { sha256: outcome.recipeHash, output: "water", sources: ["water"] } }, { name: "clip" }],
    sources: [{ volumeId: water!() }],
  });
  expect(volumes.describeStudy("2.25.101").series.map(({ description }) => description)).toContain("water: One more");
  expect(recipes.outcomes(by, { volumeId })).toEqual([outcome]);
  expect(recipes.outcomes(by, { studyInstanceUid: "2.25.101" })).toEqual([outcome]);
  expect(recipes.outcomes(by, { studyInstanceUid: "2.25.102" })).toEqual([]);
});

test("the same recipe on the same images is the same outcome, and is not computed twice", async () => {
  const first = await prepare();
  // Its keys in another order, and another name: the hash is the same.
  const again = await prepare(addOne.split("\n").toReversed().join("\n").replace("One more", "Another name"));
  expect(again.outcomeId).toBe(first.outcomeId);
  expect(parts).toBe(1);
  const other = await prepare(addOne.replace("lower: 1", "lower: 2"));
  expect(other.outcomeId).not.toBe(first.outcomeId);
});

test("voxels that were deleted from the cache are made again when they are asked for, and only then", async () => {
  const { outputs } = await prepare();
  const volumeId = outputs[0]!.volumeId!;
  expect(namesIn(cached())).toEqual([`${volumeId}.nrrd`]);
  rmSync(join(limbs.dataFolder, "cache"), { recursive: true });
  expect(parts).toBe(1);
  const [a, b] = await Promise.all([volumes.readImage(volumeId), volumes.readImage(volumeId)]);
  expect(a.voxels).toEqual(oneMore(await volumes.readImage(water!())).voxels);
  expect(b.voxels).toEqual(a.voxels);
  expect(parts).toBe(2);
});

test("an outcome that was accepted is kept, in backups too, and no more in the cache; its transform and its document are told", async () => {
  const { outcomeId, outputs } = await prepare(moveAndAdd, { T1: { volumeId: t1!() }, water: { volumeId: water!() } });
  expect(outputs).toMatchObject([{ role: "water", beforeVolumeId: water!(), fixedVolumeId: t1!(), hasTransform: true }]);
  expect(heldFiles(limbs.store, limbs.dataFolder).filter(({ path }) => path.startsWith("derived/"))).toEqual([]);
  const accepted = await recipes.decide(by, outcomeId, "accepted", "");
  expect(accepted).toMatchObject({ state: "accepted", reason: null });
  expect(namesIn(cached())).toEqual([]);
  expect(namesIn(kept())).toHaveLength(1);
  expect(heldFiles(limbs.store, limbs.dataFolder).filter(({ path }) => path.startsWith("derived/"))).toHaveLength(1);
  expect((await checkDerived(limbs.store, { repair: false })).findings).toEqual([]);
  expect((await volumes.readImage(outputs[0]!.volumeId!)).voxels).toEqual(oneMore(await volumes.readImage(water!())).voxels);
  expect(recipes.transform(outcomeId, "water")).toMatchObject({ kind: "rigid", translationMm: [1, 0, 0] });
  expect(() => recipes.transform(outcomeId, "T1")).toThrow("No step of the recipe aligned T1");
  const document = JSON.stringify(recipes.provenance(outcomeId));
  expect(document).toContain(accepted.recipeHash);
  expect(document).not.toMatch(/Quastenflosser|Xaver|HOSP|2\.25\./);
  await expect(recipes.decide(by, outcomeId, "refused", "x")).rejects.toThrow("This outcome was accepted already.");
});

test("an outcome that was deleted from the cache before it was accepted is made again", async () => {
  const { outcomeId, outputs } = await prepare();
  rmSync(join(limbs.dataFolder, "cache"), { recursive: true });
  await recipes.decide(by, outcomeId, "accepted", "");
  expect((await volumes.readImage(outputs[0]!.volumeId!)).voxels).toEqual(oneMore(await volumes.readImage(water!())).voxels);
});

test("a refusal needs a reason and removes the image; the recipe can be run once more", async () => {
  const { outcomeId, outputs } = await prepare();
  await expect(recipes.decide(by, outcomeId, "refused", " ")).rejects.toThrow("a refusal needs a reason");
  expect(await recipes.decide(by, outcomeId, "refused", "upside down")).toMatchObject({
    state: "refused",
    reason: "upside down",
    outputs: [{ volumeId: null }],
  });
  expect(() => volumes.describe(outputs[0]!.volumeId!)).toThrow("There is no such volume");
  expect(namesIn(cached())).toEqual([]);
  const again = await prepare();
  expect(again.outcomeId).not.toBe(outcomeId);
  expect(parts).toBe(2);
});

test("outcomes go with their study, from the cache too", async () => {
  await prepare();
  const studies = createStudies(limbs.store);
  await studies.remove(by, "2.25.101", studies.contents(by, "2.25.101"));
  expect(namesIn(cached())).toEqual([]);
  expect(["recipe_outcome", "recipe_output", "derived_volume"].map(limbs.count)).toEqual([0, 0, 0]);
});

test("images that are missing, of the wrong kind or of several patients are refused before any work", async () => {
  const start = (text: string, inputs: Parameters<Recipes["startOnStudy"]>[1]["inputs"]) => () =>
    recipes.startOnStudy(by, { source: source(text), inputs });
  expect(start(moveAndAdd, { T1: { volumeId: t1!() } })).toThrow("Choose an image for water (water-only).");
  expect(start(addOne, { water: { volumeId: "nothing" } })).toThrow("water (water-only): this volume is not there");
  expect(start(addOne, { water: { volumeId: water!() }, FLAIR: { volumeId: water!() } })).toThrow(
    "The recipe has no role FLAIR. Roles: water.",
  );
  expect(start(addOne, { water: { segmentationId: "x" } })).toThrow("water (water-only) is an image: a drawing cannot be it.");
  expect(parts).toBe(0);
});

test("recipes are kept under their names beside those of the program, and one that cannot be used is not kept", () => {
  const saved = recipes.save(by, { fileName: "r.yaml", text: `# mine\n${addOne}` });
  expect(recipes.list().map(({ preset, name }) => preset ?? name)).toEqual([
    "epilepsy",
    "glioma",
    "multiple-sclerosis",
    "myopathy",
    "tuberous-sclerosis",
    "One more",
  ]);
  expect(recipes.text({ from: "own", recipeId: saved.recipeId!, chosen: {} }).text).toMatch(/^# mine/);
  const changed = recipes.save(by, { fileName: "r.yaml", text: addOne.replace("lower: 1", "lower: 5") });
  expect(changed.recipeId).toBe(saved.recipeId);
  expect(changed.hash).not.toBe(saved.hash);
  expect(() => recipes.save(by, { fileName: "r.yaml", text: "name: x" })).toThrow(/^r\.yaml cannot be used/);
  recipes.remove(by, saved.recipeId!);
  expect(() => recipes.read({ from: "own", recipeId: saved.recipeId!, chosen: {} })).toThrow("no longer kept");
});
