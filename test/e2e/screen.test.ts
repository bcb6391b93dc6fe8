import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dicomFile } from "../dicomFiles.ts";
import { findings } from "./axe.ts";
import { runFascicle } from "./program.ts";
import { drag, newSegment, picture, saved, shown, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importStudies });
const { data } = session;
let page: Page;

const size = 64;
/** A bright disc that is a little brighter with every slice, on a dark ground. */
const pixelsOf = (slice: number) => {
  const pixels = Buffer.alloc(size * size * 2);
  for (let at = 0; at < size * size; at++)
    pixels.writeUInt16LE(Math.hypot((at % size) - 32, Math.floor(at / size) - 32) < 24 ? 300 + 20 * slice + (at % 7) : 10, at * 2);
  return pixels;
};

/** Two studies of one kind (description "Thigh"), each a scout of one slice and two series of six. */
function writeStudies(folder: string): void {
  mkdirSync(folder);
  for (const [study, patientName] of [
    ["1", "Erstling^Anna"],
    ["2", "Zweitling^Bertram"],
  ] as const) {
    for (const [number, description, slices] of [
      [1, "Localizer 3-plane", 1],
      [2, "T1 tse axial", 6],
      [3, "T2 stir axial", 6],
    ] as const) {
      for (let slice = 0; slice < slices; slice++) {
        const uid = `2.25.7${study}.${number}`;
        writeFileSync(
          join(folder, `${study}-${number}-${slice}.dcm`),
          dicomFile({
            studyInstanceUid: `2.25.7${study}`,
            seriesInstanceUid: uid,
            sopInstanceUid: `${uid}.${slice}`,
            patientId: `P${study}`,
            patientName,
            studyDate: study === "1" ? "20261103" : "20261130",
            seriesNumber: number,
            seriesDescription: description,
            slice,
            size,
            pixels: pixelsOf(slice),
          }),
        );
      }
    }
  }
}

async function importStudies(data: string, work: string): Promise<void> {
  writeStudies(join(work, "files"));
  const { code } = await runFascicle("import", join(work, "files"), "--data", data);
  if (code !== 0) throw new Error("The studies were not imported.");
}

beforeAll(() => {
  page = session.page;
});

const rows = () => page.locator('[role="row"][aria-level="1"]');
const openStudy = async (name: string) => {
  await rows().filter({ hasText: name }).dblclick();
  await shown(page);
};
const title = () => viewport(page).locator('[data-furniture="series"]').innerText();

