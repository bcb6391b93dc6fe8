import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { importMadeUpStudy, madeUp, openMadeUpStudy } from "./madeUpStudy.ts";
import { drag, newSegment, picture, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 90_000 });
let page: Page;
let volumeId: string;
const edge = madeUp.size / 2;

/** The voxels of the slice on show that the segment has on disk: column and row. */
async function stored(): Promise<ReadonlyArray<readonly [number, number]>> {
  const { labels } = await storedLabels(page, volumeId);
  const slice = Number(await viewport(page).getAttribute("data-slice-index"));
  return [...labels.subarray(slice * madeUp.size ** 2, (slice + 1) * madeUp.size ** 2).entries()]
    .filter(([, each]) => each === 1)
    .map(([at]) => [at % madeUp.size, Math.floor(at / madeUp.size)] as const);
}

/** Moves the real mouse to a place of the viewport, from fractions of its size, and clicks there. */
async function click(x: number, y: number): Promise<void> {
  const box = (await viewport(page).boundingBox())!;
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
  await page.mouse.down();
  await page.mouse.up();
}

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
});

test("a livewire contour follows the edge between its seeds, loses a seed by Backspace, and is filled and undone as one step", async () => {
  await newSegment(page);
  await page.keyboard.press("Shift+I");
  // The image is square in the middle of the viewport; its edge runs down the middle. The seeds at the edge are a little beside it.
  await click(0.502, 0.3);
  await click(0.498, 0.7);
  await click(0.6, 0.72);
  await page.keyboard.press("Backspace");
  await click(0.4, 0.7);
  await click(0.4, 0.3);
  await picture(page, "edges-1-livewire");
  expect(await stored()).toEqual([]);
  await page.keyboard.press("Enter");
  await page
    .getByText(/voxels given to/)
    .first()
    .waitFor();
  await expect.poll(async () => (await stored()).length).toBeGreaterThan(100);
  const drawn = await stored();
  // Up to the edge on every row between the seeds, and nowhere beyond it.
  const lastOf = new Map<number, number>();
  for (const [column, row] of drawn) lastOf.set(row, Math.max(lastOf.get(row) ?? 0, column));
  const rows = [...lastOf.keys()].toSorted((a, b) => a - b);
  expect(rows.slice(3, -3).map((row) => lastOf.get(row))).toEqual(rows.slice(3, -3).map(() => edge - 1));
  expect(Math.max(...drawn.map(([column]) => column))).toBeLessThanOrEqual(edge);
  await page.keyboard.press("Control+z");
  await expect.poll(stored).toEqual([]);
});

test("seeds of a segment and of the background grow up to the edge, are grown again, and are kept as one step", async () => {
  await page.keyboard.press("Shift+D");
  await drag(page, [
    [0.42, 0.4],
    [0.42, 0.6],
  ]);
  await page.keyboard.down("Shift");
  await drag(page, [
    [0.58, 0.4],
    [0.58, 0.6],
  ]);
  await page.keyboard.up("Shift");
  await picture(page, "edges-2-seeds");
  await drag(page, [
    [0.44, 0.3],
    [0.44, 0.35],
  ]);
  expect(await stored()).toEqual([]);
  await page.keyboard.press("Enter");
  await page
    .getByText(/Grown from seeds: 1 segment/)
    .first()
    .waitFor();
  await expect.poll(async () => (await stored()).length).toBe(edge * madeUp.size);
  expect((await stored()).every(([column]) => column < edge)).toBe(true);
  await page.keyboard.press("Control+z");
  await expect.poll(stored).toEqual([]);
  expect(session.complaints).toEqual([]);
});

test("seeds that wait on a slice are seen faintly on another one; through slices all between grow, as one step", async () => {
  const from = Number(await viewport(page).getAttribute("data-slice-index"));
  await drag(page, [
    [0.42, 0.4],
    [0.42, 0.6],
  ]);
  await page.keyboard.down("Shift");
  await drag(page, [
    [0.58, 0.4],
    [0.58, 0.6],
  ]);
  await page.keyboard.up("Shift");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => viewport(page).getAttribute("data-slice-index")).toBe(String(from + 2));
  const box = (await viewport(page).boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3, { steps: 3 });
  await page.getByTestId("waits-elsewhere").first().waitFor();
  await page
    .getByText(`Seeds wait on slice ${from + 1}`)
    .first()
    .waitFor();
  await picture(page, "edges-3-faint");
  await page.getByLabel("Grow through slices").check();
  await drag(page, [
    [0.44, 0.4],
    [0.44, 0.6],
  ]);
  // Once it has grown, Enter keeps it.
  await expect
    .poll(async () => {
      await page.keyboard.press("Enter");
      return page.getByText("on 3 slices.").count();
    })
    .toBeGreaterThan(0);
  const perSlice = async () => {
    const { labels } = await storedLabels(page, volumeId);
    const found = Array.from({ length: madeUp.slices }, () => 0);
    for (const [at, label] of labels.entries()) found[Math.floor(at / madeUp.size ** 2)]! += Number(label === 1);
    return found;
  };
  const half = edge * madeUp.size;
  await expect.poll(perSlice).toEqual(Array.from({ length: madeUp.slices }, (_, k) => (k >= from && k <= from + 2 ? half : 0)));
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await perSlice()).every((count) => count === 0)).toBe(true);
  expect(session.complaints).toEqual([]);
});
