import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { importMadeUpStudy, openMadeUpStudy } from "./madeUpStudy.ts";
import { circle, drag, newSegment, picture, saved, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 90_000 });
let page: Page;

beforeAll(() => {
  page = session.page;
});

/** Of so many that no computation ends before the test does, also where the page is slow. */
const images = {
  Original: {},
  Wavelet: {},
  Square: {},
  SquareRoot: {},
  Logarithm: {},
  Exponential: {},
  Gradient: {},
  LoG: { sigma: [1, 2, 3, 4, 5] },
};

/** Starts a computation of maps that takes minutes, as the window's other pages may: through the door, with this page's session. */
async function startMaps(segmentationId: string): Promise<void> {
  const settings = { binWidth: 0.05, voxelSetting: { kernelRadius: 12 }, imageType: images };
  const { status, text } = await page.evaluate(
    async ([id, wanted]) => {
      const response = await fetch("/api/featureMap.extract", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ json: { segmentationId: id, segmentNumber: 1, settings: wanted, reader: "A" } }),
      });
      return { status: response.status, text: await response.text() };
    },
    [segmentationId, settings] as const,
  );
  expect(`${status} ${status === 200 ? "" : text}`).toBe("200 ");
}

const drawer = () => page.getByRole("dialog", { name: "Jobs" });
const entries = (state: string) => drawer().getByRole("listitem", { name: new RegExp(`Computing feature maps: ${state}`) });
/** The first that was not asked to stop yet. */
const cancelFirst = async (state: string) => {
  await entries(state)
    .getByRole("button", { name: /^Cancel:/ })
    .first()
    .click();
};

test("of seven computations two run; the others wait, each with its place, and can be cancelled before they begin", async () => {
  const volumeId = await openMadeUpStudy(page);
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.5, 0.5, 0.3));
  await saved(page);
  await expect.poll(async () => (await storedLabels(page, volumeId)).labels.some((label) => label === 1)).toBe(true);
  const { segmentationId, labels } = await storedLabels(page, volumeId);
  const before = labels.filter((label) => label === 1).length;
  for (let started = 0; started < 2; started++) await startMaps(segmentationId);
  await page.getByRole("button", { name: /^Jobs: 2 running$/ }).waitFor();
  // Those that another window starts are seen also while the first ones say how far they are.
  for (let started = 0; started < 5; started++) await startMaps(segmentationId);
  const button = page.getByRole("button", { name: /^Jobs: 2 running, 5 waiting/ });
  await button.waitFor();

  // More jobs than a browser keeps connections to one host: what is drawn meanwhile is saved all the same.
  await drag(page, circle(0.15, 0.15, 0.05));
  await saved(page);
  const drawn = (await storedLabels(page, volumeId)).labels.filter((label) => label === 1).length;
  expect(drawn).toBeGreaterThan(before);

  await button.click();
  await expect.poll(() => entries("Running").count()).toBe(2);
  await expect
    .poll(() => entries("Waiting").allInnerTexts())
    .toEqual([
      expect.stringContaining("Waiting: 4 before it"),
      expect.stringContaining("Waiting: 3 before it"),
      expect.stringContaining("Waiting: 2 before it"),
      expect.stringContaining("Waiting: 1 before it"),
      expect.stringContaining("Waiting: begins next"),
    ]);
  await picture(page, "jobs-waiting");

  // The newest, which waits behind the others; it never begins.
  await cancelFirst("Waiting");
  await expect.poll(() => entries("Cancelled").count()).toBe(1);
  await expect.poll(() => entries("Waiting").count()).toBe(4);
  // One in work: the next begins in its place.
  await cancelFirst("Running");
  await expect.poll(() => entries("Cancelled").count()).toBe(2);
  await expect.poll(() => entries("Waiting").count()).toBe(3);
  await expect.poll(() => entries("Running").count()).toBe(2);
  await expect.poll(() => entries("Waiting").last().innerText()).toContain("begins next");
  await picture(page, "jobs-cancelled");

  for (const state of ["Waiting", "Waiting", "Waiting", "Running", "Running"]) await cancelFirst(state);
  await expect.poll(() => entries("Cancelled").count()).toBe(7);
  expect(session.complaints).toEqual([]);
});
