import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { circle, drag, newSegment, openSample, picture, state, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";
import { filteredFeatures, originalFeatures } from "../featureCounts.ts";

const session = browserSession();
const { work } = session;
let page: Page;
let sheet: Locator;
let ownFile: string;

beforeAll(() => {
  page = session.page;
  sheet = page.getByRole("dialog", { name: "Extraction settings" });
});

const count = () => sheet.getByTestId("feature-count").innerText();
const section = (name: string) => sheet.getByRole("region", { name, exact: true });
const origin = () => sheet.getByRole("combobox", { name: "Settings", exact: true }).inputValue();
const mark = () => sheet.getByTestId("settings-state").innerText();
const openSheet = () => page.getByRole("button", { name: "Settings…" }).click();
const openFile = (path: string) => sheet.locator("input[type=file]").setInputFiles(path);

/** Types into a field with the keyboard, in place of what it holds. */
async function type(field: Locator, text: string): Promise<void> {
  await field.click();
  await page.keyboard.press("Control+a");
  await (text === "" ? page.keyboard.press("Delete") : page.keyboard.type(text));
}

test("a muscle is drawn to measure", async () => {
  const volumeId = await openSample(page);
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowDown");
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.26, 0.45, 0.05));
  await expect.poll(async () => (await storedLabels(page, volumeId)).labels.some((label) => label === 1)).toBe(true);
  await page.getByRole("tab", { name: "Features" }).click();
});

test("the panel says what will be measured; the sheet shows PyRadiomics' defaults as placeholders, and no shortcut fires while it is open", async () => {
  await expect
    .poll(() => page.getByTestId("settings-summary").filter({ visible: true }).innerText())
    .toMatch(new RegExp(`bin width 25, original\\s+${originalFeatures} features, hash [0-9a-f]{8}`));
  const slice = await state(page, "slice-index");
  await openSheet();
  await sheet.waitFor();
  expect(await origin()).toBe("PyRadiomics' defaults");
  expect(await mark()).toBe("unchanged");
  const binWidth = section("Grey levels").getByRole("textbox", { name: "Bin width" });
  expect(await binWidth.getAttribute("placeholder")).toBe("25");
  expect(await binWidth.inputValue()).toBe("");
  await page.keyboard.press("End");
  await page.keyboard.press("n");
  expect(await state(page, "slice-index")).toBe(slice);
  await picture(page, "settings-1-defaults");
});

test("a bin width and LoG with sigma 3 change number and hash as they are typed", async () => {
  await expect.poll(count).toBe(`${originalFeatures} features`);
  const hash = await sheet.getByTestId("settings-hash").innerText();
  await sheet.getByRole("button", { name: /^Grey levels/ }).click();
  await type(section("Grey levels").getByRole("textbox", { name: "Bin width" }), "10");
  await expect.poll(() => sheet.getByTestId("settings-hash").innerText()).not.toBe(hash);
  expect(await mark()).toBe("changed");

  await sheet.getByRole("button", { name: /^Image types/ }).click();
  await section("Image types")
    .getByRole("checkbox", { name: /^Laplacian of Gaussian/ })
    .click();
  await sheet.getByText("LoG has no sigma").waitFor();
  await picture(page, "settings-2-log-without-sigma");
  await type(section("Image types").getByRole("textbox", { name: "Widths (sigma), Laplacian of Gaussian" }), "3");
  await expect.poll(count).toBe(`${originalFeatures + filteredFeatures} features`);
  await sheet.getByText("from 2 images").waitFor();
  await picture(page, "settings-3-log");
});

test("nonsense is told at the field, the rest stays, and settings cannot be used until it is corrected", async () => {
  const binWidth = section("Grey levels").getByRole("textbox", { name: "Bin width" });
  for (const [text, words] of [
    ["wide", "Give a number above 0"],
    ["-5", "Give a number above 0"],
    ["2,5", "The decimal sign is a point here"],
  ] as const) {
    await type(binWidth, text);
    await section("Grey levels").getByRole("alert").getByText(words).waitFor();
  }
  expect(await sheet.getByRole("button", { name: "Use these settings" }).isDisabled()).toBe(true);
  await sheet.getByRole("button", { name: "1 field to correct" }).waitFor();
  await picture(page, "settings-4-error");
  await page.keyboard.press("Tab");
  expect(await binWidth.inputValue()).toBe("2,5");
  await type(binWidth, "10");
  await expect.poll(() => sheet.getByRole("button", { name: "Use these settings" }).isEnabled()).toBe(true);
});

test("settings are saved by name; a change is marked, undone and taken back", async () => {
  await sheet.getByRole("button", { name: "Save as…" }).click();
  await page.getByRole("dialog", { name: "Save the settings" }).getByLabel("Name").waitFor();
  await page.keyboard.type("Muscle, LoG");
  await picture(page, "settings-5-save");
  await page.keyboard.press("Enter");
  await expect.poll(mark).toBe("saved");
  expect(await origin()).toBe("Muscle, LoG");

  await section("Neighbourhoods").getByRole("switch", { name: "Slice by slice (2D)" }).click({ force: true });
  await expect.poll(mark).toBe("changed");
  await page.keyboard.press("Control+z");
  await expect.poll(mark).toBe("saved");
  await page.keyboard.press("Control+Shift+Z");
  await expect.poll(mark).toBe("changed");
  await sheet.getByRole("button", { name: 'Back to "Muscle, LoG"' }).click();
  await expect.poll(mark).toBe("saved");
  await expect.poll(count).toBe(`${originalFeatures + filteredFeatures} features`);
});

