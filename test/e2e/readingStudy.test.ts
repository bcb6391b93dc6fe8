import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { OpenReading, OwnReadings } from "#shared/api/reading.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import { createApp, type App } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import type { Author } from "../../src-main/services/store/index.ts";
import { regionsOf } from "../../src-renderer/rooms/reading/case/formRegions.ts";
import { addReader, by } from "../src-main/author.ts";
import { lookAtAll } from "../src-main/services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";
import { runFascicle } from "./program.ts";
import { circle, drag, expectState, fetched, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";
import { patients, size, slices, writeStudies } from "./twoThighs.ts";

const passphrase = "correct horse battery";
/** What must not be seen in a reading: of headers, of the case table, of the other reader. */
const hidden = /HOSP-|Quastenflosser|Zitteraal|2\.25\.|LGMD|T1 TSE|Dixon|Reader Two/;

/** The study, started. K1 is for training, and the coordinator has read it. */
async function prepare(data: string, work: string): Promise<void> {
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { services } = app;
  await services.jobs.finished(services.dicomImport.start(by, [writeStudies(join(work, "studies"))]));
  const [coordinator, one, two] = ["Coordinator", "Reader One", "Reader Two"].map((name) => addReader(services.store, name)) as [
    Author,
    Author,
    Author,
  ];
  for (const { readerId } of [coordinator, one, two]) setCheapPassphrase(services.store, readerId, passphrase);
  const myopathy = templateProtocol("myopathy");
  const [thigh] = myopathy.regions;
  const levels = thigh!.levels.slice(0, 2);
  const { projects } = services;
  const projectId = projects.create(coordinator, {
    name: "Muscles",
    protocol: {
      ...myopathy,
      regions: [{ ...thigh!, levels }],
      // All 17 muscles, as of one region.
      forms: myopathy.forms
        .filter(({ id }) => id === "mercuri-modified")
        .map((form) => ({ ...form, muscles: form.muscles.map((muscle) => ({ ...muscle, region: "thigh" })) })),
    },
  });
  projects.setMembers(coordinator, projectId, "reader", [one.readerId, two.readerId]);
  const cases = patients.map(({ uid }, at) => ({
    where: String(at),
    studyInstanceUids: [uid],
    code: `K${at + 1}`,
    group: "LGMD",
    isTraining: at === 0,
  }));
  projects.addCases(coordinator, projectId, cases, "cases");
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  for (const { code } of cases)
    for (const [at, level] of levels.entries())
      projects.setLevel(coordinator, projectId, { code, region: "thigh", level: level.id, slice: at === 0 ? 2 : 5 });
  projects.start(coordinator, projectId);
  await readTraining(services, coordinator, projectId);
  await app.close();
}

/** The coordinator's reading of K1: a square on each level of each series, and grade 2 everywhere. */
async function readTraining({ readings, segmentations }: App["services"], by: Author, projectId: string): Promise<void> {
  const { readingId, forms, regions } = readings.openReference(by, projectId, "K1");
  const [t1, water] = readings.images(by, readingId);
  const labels = new Uint8Array(size ** 2);
  for (let row = 40; row < 56; row++) labels.fill(1, row * size + 40, row * size + 56);
  const drawn = { tool: "brush", slices: [1, 4].map((sliceIndex) => ({ sliceIndex, labels })) };
  segmentations.applyStroke(by, t1!.segmentationId!, 0, drawn);
  await segmentations.copyTo(by, t1!.segmentationId!, water!.volumeId);
  const asked = forms.flatMap((form) => formCells(form, regionsOf({ regions })));
  for (const { key } of asked) readings.answer(by, readingId, key, { type: "grade", value: "2" });
  await readings.submit(by, readingId, { passphrase, meaning: "For comparison" });
}

const session = browserSession({ prepare });
let page: Page;
beforeAll(() => {
  page = session.page;
});

const signIn = async (name: string) => {
  await page
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await page.getByLabel(`Passphrase of ${name}`).fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Muscles" }).waitFor();
};
const side = () => page.getByRole("complementary", { name: "Segments, form and what is missing" });
/** The page, its title and its address, in which nothing hidden may stand. */
const told = async () => [await page.content(), await page.title(), page.url()].join("\n");
/** What the door answers to this page's session. */
const asked = async <Answer>(procedure: string, input?: unknown): Promise<Answer> => {
  const { bytes } = await fetched(
    page,
    `/api/${procedure}${input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`}`,
  );
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Answer } } }).result.data.json;
};

test("a reader signs in and sees the own readings alone", async () => {
  await signIn("Reader One");
  await page.getByText("0 of 3 submitted").waitFor();
  expect(await told()).not.toMatch(hidden);
  await picture(page, "reading-1-my-readings");
  expect(await page.getByRole("button", { name: /Worklist|Import|Models/ }).count()).toBe(0);
});

test("the next case opens under its code, on the level and the series of the protocol", async () => {
  // A hasty reader: the second click finds the case being opened.
  await page.getByRole("button", { name: "Open case K1" }).dblclick();
  await shown(page, 0);
  await shown(page, 1);
  const [own] = await asked<OwnReadings[]>("reading.own");
  expect(own!.begun).toHaveLength(1);
  await expectState(page, "slice-index", "1", 0);
  await expectState(page, "slice-index", "1", 1);
  expect(await told()).not.toMatch(hidden);
  await picture(page, "reading-2-open");
});

test("what is drawn on T1 on each level is copied to water-only, and revised", async () => {
  const draw = async (index: number) => {
    await page.keyboard.press("f");
    await drag(page, circle(0.5, 0.5, 0.12), { index });
    await saved(page);
  };
  await draw(0);
  await page.keyboard.press("Shift+PageDown");
  await expectState(page, "slice-index", "4", 0);
  await expectState(page, "slice-index", "4", 1);
  await draw(0);
  await viewport(page, 1).click({ position: { x: 40, y: 40 } });
  await side()
    .getByRole("button", { name: /^Copy here from/ })
    .click();
  await page
    .getByText(/all muscle/)
    .first()
    .waitFor();
  await picture(page, "reading-3-copied");
  const [t1, water] = [await storedLabels(page, await shown(page, 0)), await storedLabels(page, await shown(page, 1))];
  const drawn = (labels: Uint8Array) =>
    Array.from({ length: slices }, (_, k) => labels.subarray(k * size ** 2, (k + 1) * size ** 2).reduce((sum, label) => sum + label, 0));
  expect(drawn(t1.labels).map((count) => count > 0)).toEqual([false, true, false, false, true, false, false]);
  // The same grid: voxel on voxel.
  expect(water.labels).toEqual(t1.labels);
  expect(water.segmentationId).not.toBe(t1.segmentationId);
  expect(await told()).not.toMatch(hidden);
});

test("34 keys of the number pad fill the form", async () => {
  await page.getByRole("tab", { name: "Form" }).click();
  await page.getByText("0 of 34").first().waitFor();
  await page.keyboard.press("q");
  await picture(page, "reading-4-scoring");
  for (let at = 0; at < 34; at++) await page.keyboard.press(`Numpad${at % 6}`);
  await page.getByText("34 of 34").first().waitFor();
  await picture(page, "reading-5-scored");
  const [own] = await asked<OwnReadings[]>("reading.own");
  const { readingId } = own!.begun[0]!;
  const answers = async () => (await asked<OpenReading>("reading.describe", { readingId })).answers;
  await expect.poll(async () => (await answers()).length).toBe(34);
  // In the order of the form: rectus femoris right, left, vastus medialis right ...
  expect((await answers()).map(([, answer]) => (answer.type === "grade" ? answer.value : null))).toEqual(
    Array.from({ length: 34 }, (_, at) => String(at % 6)),
  );
  await page.keyboard.press("Escape");
});

test("it is submitted with the passphrase, signed and locked; the log fits", async () => {
  await page
    .getByRole("button", { name: /^Submit/ })
    .first()
    .click();
  const sheet = page.getByRole("dialog", { name: /^Submit case K[12]/ });
  await sheet.getByLabel("Passphrase").waitFor();
  await picture(page, "reading-6-submit");
  await sheet.getByLabel("Passphrase").fill("wrong horse battery");
  await page.keyboard.press("Enter");
  await sheet
    .getByRole("alert")
    .getByText(/not the right one/)
    .waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  // What is there stays through a reload, in the same case.
  await page.reload();
  await shown(page, 0);
  await page.getByText("Nothing is missing").first().waitFor();
  expect(await told()).not.toMatch(hidden);
  await page
    .getByRole("button", { name: /^Submit/ })
    .first()
    .click();
  await sheet.getByLabel("Passphrase").waitFor();
  await sheet.getByLabel("Passphrase").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByText("1 of 3 submitted").waitFor();
  await page
    .getByText(/^Signed|fingerprint|Key /)
    .first()
    .waitFor();
  await picture(page, "reading-7-submitted");
  expect(await told()).not.toMatch(hidden);
  const verified = await runFascicle("project", "verify", "Muscles", "--data", session.data.path, "--as", "Reader One");
  expect(verified.stderr).toMatch(/passphrase/);
});

test("as a training case it is compared with the coordinator's reading, and nothing changes it", async () => {
  await page.getByRole("button", { name: "Compare case K1" }).click();
  await shown(page, 0);
  await page.getByText("Dashed outlines: the coordinator's drawing").first().waitFor();
  // Grades 0 to 5 in turn, beside 2 everywhere: of 34, six are 2.
  await page.getByText("28 answers of 34 differ").waitFor();
  await picture(page, "reading-8-compared");
  const before = await storedLabels(page, await shown(page, 0));
  await page.keyboard.press("f");
  await viewport(page, 0).click({ position: { x: 150, y: 150 } });
  await page.getByText("it is compared, and not changed any more").first().waitFor();
  expect((await storedLabels(page, await shown(page, 0))).revision).toBe(before.revision);
  expect(await told()).not.toMatch(hidden);
  await page.getByRole("button", { name: "Back to my readings" }).click();
  await page.getByRole("button", { name: "Open case K2" }).waitFor();
});

test("another reader sees nothing of it", async () => {
  await page
    .getByRole("button", { name: /Reader One/ })
    .first()
    .click();
  await page
    .getByText(/Sign out|Another reader/)
    .first()
    .click();
  await signIn("Reader Two");
  await page.getByText("0 of 2 submitted").waitFor();
  await page.getByRole("button", { name: /^Open case K[12]/ }).click();
  await shown(page, 0);
  expect(await page.content()).not.toMatch(/HOSP-|Quastenflosser|Zitteraal|2\.25\.|LGMD|Reader One/);
  // The browser's own line about the passphrase that was refused, and nothing else.
  expect(session.complaints).toEqual([expect.stringMatching(/400 \(Bad Request\) \(.*\/api\/reading\.submit\)$/)]);
  expect(session.program.output()).not.toMatch(hidden);
});
