import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { OwnAdjudications } from "#shared/api/adjudication.ts";
import type { OpenReading } from "#shared/api/reading.ts";
import { createApp } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import type { Author } from "../../src-main/services/store/index.ts";
import { addReader, by } from "../src-main/author.ts";
import { lookAtAll } from "../src-main/services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";
import { runFascicle } from "./program.ts";
import { cellsOutOfSight, circle, drag, expectState, faded, fetched, picture, saved, shown, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";
import { patients, size, writeStudies } from "./twoThighs.ts";

const passphrase = "correct horse battery";
/** Nothing of headers, groups or readers. */
const hidden = /HOSP-|Quastenflosser|Zitteraal|2\.25\.|LGMD|T1 TSE|Dixon|Reader (?:One|Two)/;
/** On which slice both drew a disc of 16 voxels' radius: one in the middle, the other two rows lower. */
const slice = 3;

/** A disc in the middle of a slice, moved down by so many rows. */
function disc(down: number): Uint8Array {
  const inside = (at: number) => Math.hypot((at % size) - size / 2, Math.floor(at / size) - size / 2 - down) < 16;
  return Uint8Array.from({ length: size ** 2 }, (_, at) => (inside(at) ? 1 : 0));
}

/** One case on which two readers differ. */
async function prepare(data: string, work: string): Promise<void> {
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { jobs, dicomImport, store, projects, readings, segmentations } = app.services;
  await jobs.finished(dicomImport.start(by, [writeStudies(join(work, "studies"))]));
  const names = ["Coordinator", "Reader One", "Reader Two", "Third Reader"];
  const [coordinator, one, two, third] = names.map((name) => addReader(store, name)) as [Author, Author, Author, Author];
  for (const { readerId } of [coordinator, one, two, third]) setCheapPassphrase(store, readerId, passphrase);
  const myopathy = templateProtocol("myopathy");
  const [thigh] = myopathy.regions;
  const muscles = myopathy.forms.filter(({ id }) => id === "mercuri-modified");
  const projectId = projects.create(coordinator, {
    name: "Muscles",
    protocol: {
      ...myopathy,
      passes: myopathy.passes.slice(0, 1),
      regions: [{ ...thigh!, levels: [], start: { ...thigh!.start, level: null } }],
      forms: muscles.map((form) => ({ ...form, muscles: form.muscles.map((muscle) => ({ ...muscle, region: "thigh" })) })),
      agreement: { ...myopathy.agreement, featureFilter: null, adjudication: { gradeDifference: 2, diceBelow: 0.95 } },
    },
  });
  projects.setMembers(coordinator, projectId, "reader", [one.readerId, two.readerId]);
  projects.addCases(coordinator, projectId, [{ where: "1", studyInstanceUids: [patients[0].uid], code: "K1", group: "LGMD" }], "cases");
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  projects.start(coordinator, projectId);
  for (const [reader, who] of [one, two].entries()) {
    const { readingId } = readings.own(who)[0]!.next!;
    readings.open(who, readingId);
    const [t1, water] = readings.images(who, readingId);
    const draw = (segmentationId: string, down: number) =>
      segmentations.applyStroke(who, segmentationId, segmentations.describe(segmentationId).revision, {
        tool: "freehand",
        slices: [{ sliceIndex: slice, labels: disc(down) }],
      });
    draw(t1!.segmentationId!, 0);
    // The same on the water-only image, so that T1 alone is drawn anew.
    await segmentations.copyTo(who, t1!.segmentationId!, water!.volumeId);
    if (reader === 1) draw(t1!.segmentationId!, 2);
    for (const [at, { code }] of muscles[0]!.muscles.entries())
      for (const side of ["right", "left"]) {
        const value = reader === 1 && side === "right" && at < 3 ? String(3 + at) : "1";
        readings.answer(who, readingId, `mercuri-modified/grade/${code}/${side}`, { type: "grade", value });
      }
    await readings.submit(who, readingId, { passphrase, meaning: "read" });
  }
  await app.close();
}

const session = browserSession({ prepare });
let page: Page;
beforeAll(() => {
  page = session.page;
});

const told = async () => [await page.content(), await page.title(), page.url()].join("\n");
const asked = async <Answer>(procedure: string, input?: unknown): Promise<Answer> => {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const { bytes } = await fetched(page, `/api/${procedure}${query}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Answer } } }).result.data.json;
};
const consensus = async () => (await asked<OwnAdjudications[]>("adjudication.own"))[0]!.cases[0]!;
/** Whether outlines lie on a canvas: it is taken off the screen where none do. */
const isSeen = (name: string) =>
  page.getByTestId(name).evaluate((canvas) => (canvas as unknown as { style: { display: string } }).style.display !== "none");

test("the coordinator sees where the two readings differ, and says who decides", async () => {
  await page
    .getByRole("button", { name: /^Coordinator/ })
    .first()
    .click();
  await page.getByLabel("Passphrase of Coordinator").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Projects" }).click();
  await page.getByRole("button", { name: "Muscles" }).click();
  await page.getByRole("navigation", { name: "Parts of the project" }).getByRole("button", { name: "Consensus" }).click();
  const line = page.getByRole("table", { name: "Cases to decide" }).getByRole("row", { name: /K1/ });
  // Grades of three muscles, and the drawings of one image.
  await line
    .getByText(/grades apart$/)
    .first()
    .waitFor();
  await line.getByText("nobody assigned").waitFor();
  expect(await line.getByText(/grades apart$/).count()).toBe(3);
  await picture(page, "consensus-0-cases");
  await page.getByRole("button", { name: "Assign 1 case…" }).click();
  const dialog = page.getByRole("dialog", { name: "Who decides case K1?" });
  await dialog.getByRole("radio", { name: /^Both readers together: Reader One and Reader Two/ }).waitFor();
  await dialog.getByRole("combobox", { name: "The third reader" }).click();
  await page.getByRole("option", { name: "Third Reader" }).click();
  await picture(page, "consensus-0-assign");
  await dialog.getByRole("button", { name: "Assign", exact: true }).click();
  await page.getByText("1 case is assigned to Third Reader.").waitFor();
  await line.getByText("not opened").waitFor();
  await page.getByRole("button", { name: /^Reader: / }).click();
  await page.getByRole("menuitem", { name: /^Third Reader/ }).click();
});

test("a third reader opens the consensus from My readings, and sees both readings as A and B", async () => {
  await page.getByLabel("Passphrase of Third Reader").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Open consensus K1" }).waitFor();
  await picture(page, "consensus-1-my-readings");
  await page.keyboard.press("Enter");
  await shown(page, 0);
  await page.getByText("Start from A", { exact: true }).waitFor();
  await page.keyboard.press("Home");
  for (let at = 0; at < slice; at++) await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", String(slice), 0);
  for (const [keys, seen] of [
    [0, [true, true]],
    [1, [true, false]],
    [1, [false, true]],
    [1, [false, false]],
    [1, [true, true]],
  ] as const) {
    for (let at = 0; at < keys; at++) await page.keyboard.press("y");
    await expect.poll(async () => [await isSeen("pair-a-0"), await isSeen("pair-b-0")]).toEqual(seen);
  }
  expect(await told()).not.toMatch(hidden);
  await faded(page);
  await picture(page, "consensus-2-both");
});

test("the drawing begins with what both agree on, and is corrected by hand", async () => {
  const drawn = async () => {
    const { labels } = await storedLabels(page, await shown(page, 0));
    return labels.subarray(slice * size ** 2, (slice + 1) * size ** 2);
  };
  await page.getByRole("button", { name: "Start from A" }).click();
  await saved(page);
  const [a, b] = [disc(0), disc(2)];
  const isOf = (labels: Uint8Array) => [a, b].findIndex((each) => each.every((label, at) => label === labels[at]));
  await expect.poll(async () => isOf(await drawn())).toBeGreaterThanOrEqual(0);
  const first = isOf(await drawn());
  await page.getByRole("button", { name: "Start from B" }).click();
  await expect.poll(async () => isOf(await drawn())).toBe(1 - first);
  await page.getByRole("button", { name: "Start from what both agree on" }).click();
  const shared = a.map((label, at) => label & b[at]!);
  await expect.poll(async () => Buffer.compare(Buffer.from(await drawn()), Buffer.from(shared))).toBe(0);
  await page.keyboard.press("f");
  await drag(page, circle(0.5, 0.5, 0.02), { index: 0 });
  await saved(page);
  // What was drawn by hand lies within: nothing is lost, and it is a revision of its own.
  expect((await storedLabels(page, await shown(page, 0))).revision).toBeGreaterThanOrEqual(3);
});

test("in the form only what differs is decided, by the keys of the form", async () => {
  await page.getByRole("tab", { name: "Form" }).click();
  await page.getByText("0 of 3").first().waitFor();
  await page.keyboard.press("q");
  const example = page.getByRole("img", { name: "Example of grade 3" });
  await expect.poll(() => example.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(144);
  await picture(page, "consensus-3-scoring");
  // In a window of 1280 x 720 pixels.
  expect(await page.locator("td [data-cell]").count()).toBe(34);
  expect(await cellsOutOfSight(page)).toBe(0);
  await page.keyboard.press("3");
  await page.keyboard.press("4");
  await page.keyboard.press("2");
  await page.getByText("3 of 3").first().waitFor();
  const { readingId } = await consensus();
  const answers = async () => new Map((await asked<OpenReading>("reading.describe", { readingId })).answers);
  await expect.poll(async () => (await answers()).size).toBe(34);
  const grades = [...(await answers())].map(([key, answer]) => [key.split("/").slice(2).join(" "), "value" in answer ? answer.value : ""]);
  expect(grades.filter(([, value]) => value !== "1")).toEqual([
    ["RFEM right", "3"],
    ["VME right", "4"],
    ["VIN right", "2"],
  ]);
  await page.keyboard.press("Escape");
  expect(await told()).not.toMatch(hidden);
});

test("it is signed and locked, and the log fits", async () => {
  await page
    .getByRole("button", { name: /^Submit/ })
    .first()
    .click();
  const sheet = page.getByRole("dialog", { name: "Submit the consensus of case K1" });
  await sheet.getByLabel("Passphrase").fill(passphrase);
  await picture(page, "consensus-5-submit");
  await page.keyboard.press("Enter");
  await page.getByText("Case K1 is submitted.").waitFor();
  await page.getByText("1 of 1 submitted").waitFor();
  await picture(page, "consensus-6-submitted");
  expect(await told()).not.toMatch(hidden);
  expect(session.complaints).toEqual([]);
  process.env["FASCICLE_PASSPHRASE"] = passphrase;
  try {
    const data = ["--data", session.data.path, "--as", "Coordinator"];
    const verified = await runFascicle("project", "verify", "Muscles", ...data);
    expect(verified.stdout).toMatch(/fits and the rows are as it says/);
    const listed = await runFascicle("project", "adjudicate", "Muscles", ...data);
    expect(listed.stdout).toMatch(/^K1 {2}Third Reader: submitted\n {4}Fatty infiltration/);
  } finally {
    delete process.env["FASCICLE_PASSPHRASE"];
  }
});
