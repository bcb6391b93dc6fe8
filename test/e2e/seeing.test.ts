import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { findings } from "./axe.ts";
import { drag, expectState, picture, shown, state, viewport } from "./readingPage.ts";
import { importSeeingStudies, openStudyOf, pointOf } from "./seeingStudies.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importSeeingStudies });
let page: Page;

beforeAll(() => {
  page = session.page;
});

const mark = (index: number) => page.getByTestId(`crosshair-${index}`);

/** Where the mouse is in the patient, mm to the left, to posterior and to the head: read from the image's own words. */
async function mmUnderMouse(index: number): Promise<number[]> {
  const text = await viewport(page, index).getByTestId("probe").innerText();
  return ["L", "P", "H"].map((letter, axis) => {
    const [, sign, value] = new RegExp(`(${letter}|${"RAF"[axis]}) (\\d+\\.\\d)`).exec(text)!;
    return sign === letter ? Number(value) : -Number(value);
  });
}

/** Moves the mouse to a place of a viewport; answers where that is in the patient. */
async function mmAt(index: number, place: readonly [number, number]): Promise<number[]> {
  await page.mouse.move(...(await pointOf(page, index, place)));
  await viewport(page, index).getByTestId("probe").waitFor();
  return mmUnderMouse(index);
}

/** Where a viewport has its mark in the patient: the mouse is moved there. */
async function mmOfMark(index: number): Promise<number[]> {
  const [x, y] = (await mark(index).getAttribute("data-place"))!.split(" ").map(Number);
  const box = (await viewport(page, index).boundingBox())!;
  return mmAt(index, [x! / box.width, y! / box.height]);
}

function expectNear(found: readonly number[], wanted: readonly number[], withinMm: number): void {
  expect(
    Math.max(...found.map((value, axis) => Math.abs(value - wanted[axis]!))),
    `${found.join(" ")} and ${wanted.join(" ")}`,
  ).toBeLessThanOrEqual(withinMm);
}

/** Puts a series into a viewport and waits until it is there. */
async function put(index: number, name: string): Promise<void> {
  await page.mouse.click(...(await pointOf(page, index, [0.5, 0.9])));
  await page.getByRole("navigation", { name: "Series" }).getByRole("button", { name }).dblclick();
  await expect.poll(() => viewport(page, index).locator('[data-furniture="series"]').innerText()).toContain(name.slice(3));
  await shown(page, index);
}

test("a press of the crosshair brings the other viewports to the same place, also in another plane, and marks it", async () => {
  await openStudyOf(page, "Erstling");
  await expect.poll(() => viewport(page).locator('[data-furniture="series"]').innerText()).toContain("T1 axial");
  await page.keyboard.press("Shift+2");
  await shown(page, 1);
  await put(1, "#2 T2 axial");
  // Not by linked scrolling.
  await page.keyboard.press("k");
  await viewport(page, 0).click({ position: { x: 20, y: 60 } });
  await page.keyboard.press("Home");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", "3");
  await expectState(page, "slice-index", "6", 1);

  await page.keyboard.press("Shift+X");
  const pressed = [0.55, 0.42] as const;
  const mm = await mmAt(0, pressed);
  await page.mouse.down();
  await page.mouse.up();
  await expectState(page, "slice-index", "3", 1);
  await expect.poll(() => mark(1).getAttribute("data-off-mm")).toBe("0.00");
  await picture(page, "seeing-crosshair");
  expectNear(await mmOfMark(1), mm, 0.15);

  // A reformat goes to the plane through the place: of 64 rows of 0.8 mm, the one that lies there.
  await page.mouse.click(...(await pointOf(page, 1, [0.5, 0.9])));
  await page.keyboard.press("Shift+C");
  await expectState(page, "plane", "coronal", 1);
  await shown(page, 1);
  const other = [0.47, 0.6] as const;
  const there = await mmAt(0, other);
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => mark(1).getAttribute("data-off-mm")).toBe("0.00");
  await expect.poll(async () => (await mmOfMark(1))[0]).toBeCloseTo(there[0]!, 0);
  // The coronal slice is the nearest: half a row of 1.6 mm away at most.
  expectNear(await mmOfMark(1), there, 0.85);
});

