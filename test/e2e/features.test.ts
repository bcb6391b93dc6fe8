import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { circle, drag, expectState, newSegment, openSample, picture, saved, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";
import { originalFeatures } from "../featureCounts.ts";

const session = browserSession();
let page: Page;
let volumeId: string;

beforeAll(async () => {
  page = session.page;
  volumeId = await openSample(page);
});

/** The live value of a first-order feature, with all its digits. */
async function live(feature: string): Promise<number> {
  return Number(await page.locator(`[data-testid="live-first-order"] [data-feature="${feature}"]`).getAttribute("title"));
}

const panel = () => page.getByRole("region", { name: "Features and classifier" });
const table = () => page.getByRole("table", { name: "Features" });

test("first-order features and volume follow the brush while the button is down", async () => {
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", "6");
  await newSegment(page);
  await page.getByRole("button", { name: "All first-order features" }).click();
  await page.keyboard.press("b");
  const box = (await viewport(page).boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.24, 0.42));
  await page.mouse.down();
  await page.mouse.move(...at(0.26, 0.43), { steps: 4 });
  await expect.poll(() => live("Energy")).toBeGreaterThan(0);
  const [energy, entropy] = [await live("Energy"), await live("Entropy")];
  await page.mouse.move(...at(0.3, 0.5), { steps: 8 });
  await expect.poll(() => live("Energy")).toBeGreaterThan(energy);
  expect(await live("Entropy")).not.toBe(entropy);
  await picture(page, "features-1-while-drawing");
  // Nothing of it is on disk while the button is down: the values come from the brush itself.
  expect((await storedLabels(page, volumeId)).labels.some((label) => label !== 0)).toBe(false);
  await page.mouse.up();
  await saved(page);
  await expect.poll(async () => (await storedLabels(page, volumeId)).labels.some((label) => label === 1)).toBe(true);
});

