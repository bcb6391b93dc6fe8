import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
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

const session = browserSession({
  prepare: (data, work) => importBodies(data, work, [{ patientId: "PAT-1", studyInstanceUid: "2.25.90", series }]),
  timeout: 30_000,
});
let page: Page;
let [t1, water] = ["", ""];

beforeAll(() => {
  page = session.page;
});

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
  expect(session.complaints).toEqual([]);
});