test("a drag goes on bringing them; what has no common space is not marked and stays", async () => {
  await drag(page, [
    [0.47, 0.6],
    [0.45, 0.35],
  ]);
  const to = await mmAt(0, [0.45, 0.35]);
  await expect.poll(async () => Math.abs((await mmOfMark(1))[1]! - to[1]!)).toBeLessThanOrEqual(0.85);

  await put(1, "#3 T2 repeated");
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0", 1);
  await page.mouse.click(...(await pointOf(page, 0, [0.5, 0.5])));
  await mark(0).waitFor();
  expect(await mark(1).count()).toBe(0);
  expect(await state(page, "slice-index", 1)).toBe("0");
});

test("with Shift held the point under the mouse is marked in the others, with how far from their slice it is; nothing moves", async () => {
  await put(1, "#2 T2 axial");
  await page.keyboard.press("Home");
  await page.keyboard.press("Escape");
  await expectState(page, "slice-index", "0", 1);
  await page.mouse.move(...(await pointOf(page, 0, [0.3, 0.3])));
  expect(await mark(1).count()).toBe(0);
  await page.keyboard.down("Shift");
  await page.mouse.move(...(await pointOf(page, 0, [0.52, 0.5])), { steps: 3 });
  // Slice 4 of 5 mm spacing lies 15 mm nearer to the head than slice 1.
  await expect.poll(() => mark(1).getAttribute("data-off-mm")).toBe("15.00");
  expect(await mark(1).textContent()).toBe("15.0 mm H");
  expect(await mark(0).count()).toBe(0);
  await picture(page, "seeing-hover");
  await page.keyboard.up("Shift");
  await expect.poll(() => mark(1).count()).toBe(0);
  expect(await state(page, "slice-index", 1)).toBe("0");
});

test("linked zoom and pan: the same millimetres a pixel and the same place in the middle, whatever the pixels", async () => {
  await page.mouse.click(...(await pointOf(page, 0, [0.5, 0.5])));
  await page.keyboard.press("End");
  await page.keyboard.press("Shift+Z");
  await page.keyboard.press("Shift+P");
  await drag(
    page,
    [
      [0.5, 0.5],
      [0.5, 0.58],
    ],
    { button: "right" },
  );
  await drag(
    page,
    [
      [0.5, 0.5],
      [0.6, 0.45],
    ],
    { button: "middle" },
  );
  expect(Number(await state(page, "zoom"))).not.toBeCloseTo(1, 1);
  for (const place of [
    [0.5, 0.5],
    [0.4, 0.6],
  ] as const) {
    const [x, y] = await mmAt(0, place);
    const [x1, y1] = await mmAt(1, place);
    expectNear([x1!, y1!], [x!, y!], 0.15);
  }
  await picture(page, "seeing-linked");
  await page.keyboard.press("Shift+Z");
  await page.keyboard.press("Shift+P");
  const zoom = await state(page, "zoom", 1);
  await page.keyboard.press("+");
  expect(await state(page, "zoom", 1)).toBe(zoom);
  await page.keyboard.press("=");
});