test("two muscles are extracted at once, and the live values were those of the extraction", async () => {
  await newSegment(page);
  expect(await page.getByRole("list", { name: "Segments" }).getByRole("listitem").count()).toBe(2);
  await page.keyboard.press("f");
  await drag(page, circle(0.68, 0.45, 0.05));
  await expect.poll(async () => (await storedLabels(page, volumeId)).labels.some((label) => label === 2)).toBe(true);
  await expect.poll(() => live("Range")).toBeGreaterThan(0);
  const names = [
    "10Percentile",
    "Energy",
    "Entropy",
    "Kurtosis",
    "Mean",
    "Median",
    "RobustMeanAbsoluteDeviation",
    "Skewness",
    "TotalEnergy",
    "Uniformity",
    "Variance",
  ];
  const shown = new Map<string, number>();
  for (const name of names) shown.set(name, await live(name));

  await page.getByRole("tab", { name: "Features" }).click();
  await panel().getByRole("button", { name: "All drawn" }).click();
  await expect.poll(() => panel().getByRole("checkbox", { checked: true }).count()).toBeGreaterThanOrEqual(2);
  await page.getByRole("button", { name: "Extract features" }).click();
  await panel().getByText(`${originalFeatures} features of 2 segments`).waitFor();
  await picture(page, "features-2-panel");

  const [download] = await Promise.all([page.waitForEvent("download"), panel().getByRole("link", { name: "CSV" }).click()]);
  const [header, first, second] = readFileSync(await download.path(), "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  // Settings hold commas in quotes: columns of features are counted from the end.
  const valueOf = (row: string[], name: string) => Number(row.at(header!.indexOf(`original_firstorder_${name}`) - header!.length));
  for (const [name, value] of shown)
    expect([name, Math.abs(valueOf(second!, name) / value - 1) < 1e-9, value]).toEqual([name, true, value]);
  expect(valueOf(first!, "Energy")).not.toBe(valueOf(second!, "Energy"));
});

test("the table is searched, and a feature explains itself beside it", async () => {
  await panel().getByRole("textbox", { name: "Search features" }).fill("ACUI");
  await expect.poll(() => table().getByRole("button", { name: "Contrast", exact: true }).count()).toBe(1);
  await table().getByRole("button", { name: "Contrast", exact: true }).click();
  const detail = page.getByTestId("feature-detail");
  await detail.getByText("sum of (i - j)^2 p(i,j)").waitFor();
  expect(await detail.getByRole("listitem").count()).toBe(2);
  await picture(page, "features-3-detail");
  // The keys still belong to the images.
  await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", "7");
  await page.keyboard.press("ArrowUp");
  await page.getByRole("button", { name: "Close the description" }).click();
  await panel().getByRole("textbox", { name: "Search features" }).fill("");
});

test("the large view compares the segments, filters, sorts and copies", async () => {
  await page.getByRole("button", { name: "Show all with documentation" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByText(`${originalFeatures} features`, { exact: true }).waitFor();
  await sheet.getByRole("button", { name: /^GLCM/ }).click();
  await sheet.getByText("24 features", { exact: true }).waitFor();
  await sheet.getByRole("columnheader", { name: "Ratio" }).getByRole("button").click();
  await sheet.getByRole("table").getByRole("button", { name: "Joint entropy", exact: true }).click();
  await sheet.getByRole("region", { name: "About this feature" }).waitFor();
  await sheet.locator('[data-testid="histogram"][data-drawn]').waitFor();
  expect(await sheet.getByTestId("histogram").getAttribute("data-drawn")).toBe("Segment 1, Segment 2");
  await picture(page, "features-4-sheet");

  await page.context().grantPermissions(["clipboard-read"]);
  await sheet.getByRole("button", { name: "Copy the table" }).click();
  const copied = (await page.evaluate("navigator.clipboard.readText()")) as string;
  const lines = copied.split("\n").map((line) => line.split("\t"));
  expect(lines).toHaveLength(25);
  expect(lines[0]).toEqual(["Feature", "Segment 1", "Segment 2"]);
  const ratios = lines
    .slice(1)
    .map(([, a, b]) => Number(a) / Number(b))
    .map((ratio) => (ratio > 0 ? Math.abs(Math.log(ratio)) : Number.POSITIVE_INFINITY));
  expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
  await sheet.getByRole("button", { name: "Close" }).click();
});

test("a series that shows another place is not offered, and the window says why", async () => {
  await panel().getByText("2 series cannot be measured").click();
  await panel()
    .getByText(/T1 FSE axial, calf/)
    .waitFor();
  await panel()
    .getByText(/another place of the body/)
    .first()
    .waitFor();
  await panel().getByRole("combobox", { name: "Series to measure on" }).click();
  await picture(page, "features-5-series");
  await page.getByRole("option", { name: /T2 FSE Dixon axial, thigh/ }).click();
  // On the same grid: nothing to resample, and not measured there yet.
  await panel().getByRole("button", { name: "Extract features" }).click();
  await panel().getByText(`${originalFeatures} features of 2 segments`).waitFor();
  expect(await panel().getByTestId("grid-differences").count()).toBe(0);
});

test("area and fat of the muscles, by level: the areas are those of the voxels on disk, and the table is saved with where it came from", async () => {
  await page.getByRole("tab", { name: "Fat" }).click();
  // The sample has water and no fat: T1 is suggested, on the series that was drawn on.
  expect(await page.getByRole("combobox", { name: "Method" }).inputValue()).toBe("T1: two classes, Otsu");
  expect(await page.getByRole("combobox", { name: "T1-weighted" }).inputValue()).toMatch(/T1 FSE axial, thigh/);
  await page.getByRole("button", { name: "Measure", exact: true }).click();
  const measured = page.getByRole("table", { name: "Area and fat by segment" });
  await measured.getByRole("button", { name: "Segment 1" }).click();
  await measured.getByText(/^Threshold .* dark voxels .* bright/).waitFor();
  const { labels } = await storedLabels(page, volumeId);
  // Pixels of 1.1875 mm.
  const area = labels.reduce((sum, label) => sum + (label === 1 ? 1.1875 ** 2 : 0), 0);
  const row = measured.locator('[data-segment="1"]').getByRole("cell");
  expect(await row.first().textContent()).toBe((area / 100).toFixed(2));
  expect(Number(await row.last().textContent())).toBeLessThanOrEqual(100);
  await measured.getByText("No volume: It is drawn on one slice only.").waitFor();
  await picture(page, "features-8-fat");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as CSV" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^fat_.*\.csv$/);
  const [header, ...rows] = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(header).toMatch(/^Segment,Side,Label,Slice,Area \(mm2\)/);
  // Two segments on a slice each, and all of each.
  expect(rows).toHaveLength(4);
  expect(Number(rows[0]!.split(",")[4])).toBeCloseTo(area, 6);
  await page.getByRole("tab", { name: "Features" }).click();
});

test("a series on another grid is measured with the mask resampled, after the window said by how much the grids differ", async () => {
  await page.getByRole("navigation", { name: "Rooms" }).getByRole("button", { name: "Worklist" }).click();
  await page.getByText("Exempel, Hjärna").first().dblclick();
  await expect
    .poll(
      async () =>
        (await viewport(page).getAttribute("data-volume-id")) !== volumeId &&
        (await viewport(page).getAttribute("data-rendered")) === "true",
    )
    .toBe(true);
  const head = (await viewport(page).getAttribute("data-volume-id"))!;
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.5, 0.45, 0.06));
  await expect.poll(async () => (await storedLabels(page, head)).labels.some((label) => label === 1)).toBe(true);
  await page.getByRole("tab", { name: "Features" }).click();
  await panel().getByRole("combobox", { name: "Series to measure on" }).click();
  await page.getByRole("option", { name: /FLAIR axial/ }).click();
  await panel()
    .getByTestId("grid-differences")
    .getByText(/mm here/)
    .waitFor();
  await picture(page, "features-6-another-grid");
  await panel().getByRole("button", { name: "Resample the mask and extract" }).click();
  await panel()
    .getByText(/mask resampled/)
    .waitFor();
  await picture(page, "features-7-resampled");
});

test("nothing complained", () => {
  expect(session.complaints).toEqual([]);
});
