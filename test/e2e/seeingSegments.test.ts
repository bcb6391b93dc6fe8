import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { findings } from "./axe.ts";
import { circle, drag, expectState, newSegment, picture, saved, shown, state, storedLabels, viewport } from "./readingPage.ts";
import { importSeeingStudies, openStudyOf, pointOf } from "./seeingStudies.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importSeeingStudies });
let page: Page;

beforeAll(() => {
  page = session.page;
});

/** Opacity of the segments' picture at a place of a viewport, 0 to 255. */
async function opacityAt(place: readonly [number, number], index = 0): Promise<number> {
  const [x, y] = await pointOf(page, index, place);
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelector('[data-testid="labels-${index}"]');
    const { left, top, width } = canvas.getBoundingClientRect();
    if (canvas.style.display === "none") return 0;
    const ratio = canvas.width / width;
    return canvas.getContext("2d").getImageData(Math.round((${x} - left) * ratio), Math.round((${y} - top) * ratio), 1, 1).data[3];
  })()`);
}

test("segments are filled, outlined or both, all or one by itself", async () => {
  await openStudyOf(page, "Erstling");
  await page.keyboard.press("Home");
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", "4");
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.42, 0.5, 0.05));
  await newSegment(page);
  await drag(page, circle(0.58, 0.5, 0.05));
  await saved(page);
  // 30 % of 255.
  await expect.poll(() => opacityAt([0.42, 0.5])).toBe(77);
  await page.getByLabel("Active alone").check();
  await page.getByLabel("Style of Segment 2").selectOption("outline");
  await expect.poll(() => opacityAt([0.58, 0.5])).toBe(0);
  expect(await opacityAt([0.42, 0.5])).toBe(77);
  await page.getByLabel("Active alone").uncheck();
  const slider = page.getByRole("slider", { name: "Opacity of segments" });
  await slider.focus();
  for (let step = 0; step < 10; step++) await slider.press("ArrowRight");
  // 40 % of 255.
  await expect.poll(() => opacityAt([0.42, 0.5])).toBe(102);
  expect(await findings(page)).toEqual([]);
  await picture(page, "seeing-looks");
});

test("they look so again when the program is started again, and then all alike", async () => {
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await session.restart();
  await openStudyOf(page, "Erstling");
  await page.keyboard.press("Home");
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
  await expect.poll(() => opacityAt([0.42, 0.5])).toBe(102);
  await expect.poll(() => opacityAt([0.58, 0.5])).toBe(0);
  await page.getByRole("button", { name: "One looks otherwise: as all" }).click();
  await expect.poll(() => opacityAt([0.58, 0.5])).toBe(102);
});

test("a click with Ctrl makes the segment under the mouse the active one, and leaves the window as it was", async () => {
  const active = page.locator('li[aria-current="true"]');
  const window = await state(page, "window");
  await page.keyboard.press("b");
  for (const [x, name] of [
    [0.42, "Segment 1"],
    [0.58, "Segment 2"],
  ] as const) {
    await page.mouse.move(...(await pointOf(page, 0, [x, 0.5])));
    await expect.poll(() => viewport(page).getByTestId("segment-probe").innerText()).toBe(name);
    await page.keyboard.down("Control");
    await page.mouse.down();
    await page.mouse.move(...(await pointOf(page, 0, [x + 0.001, 0.5])));
    await page.mouse.up();
    await page.keyboard.up("Control");
    await expect.poll(() => active.innerText()).toContain(name);
  }
  await page.keyboard.down("Control");
  await page.mouse.click(...(await pointOf(page, 0, [0.5, 0.15])));
  await page.keyboard.up("Control");
  await page.getByText("There is no segment here.").waitFor();
  expect(await state(page, "window")).toBe(window);
  await page.keyboard.press("Escape");
});

const work = (slice: number, of = "work") => page.getByTestId(`${of}-${slice}`);

test("a segment is marked as done on a slice; drawn anew, it is shown as changed", async () => {
  await page.locator('li[data-segment="1"] button').filter({ hasText: "Segment 1" }).click();
  await expect.poll(() => work(4).getAttribute("data-work")).toBe("drawn");
  expect(await work(5).count()).toBe(0);
  await page.keyboard.press("Shift+V");
  await expect.poll(() => work(4).getAttribute("data-work")).toBe("done");
  // Of all: Segment 2 is drawn there too, and not done.
  expect(await work(4, "work-of-all").getAttribute("data-work")).toBe("drawn");
  await page.getByTestId("done-count").getByText("1 of 1").waitFor();
  await page.locator('li[data-segment="2"] button').filter({ hasText: "Segment 2" }).click();
  await page.getByLabel("Done on this slice").check();
  await expect.poll(() => work(4, "work-of-all").getAttribute("data-work")).toBe("done");
  await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", "5");
  // Nothing is to be drawn here: that is done too.
  await page.keyboard.press("Shift+V");
  await expect.poll(() => work(5).getAttribute("data-work")).toBe("done");
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => page.getByLabel("Done on this slice").isChecked()).toBe(true);
  await picture(page, "seeing-done");
  expect(await findings(page)).toEqual([]);

  await page.keyboard.press("b");
  await page.mouse.click(...(await pointOf(page, 0, [0.58, 0.36])));
  await saved(page);
  await expect.poll(() => work(4).getAttribute("data-work")).toBe("changed");
  await expect.poll(() => work(4, "work-of-all").getAttribute("data-work")).toBe("changed");
  await page.getByTestId("done-count").getByText("1 of 2").waitFor();
  // Undone, it is as it was when it was done.
  await page.keyboard.press("Control+z");
  await expect.poll(() => work(4).getAttribute("data-work")).toBe("done");
  await page.keyboard.press("Control+y");
  await expect.poll(() => work(4).getAttribute("data-work")).toBe("changed");
  await saved(page);
});

test("marks outlive the program", async () => {
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await session.restart();
  await openStudyOf(page, "Erstling");
  await expect.poll(() => work(4).getAttribute("data-work")).toBe("changed");
  expect(await work(5).getAttribute("data-work")).toBe("done");
});

test("two segmentations are laid over each other in the colours of their difference, with voxels and Dice of each segment", async () => {
  const volumeId = await shown(page);
  const first = await storedLabels(page, volumeId);
  const count = (labels: Uint8Array, segment: number) => labels.filter((label) => label === segment).length;
  await page.keyboard.press("Home");
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: "More about this segmentation" }).click();
  await page.getByRole("menuitem", { name: "New segmentation" }).click();
  await page.getByText("Saved, revision 1").waitFor();
  // Segment 1 of the second, over a part of that of the first.
  await page.keyboard.press("f");
  await drag(page, circle(0.44, 0.5, 0.05));
  await saved(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Y");
  const sheet = page.getByRole("dialog", { name: "Compare with another segmentation" });
  await sheet.getByRole("button", { name: "Segmentation 1" }).waitFor();
  expect(await findings(page)).toEqual([]);
  await sheet.getByRole("button", { name: "Segmentation 1" }).click();
  const rows = page.getByRole("region", { name: "Difference" }).locator("tbody tr");
  await expect.poll(() => rows.count()).toBe(2);

  // The truth: the voxels that the program's door gives, counted here.
  const second = await storedLabels(page, volumeId);
  expect(second.segmentationId).not.toBe(first.segmentationId);
  const [a, b] = [count(second.labels, 1), count(first.labels, 1)];
  const both = second.labels.filter((label, at) => label === 1 && first.labels[at] === 1).length;
  expect(both).toBeGreaterThan(0);
  const cells = (row: number) => rows.nth(row).locator("th, td").allInnerTexts();
  expect(await cells(0)).toEqual(["Segment 1", String(a - both), String(b - both), String(both), ((2 * both) / (a + b)).toFixed(3)]);
  expect(await cells(1)).toEqual(["Segment 2", "–", String(count(first.labels, 2)), "0", "0.000"]);
  await picture(page, "seeing-difference");
  expect(await findings(page)).toEqual([]);

  // Pink where only A is, yellow where only B is, blue where both are.
  const colourAt = async (place: readonly [number, number]) => {
    const [x, y] = await pointOf(page, 0, place);
    return page.evaluate<string>(`(() => {
      const canvas = document.querySelector('[data-testid="difference-0"]');
      const { left, top, width } = canvas.getBoundingClientRect();
      const ratio = canvas.width / width;
      const [r, g, b] = canvas.getContext("2d").getImageData(Math.round((${x} - left) * ratio), Math.round((${y} - top) * ratio), 1, 1).data;
      return r > 200 && g > 200 ? "yellow" : r > 200 ? "pink" : b > 200 ? "blue" : "none";
    })()`);
  };
  expect(await colourAt([0.43, 0.5])).toBe("blue");
  expect(await colourAt([0.48, 0.5])).toBe("pink");
  expect(await colourAt([0.38, 0.5])).toBe("yellow");
  expect(await colourAt([0.58, 0.5])).toBe("yellow");
  await page.getByLabel("Active segment alone in the image").check();
  await expect.poll(() => colourAt([0.58, 0.5])).toBe("none");

  // It follows what is drawn, and undo.
  await page.keyboard.press("Delete");
  await expect.poll(() => cells(0)).toEqual(["Segment 1", "0", String(b), "0", "0.000"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => cells(0)).toContain(String(both));
  await page.keyboard.press("Shift+Y");
  await expect.poll(() => rows.count()).toBe(0);
  expect(await viewport(page).getAttribute("data-rendered")).toBe("true");
  expect(await state(page, "slice-index")).toBe("4");
});