test("a parameter file is written, and read again after the form was changed", async () => {
  const [download] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name: "Save file" }).click()]);
  expect(download.suggestedFilename()).toBe("muscle-log.yaml");
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain("  binWidth: 10\n");
  expect(text).toContain("    sigma: [3]\n");
  ownFile = join(work.path, "own.yaml");
  // Comments make a file long; what the form holds does not depend on them.
  writeFileSync(ownFile, `${"# A long comment on how these settings came about.\n".repeat(1200)}${text}`);

  await sheet.getByRole("combobox", { name: "Settings", exact: true }).click();
  await page.getByRole("option", { name: /^Muscle MR/ }).click();
  // As in the study: the original image, LBP, gradient and eight wavelets, without shape.
  await expect.poll(count).toBe(`${(11 * filteredFeatures).toLocaleString("en")} features`);
  await picture(page, "settings-6-muscle");
  await openFile(ownFile);
  await expect.poll(origin).toBe("own.yaml");
  await expect.poll(count).toBe(`${originalFeatures + filteredFeatures} features`);
  expect(await section("Grey levels").getByRole("textbox", { name: "Bin width" }).inputValue()).toBe("10");
  expect(await section("Image types").getByRole("textbox", { name: "Widths (sigma), Laplacian of Gaussian" }).inputValue()).toBe("3");
});

test("a wrong file is refused with its key and line, opened or dropped; the form keeps what it had", async () => {
  const wrong = join(work.path, "wrong.yaml");
  writeFileSync(wrong, "setting:\n  binWidth: 25\n  resampledPixelSpacin: [1, 1, 1]\n");
  await openFile(wrong);
  const message = sheet.getByRole("alert").filter({ hasText: "resampledPixelSpacin" });
  await message.getByText("line 3").waitFor();
  await message.getByText('Did you mean "resampledPixelSpacing"?').waitFor();
  expect(await origin()).toBe("own.yaml");
  expect(await count()).toBe(`${originalFeatures + filteredFeatures} features`);
  await picture(page, "settings-7-wrong-file");
  await sheet.getByRole("button", { name: "Close the message" }).click();

  const dropped = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['{"setting": {"binWidth": "wide"}}'], "dropped.json"));
    return transfer;
  })()`);
  await section("Image types").dispatchEvent("drop", { dataTransfer: dropped });
  await sheet.getByRole("alert").getByText("line 1").waitFor();
  expect(await origin()).toBe("own.yaml");
  await sheet.getByRole("button", { name: "Close the message" }).click();
});

test("Escape asks before changes are lost", async () => {
  await page.keyboard.press("Escape");
  const question = page.getByRole("dialog", { name: "Use the changed settings?" });
  await question.waitFor();
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  expect(await count()).toBe(`${originalFeatures + filteredFeatures} features`);
});

test("the settings are used: LoG's features are in the table", async () => {
  await sheet.getByRole("button", { name: "Use these settings" }).click();
  await sheet.waitFor({ state: "detached" });
  await expect
    .poll(() => page.getByTestId("settings-summary").filter({ visible: true }).innerText())
    .toMatch(/bin width 10, original \+ LoG 3 mm\s+200 features/);
  await page.getByRole("button", { name: "Extract features" }).click();
  await page.getByRole("table", { name: "Features" }).waitFor();
  await page.getByText(/200 features, bin width 10, original \+ LoG 3 mm/).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
  expect(readFileSync(await download.path(), "utf8")).toContain("log-sigma-3-mm-3D_firstorder_Mean");
  await page.getByRole("textbox", { name: "Search features" }).fill("log-sigma-3");
  await page
    .getByRole("table", { name: "Features" })
    .getByText(/^First order, LoG 3 mm/)
    .waitFor();
  await page.getByRole("table", { name: "Features" }).getByTitle("log-sigma-3-mm-3D_firstorder_Mean", { exact: true }).waitFor();
  await picture(page, "settings-8-extracted");
});

test("the sheet opens again with the settings in use, and closes at once where nothing was changed", async () => {
  await openSheet();
  expect(await origin()).toBe("own.yaml");
  await sheet.getByRole("combobox", { name: "Settings", exact: true }).click();
  await page.getByRole("option", { name: "Muscle, LoG" }).click();
  await expect.poll(mark).toBe("saved");
  await sheet.getByRole("button", { name: "Delete the saved settings" }).click();
  await page.getByRole("dialog", { name: "Delete these settings?" }).getByRole("button", { name: "Delete" }).click();
  await expect.poll(origin).toBe("Settings without a name");
  expect(await count()).toBe(`${originalFeatures + filteredFeatures} features`);
  await page.setViewportSize({ width: 1280, height: 800 });
  await sheet.getByRole("button", { name: /^Features/ }).click();
  await section("Features").getByText("Choose single features").nth(3).click();
  await picture(page, "settings-9-narrow");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await picture(page, "settings-10-narrow-panel");
});

test("nothing complained, but of the two files that were refused", () => {
  expect(session.complaints).toEqual(Array.from({ length: 2 }, () => expect.stringContaining("status of 400") as string));
});
