import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { importMadeUpStudy, madeUp, openMadeUpStudy } from "./madeUpStudy.ts";
import { circle, drag, expectState, newSegment, picture, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 90_000 });
let page: Page;
let volumeId: string;
const perSlice = madeUp.size ** 2;

/** The voxels of a slice on disk that hold a label, by their index in the slice. */
async function stored(slice: number, label = 1): Promise<number[]> {
  const { labels } = await storedLabels(page, volumeId);
  return [...labels.subarray(slice * perSlice, (slice + 1) * perSlice).entries()].filter(([, each]) => each === label).map(([at]) => at);
}

/** The mean column and row of voxels, and how many there are. */
async function middle(slice: number, label = 1): Promise<{ column: number; row: number; count: number }> {
  const voxels = await stored(slice, label);
  const mean = (of: (at: number) => number) => voxels.reduce((sum, at) => sum + of(at), 0) / voxels.length;
  return { column: mean((at) => at % madeUp.size), row: mean((at) => Math.floor(at / madeUp.size)), count: voxels.length };
}

async function goTo(slice: number): Promise<void> {
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");
  for (let at = 1; at <= slice; at++) {
    await page.keyboard.press("ArrowDown");
    await expectState(page, "slice-index", String(at));
  }
  await page.locator('[data-testid="viewport-0"][data-rendered="true"]').waitFor();
}

const said = (words: RegExp) => page.getByText(words).first().waitFor();

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
});

test("the slices between two drawn ones are proposed, kept here and then on all, and undone as one step", async () => {
  await goTo(0);
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.42, 0.45, 0.06));
  await expect.poll(async () => (await stored(0)).length).toBeGreaterThan(100);
  await goTo(4);
  await drag(page, circle(0.5, 0.5, 0.08));
  await expect.poll(async () => (await stored(4)).length).toBeGreaterThan(100);
  await page.keyboard.press("Shift+B");
  await page.getByText("1 segment proposed on slices 2 to 4").waitFor();
  expect(await page.getByTestId("proposed-slice").count()).toBe(3);
  await goTo(2);
  await picture(page, "between-1-proposed");
  expect(await stored(2)).toEqual([]);
  await page.keyboard.press("Enter");
  await said(/Filled 1 segment on slice 3/);
  await expect.poll(async () => (await stored(2)).length).toBeGreaterThan(0);
  const [first, half, last] = [await middle(0), await middle(2), await middle(4)];
  expect(half.column).toBeCloseTo((first.column + last.column) / 2, 0);
  expect(half.row).toBeCloseTo((first.row + last.row) / 2, 0);
  // Both are alike, so that half way the radius is the mean of theirs.
  expect(Math.sqrt(half.count) / ((Math.sqrt(first.count) + Math.sqrt(last.count)) / 2)).toBeCloseTo(1, 1);
  await page.getByRole("button", { name: "Keep all" }).click();
  await expect.poll(async () => [(await stored(1)).length > 0, (await stored(3)).length > 0]).toEqual([true, true]);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => [(await stored(1)).length, (await stored(2)).length > 0, (await stored(3)).length]).toEqual([0, true, 0]);
});

test("a segment is copied to the next slice, which comes into view, and pasted onto another", async () => {
  await goTo(4);
  await page.keyboard.press("Control+ArrowDown");
  await expectState(page, "slice-index", "5");
  await expect.poll(() => stored(5)).toEqual(await stored(4));
  await goTo(0);
  await page.keyboard.press("Control+c");
  await goTo(6);
  await page.keyboard.press("Control+v");
  await expect.poll(() => stored(6)).toEqual(await stored(0));
});

test("a segment is dragged with the move tool, nudged by arrows and kept by Enter", async () => {
  const before = await middle(6);
  await page.keyboard.press("Shift+M");
  const box = (await viewport(page).boundingBox())!;
  await drag(page, [
    [0.42, 0.45],
    [0.46, 0.45],
    [0.52, 0.45],
  ]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await picture(page, "between-2-moved");
  expect((await middle(6)).column).toBe(before.column);
  await expectState(page, "slice-index", "6");
  await page.keyboard.press("Enter");
  await said(/Moved/);
  await expect.poll(async () => (await middle(6)).row).toBeCloseTo(before.row + 2, 0);
  const after = await middle(6);
  expect(after.count / before.count).toBeCloseTo(1, 1);
  expect(after.column - before.column).toBeGreaterThan(0.05 * madeUp.size * Math.min(1, box.width / box.height));
});

test("a contour is pushed with the circle, and a stroke given up by Esc changes nothing", async () => {
  await page.keyboard.press("a");
  await goTo(4);
  const before = await stored(4);
  const place = await viewport(page).boundingBox();
  const at = (x: number, y: number) => [place!.x + x * place!.width, place!.y + y * place!.height] as const;
  for (const ends of ["Escape", "up"]) {
    await page.mouse.move(...at(0.54, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.62, 0.5), { steps: 8 });
    if (ends === "Escape") await page.keyboard.press("Escape");
    else await picture(page, "between-3-pushed");
    await page.mouse.up();
  }
  await said(/contour was changed by/);
  await expect.poll(async () => (await stored(4)).length).toBeGreaterThan(before.length);
  const after = await stored(4);
  expect(before.filter((voxel) => !after.includes(voxel)).every((voxel) => voxel % madeUp.size > madeUp.size / 2)).toBe(true);
  await page.keyboard.press("Control+z");
  await expect.poll(() => stored(4)).toEqual(before);
});

test("a segment is mirrored about a line dragged by hand", async () => {
  await goTo(0);
  const before = await middle(0);
  await page.keyboard.press("Shift+R");
  await drag(page, [
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  await picture(page, "between-4-mirrored");
  await page.keyboard.press("Enter");
  await said(/Mirrored to 1 segment/);
  await expect.poll(async () => (await middle(0)).count).toBe(2 * before.count);
  expect((await middle(0)).row).toBeCloseTo(before.row, 5);
  expect(session.complaints).toEqual([]);
});
