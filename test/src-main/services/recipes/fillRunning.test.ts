import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReadRecipeSource } from "#shared/api/recipe.ts";
import {
  createOutcomeTables,
  createRecipes,
  createRecompute,
  imagesOf,
  type Recipes,
} from "../../../../src-main/services/recipes/index.ts";
import { openStudy, studyProtocol, type RunningStudy } from "../projects/readings/runningStudy.ts";
import { fakeWorkers, moveAndAdd } from "./fakeParts.ts";

const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };
const source: ReadRecipeSource = { from: "text", fileName: "r.yaml", text: moveAndAdd, chosen: {} };
const inputs = { T1: { region: "thigh", role: "t1" }, water: { region: "thigh", role: "water" } };
/** Two muscles, one of each region. */
const forms = studyProtocol().forms.map((form) => ({
  ...form,
  muscles: ["thigh", "calf"].map((of) => form.muscles.find(({ region }) => region === of)!),
}));

let study: RunningStudy;
let recipes: Recipes;
/** The first case of reader 1, submitted; the first one of reader 2, in work. */
let [signed, inWork, runId] = ["", "", ""];
let signedDrawings: readonly string[] = [];
beforeAll(async () => {
  study = await openStudy({ forms });
  const { store, jobs, volumes, segmentations, projects, readings, reader1, reader2, coordinator, id } = study;
  const workers = fakeWorkers(imagesOf({ volumes, segmentations }));
  const recompute = createRecompute(store, createOutcomeTables(store), workers);
  recipes = createRecipes({ store, jobs, volumes, segmentations, projects, workers: () => workers, recompute });
  projects.start(coordinator, id);
  for (const reader of [reader1, reader2]) {
    const { readingId } = readings.own(reader)[0]!.next!;
    readings.open(reader, readingId);
    await study.drawAll(reader, readingId);
    study.answerAll(reader, readingId);
    if (reader === reader1) {
      signedDrawings = drawingsOf(reader, readingId).map(({ segmentationId }) => segmentationId!);
      await readings.submit(reader, readingId, secret);
      signed = readingId;
    } else inWork = readingId;
  }
  const started = recipes.startOnProject(coordinator, { projectId: id, source, inputs });
  ({ runId } = started);
  await study.jobs.finished(started.jobId);
}, 120_000);
afterAll(() => study.close());

const fill = (over: { reason?: string; isDryRun?: boolean } = {}) =>
  recipes.fill(study.coordinator, {
    projectId: study.id,
    runId,
    roles: { water: { region: "thigh", role: "water" } },
    reason: "",
    isDryRun: false,
    ...over,
  });
const waterOf = (code: string) =>
  study.projects
    .cases(study.coordinator, study.id)
    .find((each) => each.code === code)!
    .roles.find(({ region, role }) => region === "thigh" && role === "water")!.volumeId!;
const readingOf = (readingId: string) => study.readings.list(study.coordinator, study.id).find((each) => each.readingId === readingId)!;
const outcomeIdOf = (code: string) => recipes.runs(study.coordinator, study.id)[0]!.cases.find((each) => each.code === code)!.outcomeId!;
const preparedOf = (code: string) => recipes.outcome(outcomeIdOf(code)).outputs[0]!.volumeId!;
const drawn = async (segmentationId: string) => {
  const { labels, segmentation } = await study.segmentations.readLabelMap(segmentationId);
  return { volumeId: segmentation.volumeId, voxels: [...labels].flatMap((label, at) => (label ? [at] : [])) };
};
const drawingsOf = (by: typeof study.reader1, readingId: string) =>
  study.readings.images(by, readingId).filter(({ region }) => region.id === "thigh");

