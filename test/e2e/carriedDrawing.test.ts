import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { createApp } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import { addReader } from "../src-main/author.ts";
import { lookAtAll } from "../src-main/services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";
import { findings } from "./axe.ts";
import { bodyGrid, importBodies } from "./bodies.ts";
import { circle, drag, newSegment, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

/** Between both series the patient was moved, and measured in another frame of reference. */
const movedMm = [8, -6] as const;
const series = [
  { description: "T1 tra", frameOfReferenceUid: "2.25.90.8" },
  { description: "Dixon water", frameOfReferenceUid: "2.25.90.9", movedMm, isInverted: true },
];
const recipe = `name: "Water aligned to T1"
version: 1
roles:
  - { name: T1, title: T1-weighted }
  - { name: water, title: water-only }
steps:
  - { kind: register, moving: water, fixed: T1, transform: rigid }
outputs: [water]
`;

const passphrase = "correct horse battery";
/** Of the series, the recipe and the patient: nothing that a blinded reader may see. */
const hidden = /PAT-1|2\.25\.|Dixon|T1 tra|aligned|Made|LGMD/;

/** The study is a case of a project, too, in which what is drawn on T1 is copied to water. */
async function prepare(data: string, work: string): Promise<void> {
  await importBodies(data, work, [{ patientId: "PAT-1", studyInstanceUid: "2.25.90", series }]);
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { projects, store, volumes } = app.services;
  const [coordinator, ...readers] = ["Coordinator", "Reader One", "Reader Two"].map((name) => addReader(store, name));
  for (const { readerId } of [coordinator!, ...readers]) setCheapPassphrase(store, readerId, passphrase);
  const myopathy = templateProtocol("myopathy");
  const thigh = myopathy.regions[0]!;
  const regions = [{ ...thigh, levels: [], start: { ...thigh.start, level: null } }];
  const projectId = projects.create(coordinator!, {
    name: "Muscles",
    protocol: { ...myopathy, regions, forms: [] },
  });
  const readerIds = readers.map(({ readerId }) => readerId);
  projects.setMembers(coordinator!, projectId, "reader", readerIds);
  projects.addCases(coordinator!, projectId, [{ where: "1", studyInstanceUids: ["2.25.90"], code: "K1", group: "LGMD" }], "cases");
  const [t1Series, waterSeries] = volumes.describeStudy("2.25.90").series;
  for (const [
    role,
    {
      volumes: [volume],
    },
  ] of [
    ["t1", t1Series!],
    ["water", waterSeries!],
  ] as const)
    projects.chooseRole(coordinator!, projectId, { code: "K1", region: "thigh", role, volumeId: volume!.id });
  projects.confirmRoles(coordinator!, projectId);
  lookAtAll(projects, coordinator!, projectId);
  await app.close();
}

const session = browserSession({ prepare, timeout: 30_000 });
let page: Page;
let [t1, water] = ["", ""];

beforeAll(() => {
  page = session.page;
});

const enterPassphrase = async (name: string) => {
  await page.getByLabel(`Passphrase of ${name}`).fill(passphrase);
  await page.keyboard.press("Enter");
};
const panel = () => page.getByRole("complementary", { name: "Segments and features" });
const offers = () => panel().getByRole("region", { name: "Drawn on other series" });
/** Pixels of the canvas of outlines that are not clear. */
const outlined = (index: number) =>
  page.evaluate<number>(`(() => {
    const canvas = document.querySelector('[data-testid="projected-${index}"]');
    if (canvas.style.display === "none" || canvas.width === 0) return 0;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, at) => at % 4 === 3 && value > 0).length;
  })()`);
/** The middle of what is drawn, column, row and slice. */
const middleOf = (labels: Uint8Array) => {
  const { size } = bodyGrid;
  const drawn = [...labels].flatMap((label, at) => (label ? [[at % size, Math.floor(at / size) % size, Math.floor(at / size ** 2)]] : []));
  return [0, 1, 2].map((axis) => drawn.reduce((sum, place) => sum + place[axis]!, 0) / drawn.length);
};

test("before a registration is accepted nothing is offered to a series of another frame of reference", async () => {
  await page.getByRole("button", { name: /^Reader: / }).click();
  await page.getByRole("menuitem", { name: /^Coordinator/ }).click();
  await enterPassphrase("Coordinator");
  await page.getByText("Made, Up").first().dblclick();
  t1 = await shown(page);
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.45, 0.5, 0.12));
  await saved(page);
  await page.keyboard.press("Shift+2");
  water = await shown(page, 1);
  expect(water).not.toBe(t1);
  await page.keyboard.press("ArrowRight");
  await panel().getByText("This volume has no segmentation yet.").waitFor();
  expect(await offers().count()).toBe(0);
});

