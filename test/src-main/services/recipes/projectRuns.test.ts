import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReadRecipeSource, RecipeRun } from "#shared/api/recipe.ts";
import { createJobs } from "../../../../src-main/services/jobs/index.ts";
import { readDataTable } from "../../../../src-main/services/exports/index.ts";
import {
  createOutcomeTables,
  createRecipes,
  createRecompute,
  imagesOf,
  type Recipes,
} from "../../../../src-main/services/recipes/index.ts";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { createVolumes, type Volumes } from "../../../../src-main/services/volumes/index.ts";
import { change } from "../../author.ts";
import { csv, openLimbs, type Limbs } from "../projects/limbStudies.ts";
import { fakeWorkers, moveAndAdd } from "./fakeParts.ts";

const patients = [1, 2, 3, 4, 5];
const studies = patients.map((at) => ({
  uid: `2.25.10${at}`,
  patientId: `HOSP-${at}`,
  patientName: `Quastenflosser^${at}`,
  // The last one has no water-only series.
  series: at === 5 ? ["T1 TSE axial thigh"] : ["T1 TSE axial thigh", "T2 Dixon water thigh"],
}));

let limbs: Limbs;
let volumes: Volumes;
let projectId: string;
/** What a part waits for. */
let before: () => Promise<void>;
beforeEach(async () => {
  limbs = await openLimbs(studies);
  before = () => Promise.resolve();
  projectId = limbs.draft();
  const table = csv("Patient ID,Code", ...patients.map((at) => `HOSP-${at},X${at}`));
  limbs.projects.addTable(limbs.coordinator, projectId, readDataTable(table, "cases.csv"));
  volumes = createVolumes({ store: limbs.store });
});
afterEach(async () => {
  await volumes.close();
  await limbs.close();
});

/** The service of a program that has started on the data folder. */
function started(jobs = limbs.jobs): Recipes {
  const { store, projects } = limbs;
  const segmentations = createSegmentations({ store, volumes });
  const workers = fakeWorkers(imagesOf({ volumes, segmentations }), () => before());
  const recompute = createRecompute(store, createOutcomeTables(store), workers);
  return createRecipes({ store, jobs, volumes, segmentations, projects, workers: () => workers, recompute });
}
const source: ReadRecipeSource = { from: "text", fileName: "r.yaml", text: moveAndAdd, chosen: {} };
const inputs = { T1: { region: "thigh", role: "t1" }, water: { region: "thigh", role: "water" } };
const states = ({ cases }: RecipeRun) => Object.fromEntries(cases.map(({ code, state }) => [code, state]));
const waterOf = (code: string) =>
  limbs.projects
    .cases(limbs.coordinator, projectId)
    .find((each) => each.code === code)!
    .roles.find(({ region, role }) => region === "thigh" && role === "water")!;

test("two cases are prepared at a time; what failed is listed with its words, and the rest is done; the log tells it", async () => {
  const recipes = started();
  let [working, most] = [0, 0];
  before = async () => {
    working += 1;
    most = Math.max(most, working);
    await new Promise<void>((resolve) => setImmediate(resolve));
    working -= 1;
  };
  const { jobId } = recipes.startOnProject(limbs.coordinator, { projectId, source, inputs });
  const job = await limbs.jobs.finished(jobId);
  const run = job.result as RecipeRun;
  expect(most).toBe(2);
  expect(states(run)).toEqual({ X1: "done", X2: "done", X3: "done", X4: "done", X5: "failed" });
  expect(run.cases.at(-1)!.words).toBe("water: the case has no series for thigh, water yet.");
  expect(limbs.projects.log(limbs.coordinator, projectId).at(-1)).toMatchObject({
    action: "recipe.run",
    subject: "project",
    reason: expect.stringContaining(run.recipeHash) as unknown,
  });
  expect(limbs.projects.verify(projectId).fault).toBeNull();
  expect(recipes.outcomes(limbs.coordinator, { projectId, runId: run.runId })).toHaveLength(4);
});

test("a run that was killed goes on with what is not done, and computes nothing twice", async () => {
  const first = started();
  let parts = 0;
  const reached = Promise.withResolvers<void>();
  const killed = Promise.withResolvers<void>();
  // The first two cases come through; the program is killed while the next ones are under way.
  before = () => {
    parts += 1;
    if (parts === 4) reached.resolve();
    return parts <= 2 ? Promise.resolve() : killed.promise;
  };
  const { runId, jobId } = first.startOnProject(limbs.coordinator, { projectId, source, inputs });
  await reached.promise;
  expect(limbs.jobs.get(jobId).state).toBe("running");

  // Its row is all that a killed program leaves of a job.
  change(limbs.store, (database) => database.prepare("UPDATE job SET process_id = 999999999 WHERE id = ?").run(jobId));
  const jobs = createJobs(limbs.store);
  const second = started(jobs);
  const [run] = second.runs(limbs.coordinator, projectId);
  expect(run).toMatchObject({ runId, jobId: null });
  expect(Object.values(states(run!)).toSorted()).toEqual(["done", "done", "waiting", "waiting", "waiting"]);
  parts = 0;
  before = () => {
    parts += 1;
    return Promise.resolve();
  };
  await jobs.finished(second.resume(limbs.coordinator, projectId, runId));
  expect(states(second.runs(limbs.coordinator, projectId)[0]!)).toEqual({ X1: "done", X2: "done", X3: "done", X4: "done", X5: "failed" });
  expect(parts).toBe(2);
  killed.reject(new Error("killed"));
  await jobs.close();
});

