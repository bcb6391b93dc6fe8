import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { identityDirection } from "#shared/domain/geometry.ts";
import { writeImageFile } from "../../src-main/services/imagefiles/index.ts";
import { findings } from "./axe.ts";
import { importMadeUpStudy, madeUp, openMadeUpStudy } from "./madeUpStudy.ts";
import { drag, faded, picture, saved, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 60_000 });
let page: Page;
let volumeId: string;
const perSlice = madeUp.size ** 2;

/** Two squares on slices 3 to 5, as a network or another program may draw them: 20 x 20 and 10 x 10 pixels. */
const labels = new Uint8Array(perSlice * madeUp.slices);
for (let k = 2; k <= 4; k++) {
  for (let j = 0; j < 20; j++) labels.fill(1, k * perSlice + (30 + j) * madeUp.size + 10, k * perSlice + (30 + j) * madeUp.size + 30);
  for (let j = 0; j < 10; j++) labels.fill(2, k * perSlice + (60 + j) * madeUp.size + 40, k * perSlice + (60 + j) * madeUp.size + 50);
}
const count = (all: Uint8Array, label: number) => all.reduce((sum, each) => sum + Number(each === label), 0);

const line = (name: string) => page.getByRole("list", { name: "Segments" }).getByRole("listitem").filter({ hasText: name });
const mark = (name: string) => line(name).locator("[data-check]");
const state = (name: string) => mark(name).getAttribute("data-check");
const checked = (of: Page) => of.getByTestId("checked-count");

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
  await writeImageFile(
    join(session.work.path, "network.nrrd"),
    {
      grid: {
        size: [madeUp.size, madeUp.size, madeUp.slices],
        spacingMm: [0.8, 0.8, 5],
        originMm: [-100, -100, 0],
        direction: identityDirection,
      },
      scalarType: "uint8",
      voxels: labels,
    },
    {
      segments: [
        { number: 1, name: "Vastus", color: "#38e9ff", side: "none" },
        { number: 2, name: "Sartorius", color: "#ff9f38", side: "none" },
      ],
    },
  );
});

test("a label map from a file is a first drawing: its segments are checked by a click or a key", async () => {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: /Import a label map/ }).click();
  await (await chooser).setFiles(join(session.work.path, "network.nrrd"));
  await page.getByTestId("first-drawing").getByText("First drawing from a file, revision 1").waitFor();
  await mark("Vastus").click();
  await checked(page).getByText("1 of 2 checked").waitFor();
  await line("Sartorius").getByRole("button", { name: "Sartorius", exact: true }).click();
  await page.getByTestId("segment-change").getByText("Since the first drawing: as it came").waitFor();
  await page.keyboard.press("Alt+c");
  await checked(page).getByText("2 of 2 checked").waitFor();
  expect([await state("Vastus"), await state("Sartorius")]).toEqual(["checked", "checked"]);
});

test("a correction takes the mark from the segment that it changed, and is counted against the labels as they came", async () => {
  await page.keyboard.press("b");
  await drag(page, [
    [0.6, 0.3],
    [0.66, 0.34],
  ]);
  await expect.poll(() => state("Sartorius")).toBe("changed");
  await checked(page).getByText("1 of 2 checked").waitFor();
  expect(await state("Vastus")).toBe("checked");
  await saved(page);
  const now = (await storedLabels(page, volumeId)).labels;
  const added = count(now, 2) - 300;
  expect(added).toBeGreaterThan(20);
  const dice = ((2 * 300) / (300 + count(now, 2))).toFixed(3);
  await page.getByTestId("segment-change").getByText(`Since the first drawing: ${added} added, 0 erased, Dice ${dice}`).waitFor();
  await page.getByTestId("first-drawing").getByRole("button", { name: "What was changed" }).click();
  await page.getByRole("table", { name: "What was changed" }).getByText("1.000").waitFor();
  await faded(page);
  await picture(page, "first-drawing-changed");
  await page.keyboard.press("Escape");
  expect(await findings(page)).toEqual([]);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "More about this segmentation" }).click();
  await page.getByRole("menuitem", { name: "Save provenance as JSON" }).click();
  const provenance = JSON.parse(await readFile(await (await download).path(), "utf8")) as object;
  expect(provenance).toMatchObject({
    format: "fascicle segmentation provenance",
    firstDrawing: { source: "file", revision: 1, labelsHash: createHash("sha256").update(labels).digest("hex") },
    segments: [
      { name: "Vastus", change: { added: 0, erased: 0, dice: 1 }, check: { revision: 1, isChanged: false } },
      { name: "Sartorius", change: { added, erased: 0 }, check: { revision: 1, isChanged: true } },
    ],
  });
});

test("undone, the segment is as it was checked; marked anew after a correction, it stays marked after the page is loaded again", async () => {
  // Keys are the images' again when the menu is gone.
  await page.getByRole("menu").waitFor({ state: "hidden" });
  await page.keyboard.press("Control+z");
  await checked(page).getByText("2 of 2 checked").waitFor();
  await page.getByTestId("segment-change").getByText("Since the first drawing: as it came").waitFor();
  await page.keyboard.press("Control+y");
  await checked(page).getByText("1 of 2 checked").waitFor();
  await mark("Sartorius").click();
  await checked(page).getByText("2 of 2 checked").waitFor();
  await page.reload();
  await checked(page).getByText("2 of 2 checked").waitFor();
  await mark("Vastus").click();
  await checked(page).getByText("1 of 2 checked").waitFor();
  expect(session.complaints).toEqual([]);
});
