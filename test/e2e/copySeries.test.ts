import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { importMadeUpStudy, madeUp, openMadeUpStudy } from "./madeUpStudy.ts";
import { circle, drag, fetched, newSegment, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy });
let page: Page;
let first: string;
let second: string;

beforeAll(() => {
  page = session.page;
});

const panel = () => page.getByRole("complementary", { name: "Segments and features" });
/** Pixels of the canvas of outlines that are not clear. */
const outlined = (index: number) =>
  page.evaluate<number>(`(() => {
    const canvas = document.querySelector('[data-testid="projected-${index}"]');
    if (canvas.style.display === "none" || canvas.width === 0) return 0;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, at) => at % 4 === 3 && value > 0).length;
  })()`);

test("a series on which nothing is drawn offers what was drawn on another one, and shows it while it is drawn", async () => {
  first = await openMadeUpStudy(page);
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.4, 0.5, 0.1));
  await saved(page);

  await page.keyboard.press("Shift+2");
  second = await shown(page, 1);
  expect(second).not.toBe(first);
  await page.keyboard.press("ArrowRight");
  await panel().getByRole("heading", { name: "Drawn on other series" }).waitFor();
  await panel().getByText("Same grid: voxel on voxel").waitFor();
  await panel()
    .getByRole("button", { name: /^Show what was drawn on 1 Series 1/ })
    .click();
  await viewport(page, 1)
    .getByText(/Outlines drawn on #1 Series 1/)
    .waitFor();
  await expect.poll(() => outlined(1)).toBeGreaterThan(50);
  await picture(page, "copy-1-shown");
  const before = await outlined(1);

  // What is drawn on the first is seen on the second at once.
  await page.keyboard.press("ArrowLeft");
  await drag(page, circle(0.7, 0.5, 0.12));
  await expect.poll(() => outlined(1)).toBeGreaterThan(before + 50);
  await saved(page);
});

test("copied, it is the reader's own: what is changed in it is counted, and the source stays as it is", async () => {
  await page.keyboard.press("ArrowRight");
  await panel()
    .getByRole("button", { name: /^Copy here from 1 Series 1/ })
    .dblclick({ force: true });
  await panel()
    .getByText(/Copied from #1 Series 1/)
    .waitFor();
  // A double click copies once.
  const listed = await fetched(page, `/api/segmentation.list?input=${encodeURIComponent(JSON.stringify({ json: { volumeId: second } }))}`);
  const { result } = JSON.parse(listed.bytes.toString()) as { result: { data: { json: unknown[] } } };
  expect(result.data.json).toHaveLength(1);
  const [source, copy] = [await storedLabels(page, first), await storedLabels(page, second)];
  expect(copy.labels.some((label) => label > 0)).toBe(true);
  expect(copy.labels).toEqual(source.labels);

  // A rim around the muscle is added on the copy.
  await drag(page, circle(0.4, 0.5, 0.13), { index: 1 });
  await saved(page);
  await expect.poll(async () => (await storedLabels(page, second)).labels.some((label, at) => label !== source.labels[at])).toBe(true);
  await panel().getByRole("button", { name: "What was changed" }).click();
  const changed = await storedLabels(page, second);
  const count = (labels: ArrayLike<number>) => Array.from(labels).reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0);
  const added = count(changed.labels) - count(source.labels);
  const row = page.getByRole("table", { name: "What was changed" }).getByRole("row").nth(1);
  const dice = (2 * count(source.labels)) / (count(source.labels) + count(changed.labels));
  await row.waitFor();
  expect(await row.getByRole("cell").allInnerTexts()).toEqual(["Segment 1", String(added), "0", dice.toFixed(3)]);
  await picture(page, "copy-2-changed");
  await page.keyboard.press("Escape");
  expect((await storedLabels(page, first)).labels).toEqual(source.labels);
  expect(source.labels.length).toBe(madeUp.size ** 2 * madeUp.slices);

  await viewport(page, 1).getByRole("button", { name: "Hide these outlines" }).click();
  await expect.poll(() => outlined(1)).toBe(0);
  expect(session.complaints).toEqual([]);
});