test("linked windows: those of like series, or all", async () => {
  await page.keyboard.press("Shift+K");
  const before = await state(page, "window", 1);
  await drag(page, [
    [0.5, 0.5],
    [0.6, 0.55],
  ]);
  expect(await state(page, "window", 1)).toBe(before);

  await page.getByRole("button", { name: "Linked viewports" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Link the grey window of all" }).click();
  expect(await page.getByRole("menuitemcheckbox", { name: "Link the grey window of like series" }).getAttribute("aria-checked")).toBe(
    "false",
  );
  expect(await findings(page)).toEqual([]);
  await picture(page, "seeing-link-menu");
  await page.keyboard.press("Escape");
  const own = await state(page, "window", 0);
  expect(own).not.toBe(before);
  await expectState(page, "window", own, 1);

  await page.keyboard.press("Shift+K");
  await page.keyboard.press("Shift+K");
  await put(1, "#1 T1 axial");
  await expectState(page, "window", own, 1);
  await drag(page, [
    [0.5, 0.5],
    [0.3, 0.6],
  ]);
  await expect.poll(() => state(page, "window", 1)).not.toBe(own);
  await expectState(page, "window", await state(page, "window", 0), 1);
  await page.keyboard.press("Shift+K");
});

test("one key lays a series out in all planes through one place, and takes all of it back", async () => {
  await page.mouse.click(...(await pointOf(page, 0, [0.5, 0.9])));
  await page.keyboard.press("Home");
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", "4");
  const before = await Promise.all(["volume-id", "window", "slice-index", "zoom"].map((name) => state(page, name)));
  await page.keyboard.press("Shift+5");
  for (const [index, plane] of ["axial", "coronal", "sagittal", "acquisition"].entries()) {
    await expectState(page, "plane", plane, index);
    await expect.poll(() => mark(index).getAttribute("data-off-mm")).toBe("0.00");
    expect(await state(page, "window", index)).toBe(before[1]);
    expect(await state(page, "volume-id", index)).toBe(before[0]);
  }
  await picture(page, "seeing-mpr");
  // A press in one goes on in the three others.
  await page.mouse.click(...(await pointOf(page, 3, [0.55, 0.4])));
  const mm = await mmAt(3, [0.55, 0.4]);
  for (const index of [0, 1, 2]) {
    await expect.poll(() => mark(index).getAttribute("data-off-mm")).toBe("0.00");
    expectNear(await mmOfMark(index), mm, 0.6);
  }
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Shift+5");
  await expect.poll(() => page.locator("[data-testid^=viewport-]").count()).toBe(2);
  await expectState(page, "plane", "acquisition");
  await shown(page);
  await expect.poll(() => Promise.all(["volume-id", "window", "slice-index", "zoom"].map((name) => state(page, name)))).toEqual(before);
  expect(await mark(0).count()).toBe(0);
});

test("a study is opened as one of its kind was left, until that is forgotten", async () => {
  await put(0, "#1 T1 axial");
  await put(1, "#2 T2 axial");
  await page.keyboard.press("Shift+S");
  await expectState(page, "plane", "sagittal", 1);
  await page.mouse.click(...(await pointOf(page, 0, [0.5, 0.9])));
  await drag(page, [
    [0.5, 0.5],
    [0.65, 0.6],
  ]);
  const numbers = async () => (await state(page, "window")).split("/").map(Number);
  const window = await numbers();
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await openStudyOf(page, "Zweitling");
  await shown(page, 1);
  await expectState(page, "plane", "sagittal", 1);
  for (const [index, name] of ["T1 axial", "T2 axial"].entries())
    await expect.poll(() => viewport(page, index).locator('[data-furniture="series"]').innerText()).toContain(name);
  // Both studies have the same values: within a ten thousandth of their range, some 600.
  await expect.poll(async () => Math.max(...(await numbers()).map((value, at) => Math.abs(value - window[at]!)))).toBeLessThan(0.2);
  await page.getByRole("button", { name: "Arrangement of such studies" }).click();
  await page.getByText("This study was opened as you left one like it.").waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "seeing-arrangement");
  await page.getByRole("menuitem", { name: "Forget it" }).click();
  await page.getByText("Forgotten: studies like this one are opened as at first.").waitFor();
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await openStudyOf(page, "Erstling");
  await expect.poll(() => page.locator("[data-testid^=viewport-]").count()).toBe(1);
  await expectState(page, "plane", "acquisition");
});