test("before anything is changed it is told which readings the prepared images would touch", async () => {
  const codes = ["X1", "X2"];
  for (const code of codes) await recipes.decide(study.coordinator, outcomeIdOf(code), "accepted", "");
  const before = study.projects.log(study.coordinator, study.id).length;
  const tried = fill({ isDryRun: true });
  expect(tried).toMatchObject({ filled: codes, already: [], notAccepted: [] });
  const caseOf = (readingId: string) => readingOf(readingId).caseCode;
  const touched = tried.replaced.flatMap(({ kept, begunAnew }) => [
    ...kept.map((name) => ({ becomes: "kept", ...name })),
    ...begunAnew.map((name) => ({ becomes: "anew", ...name })),
  ]);
  expect(touched).toHaveLength(2);
  expect(touched).toContainEqual(expect.objectContaining({ code: caseOf(signed), becomes: "kept", readerNumber: 1, pass: 1 }));
  expect(touched).toContainEqual(expect.objectContaining({ code: caseOf(inWork), becomes: "anew", readerNumber: 2, pass: 1 }));
  // Three readings of each case, of which two are opened.
  expect(tried.replaced.reduce((sum, { notOpened }) => sum + notOpened, 0)).toBe(4);
  expect(study.projects.log(study.coordinator, study.id)).toHaveLength(before);
  for (const code of codes) expect(waterOf(code)).not.toBe(preparedOf(code));
});

test("a running study asks for a reason, and nothing is changed without one", () => {
  expect(() => fill({ reason: " " })).toThrow("Say why: replacing series of a running study needs a reason, which the log keeps.");
  expect(waterOf("X1")).not.toBe(preparedOf("X1"));
});

test("with one the role is filled; drawings stay on the image that they were drawn on, and the reading begins anew on the prepared one", async () => {
  const { readings, projects, coordinator, reader2, id } = study;
  const { caseCode } = readingOf(inWork);
  const old = drawingsOf(reader2, inWork);
  const before = await Promise.all(old.map(({ segmentationId }) => drawn(segmentationId!)));
  const signedBefore = await Promise.all(signedDrawings.map(drawn));
  const tried = fill({ isDryRun: true });
  const done = fill({ reason: "The series were not aligned" });
  expect(done).toEqual(tried);
  for (const code of ["X1", "X2"]) expect(waterOf(code)).toBe(preparedOf(code));
  expect(fill({ reason: "again" })).toMatchObject({ filled: [], already: ["X1", "X2"], replaced: [] });

  const { recipeHash } = recipes.outcome(outcomeIdOf("X1"));
  const told = projects.log(coordinator, id).filter(({ action }) => action === "role.replace");
  expect(told.map(({ subject }) => subject).toSorted()).toEqual(["case X1, thigh, water", "case X2, thigh, water"]);
  for (const { reason } of told) {
    expect(reason).toContain(recipeHash);
    expect(reason).toContain("The series were not aligned");
  }
  expect(projects.verify(id).fault).toBeNull();

  // What was drawn lies where it lay, voxel by voxel.
  expect(await Promise.all(old.map(({ segmentationId }) => drawn(segmentationId!)))).toEqual(before);
  expect(before.map(({ voxels }) => voxels.length)).toEqual([5, 5]);
  expect(before[1]!.volumeId).not.toBe(preparedOf(caseCode));

  projects.lookAt(coordinator, id, { code: caseCode, region: "thigh", role: "water" });
  readings.open(reader2, inWork);
  const now = drawingsOf(reader2, inWork);
  expect(now.map(({ role, volumeId }) => [role.id, volumeId])).toEqual([
    ["t1", before[0]!.volumeId],
    ["water", preparedOf(caseCode)],
  ]);
  // What is drawn on T1 has lost nothing; on the prepared image nothing is drawn until the reader copies it there.
  expect((await drawn(now[0]!.segmentationId!)).voxels).toEqual(before[0]!.voxels);
  expect(now[1]!.segmentationId).toBeNull();
  const copy = await study.segmentations.copyTo(reader2, now[0]!.segmentationId!, preparedOf(caseCode));
  expect((await drawn(copy.id)).voxels).toEqual(before[0]!.voxels);

  // What was signed is as it was signed.
  expect(readingOf(signed)).toMatchObject({ state: "submitted", version: 1, replaced: ["thigh, water"] });
  expect(await Promise.all(signedDrawings.map(drawn))).toEqual(signedBefore);
  expect(signedBefore.map(({ voxels }) => voxels.length)).toEqual([5, 5]);
  expect(projects.verify(id).fault).toBeNull();
});