test("a role gets the outcomes that a reader accepted, and the next recipe takes the image from before", async () => {
  const recipes = started();
  const { coordinator, projects } = limbs;
  const { runId, jobId } = recipes.startOnProject(coordinator, { projectId, source, inputs });
  await limbs.jobs.finished(jobId);
  const run = recipes.runs(coordinator, projectId)[0]!;
  const outcomeOf = (code: string) => run.cases.find((each) => each.code === code)!.outcomeId!;
  const unseen = recipes.outcome(outcomeOf("X1")).outputs[0]!.volumeId!;
  expect(() => projects.chooseRole(coordinator, projectId, { code: "X1", region: "thigh", role: "water", volumeId: unseen })).toThrow(
    "this prepared image was not accepted yet",
  );
  await recipes.decide(coordinator, outcomeOf("X1"), "accepted", "");
  await recipes.decide(coordinator, outcomeOf("X2"), "refused", "turned the wrong way");
  const fill = { projectId, runId, roles: { water: { region: "thigh", role: "water" } }, reason: "" };
  const found = waterOf("X1").volumeId;
  expect(recipes.fill(coordinator, { ...fill, isDryRun: true })).toMatchObject({ filled: ["X1"], notAccepted: ["X2", "X3", "X4", "X5"] });
  expect(waterOf("X1").volumeId).toBe(found);
  recipes.fill(coordinator, { ...fill, isDryRun: false });
  const prepared = recipes.outcome(outcomeOf("X1")).outputs[0]!.volumeId;
  expect(waterOf("X1")).toMatchObject({ volumeId: prepared, state: "confirmed" });
  expect(waterOf("X3").state).toBe("found");
  expect(projects.log(coordinator, projectId).slice(-3)).toMatchObject([
    { action: "recipe.accept", subject: "case X1" },
    { action: "recipe.refuse", subject: "case X2", reason: expect.stringContaining("turned the wrong way") as unknown },
    { action: "role.set", subject: "case X1, thigh, water", reason: expect.stringContaining(run.recipeHash) as unknown },
  ]);
  expect(projects.verify(projectId).fault).toBeNull();
  expect(recipes.fill(coordinator, { ...fill, isDryRun: false })).toMatchObject({ filled: [], already: ["X1"] });

  // Another recipe over the same roles begins where the first one did.
  const other = { ...source, text: moveAndAdd.replace("transform: rigid", "transform: affine") };
  const next = recipes.startOnProject(coordinator, { projectId, source: other, inputs });
  await limbs.jobs.finished(next.jobId);
  const again = recipes.runs(coordinator, projectId).find((each) => each.runId === next.runId)!;
  const outcome = recipes.outcome(again.cases.find(({ code }) => code === "X1")!.outcomeId!);
  expect(outcome.inputs.find(({ role }) => role === "water")!.volumeId).toBe(found);
});

test("who is no coordinator runs, sees and decides nothing of a project", async () => {
  const recipes = started();
  const words = "Only a coordinator of this project";
  expect(() => recipes.startOnProject(limbs.reader1, { projectId, source, inputs })).toThrow(words);
  const { runId, jobId } = recipes.startOnProject(limbs.coordinator, { projectId, source, inputs });
  await limbs.jobs.finished(jobId);
  expect(() => recipes.runs(limbs.reader1, projectId)).toThrow(words);
  expect(() => recipes.resume(limbs.reader1, projectId, runId)).toThrow(words);
  expect(() => recipes.outcomes(limbs.reader1, { projectId, runId })).toThrow(words);
  const { outcomeId } = recipes.runs(limbs.coordinator, projectId)[0]!.cases[0]!;
  await expect(recipes.decide(limbs.reader1, outcomeId!, "accepted", "")).rejects.toThrow(words);
  const fill = { projectId, runId, roles: { water: { region: "thigh", role: "water" } }, reason: "", isDryRun: false };
  await recipes.decide(limbs.coordinator, outcomeId!, "accepted", "");
  expect(() => recipes.fill(limbs.reader1, fill)).toThrow(words);
});
