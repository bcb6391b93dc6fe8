import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dicomFile } from "../dicomFiles.ts";
import { madeUp, openMadeUpStudy } from "./madeUpStudy.ts";
import { runFascicle } from "./program.ts";
import { drag, expectState, newSegment, picture, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

/** How many columns the dark disc has gone to the right on each slice: there and back, which its places on the first and the last do not tell. */
const gone = [0, 4, 7, 4, 0];
const [middle, radius] = [madeUp.size / 2 - 0.5, 15];

const inDisc = (at: number, slice: number) =>
  ((at % madeUp.size) - middle - gone[slice]!) ** 2 + (Math.floor(at / madeUp.size) - middle) ** 2 <= radius ** 2;

/** A study of one series of five slices: a dark disc in bright surroundings. */
async function importDisc(dataFolder: string, workFolder: string): Promise<void> {
  const folder = join(workFolder, "disc");
  mkdirSync(folder, { recursive: true });
  for (const slice of gone.keys()) {
    const pixels = Buffer.alloc(madeUp.size ** 2 * 2);
    for (let at = 0; at < madeUp.size ** 2; at++) pixels.writeUInt16LE((inDisc(at, slice) ? 300 : 900) + ((at * 7) % 11), at * 2);
    const part = { studyInstanceUid: "2.25.80", seriesInstanceUid: "2.25.81", sopInstanceUid: `2.25.82.${slice}` };
    const file = dicomFile({ ...part, seriesNumber: 1, seriesDescription: "Disc", slice, size: madeUp.size, pixels });
    writeFileSync(join(folder, `${slice}.dcm`), file);
  }
  const { code, stderr } = await runFascicle("import", folder, "--data", dataFolder);
  expect(`${code} ${code === 0 ? "" : stderr}`).toBe("0 ");
}

const session = browserSession({ prepare: importDisc, timeout: 90_000 });
let page: Page;
let volumeId: string;

/** The voxels of a slice on disk that hold the label 1. */
async function stored(slice: number): Promise<number[]> {
  const { labels } = await storedLabels(page, volumeId);
  const perSlice = madeUp.size ** 2;
  return [...labels.subarray(slice * perSlice, (slice + 1) * perSlice).entries()].filter(([, label]) => label === 1).map(([at]) => at);
}

/** Dice of what is stored on a slice with the disc of its image. */
async function dice(slice: number): Promise<number> {
  const own = await stored(slice);
  const disc = Array.from({ length: madeUp.size ** 2 }, (_, at) => at).filter((at) => inDisc(at, slice));
  return (2 * own.filter((at) => inDisc(at, slice)).length) / (own.length + disc.length);
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

/** A hand's contour about the disc of the first and the last slice; the image fills the shorter side of the viewport. */
async function aboutDisc(): Promise<Array<[number, number]>> {
  const { width, height } = (await viewport(page).boundingBox())!;
  const pixel = Math.min(width, height) / madeUp.size;
  return Array.from({ length: 33 }, (_, at) => {
    const turn = (at / 32) * 2 * Math.PI;
    return [0.5 + (radius * pixel * Math.cos(turn)) / width, 0.5 + (radius * pixel * Math.sin(turn)) / height];
  });
}

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
});

test("what is filled between two drawn slices goes to the edges of the image, in one step", async () => {
  await goTo(0);
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, await aboutDisc());
  await expect.poll(() => dice(0)).toBeGreaterThan(0.9);
  await goTo(4);
  await drag(page, await aboutDisc());
  await expect.poll(() => dice(4)).toBeGreaterThan(0.9);
  const [first, last] = [await stored(0), await stored(4)];
  await page.keyboard.press("Shift+B");
  await page.getByText("1 segment proposed on slices 2 to 4").waitFor();
  await goTo(2);
  // By shape alone the disc is where it was on the slices that were drawn.
  await page.getByRole("button", { name: "Keep here" }).click();
  await expect.poll(async () => (await stored(2)).length).toBeGreaterThan(0);
  expect(await dice(2)).toBeLessThan(0.8);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await stored(2)).length).toBe(0);

  await page.getByText("1 segment proposed on slices 2 to 4").waitFor();
  await page.getByLabel("Fit to the image").check();
  await page.getByTestId("least-certain").waitFor();
  await picture(page, "fit-1-proposed");
  expect(await stored(2)).toEqual([]);
  await page.getByRole("button", { name: "Keep all" }).click();
  for (const slice of [1, 2, 3]) await expect.poll(() => dice(slice)).toBeGreaterThan(0.92);
  expect([await stored(0), await stored(4)]).toEqual([first, last]);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await Promise.all([1, 2, 3].map(stored))).flat()).toEqual([]);
});

test("a narrow band keeps the border near the shape; the slice that is least certain is gone to by its button", async () => {
  await goTo(0);
  await page.getByLabel("Farthest that a border is moved, mm").fill("1");
  await page.getByTestId("least-certain").waitFor();
  await page.getByRole("button", { name: "Go there" }).click();
  await expectState(page, "slice-index", /^[123]$/);
  await goTo(2);
  await page.locator("body").press("Enter");
  await expect.poll(async () => (await stored(2)).length).toBeGreaterThan(0);
  expect(await dice(2)).toBeLessThan(0.85);
  expect(session.complaints).toEqual([]);
});
