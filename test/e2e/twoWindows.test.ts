import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { importMadeUpStudy, openMadeUpStudy } from "./madeUpStudy.ts";
import { drag, expectState, newSegment, picture, saved, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 60_000 });
const complaints: string[] = [];
let [one, two]: [Page, Page] = [] as never;
let volumeId: string;

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Voxels of a label on disk, by their index. */
async function stored(label: number): Promise<number[]> {
  const { labels } = await storedLabels(one, volumeId);
  return [...labels.keys()].filter((at) => labels[at] === label);
}

/** Draws around a box, fractions of the viewport, in a segment. */
async function draw(page: Page, segment: number, [left, top, right, bottom]: Box): Promise<void> {
  await page.bringToFront();
  await page.getByRole("button", { name: `Segment ${segment}`, exact: true }).click();
  await drag(page, [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]);
  await saved(page);
}

const undo = async (page: Page) => {
  await page.bringToFront();
  await page.getByRole("button", { name: "Undo" }).click();
  await saved(page);
};

beforeAll(async () => {
  one = session.page;
  volumeId = await openMadeUpStudy(one);
});

test("a second window opens the same segmentation; strokes of both in turns are all kept", async () => {
  await one.keyboard.press("Home");
  await expectState(one, "slice-index", "0");
  await newSegment(one);
  await newSegment(one);
  await one.keyboard.press("f");
  await saved(one);
  // The same session of the program: a second window of its browser.
  const context = await session.browser.newContext({
    storageState: await one.context().storageState(),
    viewport: { width: 1280, height: 720 },
  });
  two = await context.newPage();
  two.setDefaultTimeout(60_000);
  two.on("pageerror", (error) => complaints.push(error.message));
  two.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await two.goto(new URL("/", one.url()).href);
  await openMadeUpStudy(two);
  await two.keyboard.press("Home");
  await expectState(two, "slice-index", "0");
  await two.getByRole("button", { name: "Segment 2", exact: true }).waitFor();
  await two.keyboard.press("f");

  await draw(one, 1, [0.3, 0.3, 0.4, 0.4]);
  await expect.poll(async () => (await stored(1)).length).toBeGreaterThan(50);
  const first = await stored(1);
  await draw(two, 2, [0.5, 0.3, 0.6, 0.4]);
  await expect.poll(async () => (await stored(2)).length).toBeGreaterThan(50);
  const second = await stored(2);
  await draw(one, 1, [0.3, 0.5, 0.4, 0.6]);
  await expect.poll(async () => (await stored(1)).length).toBeGreaterThan(first.length + 50);
  await draw(two, 2, [0.5, 0.5, 0.6, 0.6]);
  await expect.poll(async () => (await stored(2)).length).toBeGreaterThan(second.length + 50);
  expect(await stored(1)).toEqual(expect.arrayContaining(first));
  expect(await stored(2)).toEqual(expect.arrayContaining(second));
});

test("undo in each window takes back what was drawn there, not what the other one drew", async () => {
  const [before1, before2] = [await stored(1), await stored(2)];
  await undo(one);
  await expect.poll(async () => (await stored(1)).length).toBeLessThan(before1.length);
  expect(await stored(2)).toEqual(before2);
  await undo(two);
  await expect.poll(async () => (await stored(2)).length).toBeLessThan(before2.length);
});

test("an effect in one window on what the other has changed since leaves that as it is", async () => {
  const own = await stored(1);
  // The other window draws over a corner of segment 1, of which the first window does not know.
  await draw(two, 2, [0.37, 0.37, 0.45, 0.45]);
  await expect.poll(async () => (await stored(1)).length).toBeLessThan(own.length);
  const [left, taken] = [await stored(1), await stored(2)];
  await one.bringToFront();
  await one.getByRole("button", { name: "Segment 1", exact: true }).click();
  await one.keyboard.press("Shift+E");
  await one.getByRole("button", { name: "Shrink", exact: true }).click();
  await one.locator('[data-testid="effect-words"][aria-busy="false"]').filter({ hasText: "voxels" }).waitFor();
  await one.keyboard.press("Control+Enter");
  await expect.poll(async () => (await stored(1)).length).toBeLessThan(left.length);
  await saved(one);
  expect(await stored(2)).toEqual(taken);
  expect(left).toEqual(expect.arrayContaining(await stored(1)));
  await undo(one);
  await expect.poll(() => stored(1)).toEqual(left);
  await one.keyboard.press("Escape");
  await one.keyboard.press("Shift+E");
});

test("a segment that the other window deletes under a stroke is gone; the stroke is said to be, and drawing goes on", async () => {
  await one.bringToFront();
  await one.getByRole("button", { name: "Segment 2", exact: true }).click();
  const box = (await viewport(one).boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await one.mouse.move(...at(0.6, 0.6));
  await one.mouse.down();
  await one.mouse.move(...at(0.7, 0.6), { steps: 3 });
  await two.bringToFront();
  await two.getByRole("button", { name: "Delete Segment 2" }).click();
  await expect.poll(() => stored(2)).toEqual([]);
  await one.bringToFront();
  await one.mouse.move(...at(0.7, 0.7), { steps: 3 });
  await one.mouse.move(...at(0.6, 0.7), { steps: 3 });
  await one.mouse.up();
  await saved(one);
  await expect.poll(() => one.getByRole("button", { name: "Segment 2", exact: true }).count()).toBe(0);
  expect(await stored(2)).toEqual([]);
  await picture(one, "two-windows-1-deleted");
  const before = await stored(1);
  await draw(one, 1, [0.6, 0.6, 0.7, 0.7]);
  await expect.poll(async () => (await stored(1)).length).toBeGreaterThan(before.length);
});

test("nothing was complained of", () => {
  // A stroke on an older revision is answered with a conflict, which the browser writes down.
  const expected = /409|404|400/;
  expect([...session.complaints, ...complaints].filter((line) => !expected.test(line))).toEqual([]);
});
