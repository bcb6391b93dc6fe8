import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { findings } from "./axe.ts";
import { importMadeUpStudy, openMadeUpStudy } from "./madeUpStudy.ts";
import { circle, drag, expectState, newSegment, picture, saved, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 90_000 });
const perSlice = 96 * 96;
let page: Page;
let volumeId: string;

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
});

/** The voxels on disk that hold a label, by their index, when all that was drawn is there. */
async function drawn(label: number): Promise<number[]> {
  await saved(page);
  const { labels } = await storedLabels(page, volumeId);
  return [...labels.keys()].filter((at) => labels[at] === label);
}

const count = async (label: number) => (await drawn(label)).length;
const columnsOf = (voxels: readonly number[]) => voxels.map((at) => at % 96);
const undo = async () => {
  await page.keyboard.press("Control+z");
};
const promised = (testId: string) => page.getByTestId(testId).first().getAttribute("data-voxels").then(Number);
const effect = (name: string) => page.getByRole("button", { name, exact: true });
const words = () => page.getByTestId("effect-words");

test("the threshold takes its range from a rectangle, shows what is in it, and gives just that to the segment", async () => {
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");
  await newSegment(page);
  await page.keyboard.press("Shift+T");
  await drag(page, [
    [0.35, 0.4],
    [0.42, 0.5],
  ]);
  await page.getByText(/The range is from 20\d to 20\d/).waitFor();
  await page.getByTestId("voxel-preview").waitFor();
  await picture(page, "shape-1-threshold");
  expect(await count(1)).toBe(0);
  const shown = await promised("voxel-preview");
  await page.keyboard.press("Enter");
  await expect.poll(() => count(1)).toBe(shown);
  const voxels = await drawn(1);
  expect([Math.max(...columnsOf(voxels)), Math.max(...voxels)]).toEqual([47, perSlice - 49]);
  await undo();
  await expect.poll(() => count(1)).toBe(0);
  await page.getByRole("button", { name: "Suggest" }).click();
  await page.getByRole("menuitem", { name: "Otsu: the brighter part" }).click();
  await page.getByText(/Otsu's threshold is 209/).waitFor();
  expect(await page.getByLabel("Lowest value").inputValue()).toBe("900");
  await page.getByRole("menu").waitFor({ state: "hidden" });
});

test("a region grows from a press, with more values as it is dragged up, within its radius; Esc gives it up", async () => {
  await page.getByRole("button", { name: "Region growing" }).click();
  await page.getByLabel("Largest distance from the click, mm").fill("12");
  const box = (await viewport(page).boundingBox())!;
  const [x, y] = [box.x + box.width * 0.44, box.y + box.height * 0.5];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 20, { steps: 4 });
  await page.getByTestId("tool-note").waitFor();
  await picture(page, "shape-2-region");
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect.poll(() => page.getByTestId("voxel-preview").count()).toBe(0);
  expect(await count(1)).toBe(0);
  await page.mouse.down();
  await page.mouse.move(x, y - 20, { steps: 4 });
  await page.getByTestId("voxel-preview").waitFor();
  const shown = await promised("voxel-preview");
  await page.mouse.up();
  await expect.poll(() => count(1)).toBe(shown);
  // Not over the middle, where the values are other ones, and no farther than 12 mm of 0.8 mm voxels.
  const columns = columnsOf(await drawn(1));
  expect(Math.max(...columns)).toBeLessThan(48);
  expect(Math.max(...columns) - Math.min(...columns)).toBeLessThanOrEqual(30);
});

test("effects are previewed, applied as one step and undone: grow, and islands as segments", async () => {
  await page.keyboard.press("w");
  const before = await count(1);
  await page.keyboard.press("Shift+E");
  await effect("Grow").click();
  await page.getByRole("textbox", { name: "Margin" }).fill("4");
  await expect.poll(() => words().textContent()).toMatch(/^“Segment 1” \+[\d,]+ voxels\.$/);
  await picture(page, "shape-3-grow");
  expect(await findings(page)).toEqual([]);
  const more = await promised("effect-gained");
  expect(await count(1)).toBe(before);
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByTestId("effect-gained").count()).toBe(0);
  await effect("Grow").click();
  await page.getByTestId("effect-gained").waitFor();
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => count(1)).toBe(before + more);
  await undo();
  await expect.poll(() => count(1)).toBe(before);

  await page.keyboard.press("f");
  await drag(page, circle(0.62, 0.35, 0.03, 10));
  await expect.poll(() => count(1)).toBeGreaterThan(before);
  const small = (await count(1)) - before;
  await effect("Islands").click();
  await page.getByRole("combobox", { name: "Islands" }).selectOption("split");
  await expect.poll(() => words().textContent()).toMatch(/^2 segments/);
  await picture(page, "shape-4-islands");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect.poll(() => count(2)).toBe(small);
  expect(await count(1)).toBe(before);
  expect(await page.locator('[data-segment][data-active="true"]').getAttribute("data-segment")).toBe("1");
});

test("the rule of painting is seen on the image and kept by the brush; the 3D brush reaches the slices beside", async () => {
  await page.keyboard.press("Shift+E");
  await page.getByRole("button", { name: "Segment 1 2", exact: true }).click({ timeout: 20_000 });
  await page.keyboard.press("b");
  // From 5 to 6 mm: a disc of 3.3 mm on the next slice, 5 mm away.
  await page.keyboard.press("]");
  await page.getByLabel("Paint over").selectOption("background");
  await page.getByLabel("3D brush").check();
  await page.getByTestId("paint-rule").waitFor();
  expect(await page.getByTestId("paint-rule").textContent()).toBe("Paints only on background");
  const [own, other] = [await drawn(1), await count(2)];
  const box = (await viewport(page).boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.47, box.y + box.height * 0.5);
  await picture(page, "shape-5-rule");
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => count(2)).toBeGreaterThan(other);
  expect(await drawn(1)).toEqual(own);
  const beside = (await drawn(2)).filter((at) => at >= perSlice);
  expect(beside.length).toBeGreaterThan(0);
  expect(Math.max(...beside)).toBeLessThan(2 * perSlice);
  await page.getByLabel("Paint over").selectOption("all");
  await undo();
  await expect.poll(() => count(2)).toBe(other);
});

test("nothing was complained of", () => {
  expect(session.complaints).toEqual([]);
});