/** Controls and texts that reach beyond the sides of the window, and whether the page can be scrolled sideways. */
function cutOff(): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const width = window.innerWidth;
    const beyond = [...document.querySelectorAll("button, input:not([type=file]), select, [role=tab], h1, h2, h3, p")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => { const { left, right, width: own } = element.getBoundingClientRect(); return own > 0 && (left < -1 || right > width + 1); })
      .map((element) => element.tagName + " " + (element.getAttribute("aria-label") ?? element.textContent));
    const { scrollWidth } = document.documentElement;
    return [...beyond, ...(scrollWidth > width || document.body.scrollWidth > width ? ["the page scrolls sideways"] : [])];
  })()`);
}

/** Pairs of texts and bars over the images that cover each other; of a corner, the lines that are seen. */
function covering(): Promise<string[]> {
  return page.evaluate<
    string[]
  >(`[...document.querySelectorAll("[data-testid^=viewport-]")].filter((pane) => !pane.hasAttribute("inert")).flatMap((pane) => {
    const seenOnes = [...pane.querySelectorAll("[data-furniture]")].filter((element) => element.checkVisibility({ visibilityProperty: true }));
    const parts = seenOnes.flatMap((element) => {
      const name = element.getAttribute("data-furniture");
      const seen = ["patient", "series", "slice", "readout"].includes(name) ? [...element.children] : [element];
      return seen.map((part) => ({ name: name + " " + part.textContent, box: part.getBoundingClientRect() }));
    }).filter(({ box }) => box.width > 0 && box.height > 0);
    return parts.flatMap(({ name, box: a }, at) => parts.slice(0, at)
      .filter(({ box: b }) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5)
      .map((other) => name + " and " + other.name));
  })`);
}

test("dates are typed as ISO has them: a year, a month or a day", async () => {
  const from = page.getByLabel("Study date from");
  const to = page.getByLabel("Study date to");
  await expect.poll(() => rows().count()).toBe(2);
  await from.fill("2026-11-04");
  await expect.poll(() => rows().count()).toBe(1);
  await from.fill("2026-11");
  await expect.poll(() => rows().count()).toBe(2);
  await to.fill("2026-11-29");
  await expect.poll(() => rows().count()).toBe(1);
  await to.fill("2026-13");
  expect(await to.getAttribute("aria-invalid")).toBe("true");
  await expect.poll(() => rows().count()).toBe(2);
  await from.fill("2027");
  await page.getByText("Nothing fits this search.").waitFor();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect.poll(() => rows().count()).toBe(2);
  expect(await from.inputValue()).toBe("");
});

test("axe finds nothing in the worklist, its dialogs and the models", async () => {
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByText("With it go, for good:").waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Jobs/ }).click();
  await page.getByRole("dialog").waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Models", exact: true }).click();
  await page.getByText("No model is installed.").waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Worklist", exact: true }).click();
});

test("a study opens on the first series to be read, not on the scout; then on the one that was chosen for its kind", async () => {
  await openStudy("Erstling");
  expect(await title()).toContain("T1 tse axial");
  await page.getByRole("button", { name: "#3 T2 stir axial" }).dblclick();
  await expect.poll(title).toContain("T2 stir axial");
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await openStudy("Zweitling");
  await expect.poll(title).toContain("T2 stir axial");
  // What the data folder remembers of it names nobody and nothing.
  await page.getByRole("button", { name: "#2 T1 tse axial" }).dblclick();
  await expect.poll(title).toContain("T1 tse axial");
});

test("viewports are stacked; a double click lays one over the whole, and Esc, the key or another double click takes it back", async () => {
  await page.keyboard.press("Shift+3");
  await shown(page, 1);
  const box = async (index: number) => (await viewport(page, index).boundingBox())!;
  const [upper, lower] = [await box(0), await box(1)];
  expect(lower.y).toBeGreaterThanOrEqual(upper.y + upper.height);
  expect([lower.x, lower.width]).toEqual([upper.x, upper.width]);
  const whole = lower.y + lower.height - upper.y;
  const isWhole = async () => Math.abs((await box(1)).height - whole) < 1;

  await viewport(page, 1).dblclick();
  await expect.poll(isWhole).toBe(true);
  await picture(page, "screen-maximised");
  await page.keyboard.press("Escape");
  await expect.poll(() => box(1)).toEqual(lower);
  await page.keyboard.press("u");
  await expect.poll(isWhole).toBe(true);
  await viewport(page, 1).dblclick();
  await expect.poll(() => box(1)).toEqual(lower);
  await page.keyboard.press("Shift+1");
});

test("segments are named in full on the image, inside and apart", async () => {
  await page.keyboard.press("Home");
  await newSegment(page);
  for (const [x, name] of [
    [0.42, "semimembranosus right"],
    [0.5, "gastrocnemius medial head right"],
    [0.58, "vastus intermedius left"],
  ] as const) {
    if (x !== 0.42) await page.keyboard.press("n");
    const active = page.locator('li[aria-current="true"]');
    if (x !== 0.42) await active.getByText(x === 0.5 ? "Segment 2" : "Segment 3", { exact: true }).waitFor();
    await active.getByRole("button", { name: /^Segment/ }).dblclick();
    await page.getByLabel(/^Name of/).fill(name);
    await page.keyboard.press("Enter");
    await active.getByText(name).waitFor();
    await page.keyboard.press("b");
    await drag(page, [
      [x, 0.4],
      [x, 0.6],
    ]);
  }
  await saved(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+n");
  type Named = { label: number; text: string; box: { x: number; y: number; width: number; height: number } };
  const names = async () => JSON.parse((await page.getByTestId("names-0").getAttribute("data-names")) ?? "[]") as Named[];
  await expect
    .poll(async () => (await names()).map(({ text }) => text).toSorted())
    .toEqual(["gastrocnemius medial head right", "semimembranosus right", "vastus intermedius left"]);
  const boxes = (await names()).map(({ box }) => box);
  for (const [at, a] of boxes.entries())
    for (const b of boxes.slice(0, at))
      expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).toBe(false);
  // In the list each name stands whole.
  const cut = await page
    .locator("li[data-segment] button")
    .evaluateAll((buttons) => buttons.filter((button) => button.scrollWidth > button.clientWidth).map((button) => button.textContent));
  expect(cut).toEqual([]);
  await picture(page, "screen-names");
});

test("readout, scale bar, colour bar, letters and texts never cover each other, in every layout and size", async () => {
  await page.getByRole("tab", { name: "Maps" }).click();
  await page.getByRole("button", { name: /^Compute/ }).click();
  await page.getByTestId("colour-bar").first().waitFor();
  for (const [width, height] of [
    [1920, 1080],
    [1366, 768],
    [800, 500],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const key of ["Shift+1", "Shift+2", "Shift+3", "Shift+4"]) {
      await page.keyboard.press(key);
      await viewport(page).hover();
      await viewport(page).getByTestId("probe").waitFor();
      await expect.poll(covering, { message: `${key} at ${width} x ${height}` }).toEqual([]);
      expect(await viewport(page).getByTestId("scale-bar").isVisible()).toBe(true);
    }
  }
});

test("at 200 % nothing is cut off in any room", async () => {
  await page.setViewportSize({ width: 800, height: 500 });
  await page.keyboard.press("Shift+1");
  for (const tab of ["Segments", "Features", "Maps", "Fat"]) {
    await page.getByRole("tab", { name: tab }).click();
    expect(await cutOff()).toEqual([]);
  }
  expect(await cutOff()).toEqual([]);
  await picture(page, "screen-200-reading");
  const beyond = await page
    .getByRole("navigation", { name: "Series" })
    .evaluate((panel) =>
      [...panel.querySelectorAll("h2, span")]
        .filter((element) => element.getBoundingClientRect().right > panel.getBoundingClientRect().right - 6)
        .map((element) => element.textContent),
    );
  expect(beyond).toEqual([]);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  expect(await cutOff()).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  for (const room of ["Models", "Worklist"]) {
    await page.getByRole("button", { name: room, exact: true }).click();
    await expect.poll(cutOff).toEqual([]);
  }
  await page.getByText("Erstling, Anna").first().waitFor();
  expect(await cutOff()).toEqual([]);
  await picture(page, "screen-200-worklist");
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.getByRole("button", { name: "Reading", exact: true }).click();
  await shown(page);
});

test("axe finds nothing in the reading room and its dialogs", async () => {
  for (const tab of ["Segments", "Features", "Maps"]) {
    await page.getByRole("tab", { name: tab }).click();
    expect(await findings(page)).toEqual([]);
  }
  await page.getByRole("tab", { name: "Segments" }).click();
  for (const menu of ["More about this segmentation", "Grey window presets"]) {
    await page.getByRole("button", { name: menu }).click();
    await page.getByRole("menu").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  }
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: "Extract features" }).click();
  await page.getByRole("button", { name: "Show all with documentation" }).click();
  await page.getByRole("dialog").waitFor();
  await page.locator('[data-testid="histogram"][data-drawn]').last().waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "screen-features");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Settings…" }).first().click();
  await page.getByRole("dialog").waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("a study is deleted with what hangs on it, counted and asked for; its originals are gone from the disk", async () => {
  const originals = () =>
    readdirSync(join(data.path, "instances"), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".dcm")).length;
  expect(originals()).toBe(26);
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await rows().filter({ hasText: "Zweitling" }).click();
  await page.getByRole("complementary", { name: "Details" }).getByText("Zweitling").waitFor();
  await page.getByRole("button", { name: "Delete…" }).click();
  const list = page.getByLabel("What goes with the study");
  await list.waitFor();
  expect(await list.innerText()).toMatch(
    /13 original DICOM files[\s\S]*3 series[\s\S]*3 volumes[\s\S]*1 segmentation, with its whole history[\s\S]*1 feature map/,
  );
  await picture(page, "screen-delete");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect.poll(() => rows().count()).toBe(1);
  expect(await page.getByRole("button", { name: "Reading", exact: true }).isDisabled()).toBe(true);
  expect(originals()).toBe(13);
  expect(readdirSync(join(data.path, "maps"))).toEqual([]);
  expect(session.complaints).toEqual([]);
});