test("once it is accepted, what was drawn on T1 is shown on water where the patient lies by then, also while it is drawn", async () => {
  await panel().getByRole("tab", { name: "Prepare" }).click();
  const form = panel().getByRole("region", { name: "Prepare images" });
  await form.locator("input[type=file]").setInputFiles({ name: "aligned.yaml", mimeType: "text/yaml", buffer: Buffer.from(recipe) });
  await form.getByRole("region", { name: "What will be done" }).waitFor();
  await form.getByRole("button", { name: "Prepare", exact: true }).click();
  await panel().locator('[data-state="new"]').first().waitFor({ timeout: 120_000 });
  await panel().getByRole("button", { name: "Accept" }).click();
  await panel().getByRole("region", { name: "Prepared" }).getByText("accepted", { exact: true }).waitFor();
  await panel().getByRole("region", { name: "Comparison" }).getByRole("button", { name: "End", exact: true }).click();

  await panel().getByRole("tab", { name: "Segments" }).click();
  await viewport(page, 1).click();
  await page.getByRole("navigation", { name: "Series" }).locator(`[data-volume-id="${water}"]`).dblclick();
  await expect.poll(() => viewport(page, 1).getAttribute("data-volume-id")).toBe(water);
  await picture(page, "carry-0-offered");
  await offers().getByText("Through the accepted registration of water to T1, inverted (recipe “Water aligned to T1”)").waitFor();
  await offers()
    .getByRole("button", { name: /^Show what was drawn on 1 T1 tra/ })
    .click();
  await viewport(page, 1)
    .getByText(/Outlines drawn on #1 T1 tra .*through an accepted registration/)
    .waitFor();
  await expect.poll(() => outlined(1)).toBeGreaterThan(50);
  const before = await outlined(1);
  await picture(page, "carry-1-shown");
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("ArrowLeft");
  await drag(page, circle(0.6, 0.5, 0.1));
  await expect.poll(() => outlined(1)).toBeGreaterThan(before + 30);
  await saved(page);
});

test("copied to water it lies where the patient was moved to, and says through which registration it came", async () => {
  await page.keyboard.press("ArrowRight");
  await offers()
    .getByRole("button", { name: /^Copy here from 1 T1 tra/ })
    .click();
  await panel()
    .getByText(/Copied from #1 T1 tra.*Through the accepted registration of water to T1, inverted \(recipe “Water aligned to T1”\)/)
    .waitFor();
  const [source, copy] = [await storedLabels(page, t1), await storedLabels(page, water)];
  const [from, to] = [middleOf(source.labels), middleOf(copy.labels)];
  for (const axis of [0, 1]) expect(Math.abs(to[axis]! - from[axis]! - movedMm[axis]! / bodyGrid.pixelMm)).toBeLessThan(0.5);
  expect(to[2]).toBeCloseTo(from[2]!, 1);
  await picture(page, "carry-2-copied");
});

test("and back by the inverse it lies where it was drawn", async () => {
  const source = await storedLabels(page, t1);
  await page.keyboard.press("ArrowLeft");
  await panel().getByRole("button", { name: "More about this segmentation" }).click();
  await page.getByRole("menuitem", { name: "Show or copy from another series …" }).click();
  const sheet = page.getByRole("dialog", { name: "Show or copy from another series" });
  await sheet.getByText("Through the accepted registration of water to T1 (recipe “Water aligned to T1”)").waitFor();
  await picture(page, "carry-3-back");
  await sheet.getByRole("button", { name: /^Copy here from 2 Dixon water/ }).click();
  await panel()
    .getByText(/Copied from #2 Dixon water/)
    .waitFor();
  // The one last changed comes first.
  const back = await storedLabels(page, t1);
  expect(back.segmentationId).not.toBe(source.segmentationId);
  const count = (labels: Uint8Array) => labels.filter((label) => label > 0).length;
  const both = source.labels.reduce((sum, label, at) => sum + (label > 0 && back.labels[at]! > 0 ? 1 : 0), 0);
  const dice = (2 * both) / (count(source.labels) + count(back.labels));
  console.log(`Drawn on T1, carried to water and back: Dice ${dice.toFixed(4)} of ${count(source.labels)} voxels.`);
  expect(dice).toBeGreaterThan(0.98);
});

test("with the registration that the coordinator accepted, the study can be started", async () => {
  await page.getByRole("button", { name: "Projects" }).click();
  await page.getByRole("button", { name: "Muscles" }).click();
  await page.getByText("Nothing is lacking: it can be started.").waitFor();
  await page.getByRole("button", { name: "Start…" }).click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const board = page.getByRole("table", { name: "Board of readings" });
  await board.waitFor();
  // One case, read by reader 1 in two passes and by reader 2 in one.
  expect(await board.getByRole("button", { name: /: not opened/ }).count()).toBe(3);
  await page.getByRole("button", { name: /^Reader: / }).click();
  await page.getByRole("menuitem", { name: /Sign out/ }).click();
});

test("a blinded reader copies the own drawing through it, corrects the copy and submits", async () => {
  await page.getByRole("button", { name: /^Reader One/ }).click();
  await enterPassphrase("Reader One");
  await page.getByRole("button", { name: "Open case K1" }).click();
  [t1, water] = [await shown(page, 0), await shown(page, 1)];
  const side = page.getByRole("complementary", { name: "Segments, form and what is missing" });
  await side.locator('[aria-label="Segments"][aria-busy="false"]').waitFor();
  // What the coordinator drew on both series is not the reader's.
  expect((await storedLabels(page, t1)).labels.some((label) => label > 0)).toBe(false);
  await page.keyboard.press("f");
  await drag(page, circle(0.45, 0.5, 0.12));
  await saved(page);
  await viewport(page, 1).click({ position: { x: 40, y: 60 } });
  await side.getByText("Through an accepted registration", { exact: true }).waitFor();
  await picture(page, "carry-4-reading");
  const copy = side.getByRole("button", { name: /^Copy here from/ });
  expect(await copy.count()).toBe(1);
  await copy.click();
  await side.getByText(/Copied from #.*Through an accepted registration/).waitFor();
  const [drawn, copied] = [await storedLabels(page, t1), await storedLabels(page, water)];
  const [from, to] = [middleOf(drawn.labels), middleOf(copied.labels)];
  for (const axis of [0, 1]) expect(Math.abs(to[axis]! - from[axis]! - movedMm[axis]! / bodyGrid.pixelMm)).toBeLessThan(0.5);
  expect(to[2]).toBeCloseTo(from[2]!, 1);
  await page.keyboard.press("f");
  await drag(page, circle(0.7, 0.5, 0.05), { index: 1 });
  await expect.poll(async () => (await storedLabels(page, water)).revision).toBeGreaterThan(copied.revision);
  await saved(page);
  await picture(page, "carry-5-corrected");
  expect(await findings(page)).toEqual([]);
  expect([await page.content(), await page.title(), page.url()].join("\n")).not.toMatch(hidden);
  await page
    .getByRole("button", { name: /^Submit/ })
    .first()
    .click();
  await page
    .getByRole("dialog", { name: /^Submit case/ })
    .getByLabel("Passphrase")
    .fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByText("1 of 2 submitted").waitFor();
  expect(session.complaints).toEqual([]);

  const app = createApp({ dataFolder: session.data.path, host: { name: "cli" } });
  const { carried } = app.services.segmentations.copyOrigin(copied.segmentationId)!;
  expect(carried!.through).toMatchObject([{ recipeName: "Water aligned to T1", moving: "water", fixed: "T1", isToFixed: false }]);
  expect(app.services.projects.verify(app.services.projects.list()[0]!.id).fault).toBeNull();
  await app.close();
});
