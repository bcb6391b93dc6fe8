import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Measure } from "#shared/domain/measure/measure.ts";
import { findings } from "./axe.ts";
import { importMadeUpStudy, madeUp, openMadeUpStudy } from "./madeUpStudy.ts";
import { drag, fetched, picture, shown, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 60_000 });
let page: Page;

/** Of the made-up slices, mm. */
const pixelMm = 0.8;

/** The measures as the door has them: what is in the database, not what is on the screen. */
async function kept(): Promise<readonly Measure[]> {
  const input = encodeURIComponent(JSON.stringify({ json: { studyInstanceUid: "2.25.70" } }));
  const { bytes } = await fetched(page, `/api/measure.list?input=${input}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Measure[] } } }).result.data.json;
}

const marks = (kind: string) => page.locator(`[data-testid="measure"][data-kind="${kind}"]`);

/** Fractions of the viewport, of a place in voxels of the made-up slices: they are square and fill its height. */
async function spot(column: number, row: number): Promise<readonly [number, number]> {
  const box = (await viewport(page).boundingBox())!;
  const scale = Math.min(box.width, box.height) / madeUp.size;
  const middle = madeUp.size / 2 - 0.5;
  return [0.5 + ((column - middle) * scale) / box.width, 0.5 + ((row - middle) * scale) / box.height];
}

async function click(column: number, row: number): Promise<void> {
  const box = (await viewport(page).boundingBox())!;
  const [x, y] = await spot(column, row);
  await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

const lengthOf = ({ points: [a, b] }: Measure) => Math.hypot(a![0] - b![0], a![1] - b![1], a![2] - b![2]);

beforeAll(async () => {
  page = session.page;
  await openMadeUpStudy(page);
});

test("a distance is dragged, its end picked up again, and it is there after the page is loaded anew", async () => {
  await page.keyboard.press("Alt+1");
  await drag(page, [await spot(20, 30), await spot(60, 30)]);
  await expect.poll(async () => (await kept()).length).toBe(1);
  // 40 columns of 0.8 mm; the mouse goes by whole pixels of the screen.
  const [measure] = await kept();
  expect(lengthOf(measure!)).toBeGreaterThan(40 * pixelMm - 0.3);
  expect(lengthOf(measure!)).toBeLessThan(40 * pixelMm + 0.3);
  await expect.poll(() => marks("distance").getAttribute("data-words")).toMatch(/^Distance 1; 3[12]\.\d mm$/);

  await drag(page, [await spot(60, 30), await spot(60, 60)]);
  await expect.poll(async () => (await kept())[0]!.revision).toBe(2);
  const [moved] = await kept();
  expect(Math.abs(lengthOf(moved!) - 50 * pixelMm)).toBeLessThan(0.3);
  await picture(page, "measures-1-distance");

  await page.reload();
  await shown(page);
  await expect.poll(() => marks("distance").getAttribute("data-words")).toMatch(/^(39\.[789]|40\.[0123]) mm$/);
  expect(await kept()).toEqual([moved]);
});

test("an angle, an ellipse and a point say what is there; labels cover neither handles nor each other", async () => {
  await page.keyboard.press("Alt+2");
  await drag(page, [await spot(70, 15), await spot(85, 15)]);
  await click(85, 30);
  await expect.poll(() => marks("angle").getAttribute("data-words")).toMatch(/Angle 1; (89\.\d|90\.\d)°/);

  await page.keyboard.press("Alt+3");
  // Within the left half, whose values are 200 to 209 by row.
  await drag(page, [await spot(8, 55), await spot(28, 85)]);
  await expect
    .poll(() => marks("ellipse").getAttribute("data-words"))
    .toMatch(/Ellipse 1; 3\.\d\d cm²; Mean 20[45]\.?\d*, SD 2\.\d+; 200 to 209, n 4\d\d/);

  await page.keyboard.press("Alt+4");
  await click(80, 63);
  // Row 63: 900 + 3.
  await expect.poll(() => marks("point").getAttribute("data-words")).toMatch(/Point 1; 903; R 3\d\.\d {2}A 4\d\.\d {2}H 15\.0 mm/);
  await picture(page, "measures-2-all");

  const all = await page.locator('[data-testid="measure"]').evaluateAll((elements) =>
    elements.map((element) => ({
      label: element.getAttribute("data-label")!.split(",").map(Number),
      handles: element
        .getAttribute("data-handles")!
        .split(" ")
        .map((handle: string) => handle.split(",").map(Number)),
    })),
  );
  expect(all.length).toBe(4);
  for (const { label } of all) {
    const [x, y, width, height] = label as [number, number, number, number];
    const isIn = ([a, b]: number[]) => a! >= x && a! <= x + width && b! >= y && b! <= y + height;
    expect(all.flatMap(({ handles }) => handles).filter(isIn)).toEqual([]);
    const others = all.filter((each) => each.label !== label).map((each) => each.label as [number, number, number, number]);
    expect(others.filter(([a, b, w, h]) => a < x + width && x < a + w && b < y + height && y < b + h)).toEqual([]);
  }
});

test("measures are on their slice alone; the list goes to it, renames, and saves a table", async () => {
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => page.getByTestId("measure").count()).toBe(0);
  await page.getByRole("tab", { name: "Measures", exact: true }).click();
  const list = page.getByRole("list", { name: "Measures" });
  await list.getByRole("button", { name: /^Distance 1/ }).click();
  await expect.poll(() => page.getByTestId("measure").count()).toBe(4);

  await list.getByRole("button", { name: "Rename Distance 1" }).click();
  await page.getByRole("textbox", { name: "Name of Distance 1" }).fill("Femur, width");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await kept())[0]!.name).toBe("Femur, width");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv.split("\n")[1]).toMatch(/^P[A-Z0-9]{6},S[A-Z0-9]{6},"Femur, width",distance,1 Series 1,slice 4,(39|40)\.\d+/);
  expect(csv).not.toMatch(/Made|2\.25/);
  await picture(page, "measures-3-list");
  expect(await findings(page)).toEqual([]);
});

test("Delete removes the one that is selected, Ctrl+Z brings it back, Escape gives up what was begun", async () => {
  await page.keyboard.press("Alt+1");
  await click(40, 45);
  await page.keyboard.press("Delete");
  await expect.poll(async () => (await kept()).map(({ kind }) => kind)).toEqual(["angle", "ellipse", "point"]);
  expect(await marks("distance").count()).toBe(0);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await kept()).map(({ name }) => name)).toContain("Femur, width");
  await expect.poll(() => marks("distance").count()).toBe(1);

  await click(60, 80);
  await page.mouse.move(900, 300, { steps: 3 });
  await expect.poll(() => marks("distance").count()).toBe(2);
  await page.keyboard.press("Escape");
  await expect.poll(() => marks("distance").count()).toBe(1);
  expect((await kept()).length).toBe(4);
});

test("Delete in the list removes the measure that was clicked, with any tool", async () => {
  await page.keyboard.press("w");
  await page
    .getByRole("list", { name: "Measures" })
    .getByRole("button", { name: /^Femur, width/ })
    .click();
  await page.keyboard.press("Delete");
  await expect.poll(async () => (await kept()).map(({ kind }) => kind)).toEqual(["angle", "ellipse", "point"]);
  await page.getByRole("button", { name: "Undo what was measured" }).click();
  await expect.poll(async () => (await kept()).length).toBe(4);
});

test("in a reformat a distance is measured along the slices, shown there alone, and gone to from elsewhere", async () => {
  await page.keyboard.press("Shift+C");
  await shown(page);
  await expect.poll(() => viewport(page).getAttribute("data-plane")).toBe("coronal");
  await page.keyboard.press("Alt+1");
  const box = (await viewport(page).boundingBox())!;
  // Slices lie 5 mm apart, 7 of them: 35 mm high, across 76.8 mm.
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 40, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await kept()).length).toBe(5);
  const made = (await kept()).at(-1)!;
  expect(made).toMatchObject({ plane: "coronal", sliceIndex: null });
  const [[ax, ay], [bx, by]] = made.points as [[number, number, number], [number, number, number]];
  // Straight down the screen: towards the feet and nowhere else.
  expect([Math.abs(ax - bx) < 1e-6, Math.abs(ay - by) < 1e-6]).toEqual([true, true]);
  await expect.poll(() => marks("distance").getAttribute("data-words")).toBe(`${made.name}; ${lengthOf(made).toFixed(1)} mm`);
  expect(lengthOf(made)).toBeGreaterThan(5);
  await picture(page, "measures-4-coronal");

  await page.keyboard.press("Shift+Q");
  await expect.poll(() => viewport(page).getAttribute("data-plane")).toBe("acquisition");
  await shown(page);
  expect(await page.locator(`[data-measure="${made.id}"][data-testid="measure"]`).count()).toBe(0);
  await page
    .getByRole("list", { name: "Measures" })
    .getByRole("button", { name: new RegExp(`^${made.name}`) })
    .click();
  await expect.poll(() => viewport(page).getAttribute("data-plane")).toBe("coronal");
  await expect.poll(() => page.locator(`[data-measure="${made.id}"][data-testid="measure"]`).count()).toBe(1);
  expect(session.complaints).toEqual([]);
});
