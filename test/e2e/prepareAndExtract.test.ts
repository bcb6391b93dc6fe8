import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { RecipeOutcome } from "../../src-shared/api/recipe.ts";
import { findings } from "./axe.ts";
import { importBodies } from "./bodies.ts";
import { circle, drag, fetched, newSegment, picture, saved, shown } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({
  prepare: (data, work) =>
    importBodies(data, work, [{ patientId: "PAT-1", studyInstanceUid: "2.25.90", series: [{ description: "T1 tra" }] }]),
  timeout: 60_000,
});
let page: Page;
beforeAll(() => {
  page = session.page;
});

const panel = () => page.getByRole("region", { name: "Features and classifier" });
const outcomes = async (): Promise<RecipeOutcome[]> => {
  const input = encodeURIComponent(JSON.stringify({ json: { studyInstanceUid: "2.25.90" } }));
  const { bytes } = await fetched(page, `/api/recipe.outcomes?input=${input}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: RecipeOutcome[] } } }).result.data.json;
};

test("the sheet of an extraction offers a recipe before the settings: it is run first, and what comes out is measured", async () => {
  await page.getByText("Made, Up").first().dblclick();
  await shown(page);
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.45, 0.5, 0.1));
  await saved(page);
  await newSegment(page);
  await page.keyboard.press("f");
  await drag(page, circle(0.6, 0.5, 0.06));
  await saved(page);
  await page.getByRole("tab", { name: "Features" }).click();
  await panel().getByRole("button", { name: "All drawn" }).click();
  await panel().getByRole("combobox", { name: "Recipe before the extraction" }).click();
  await page.getByRole("option", { name: /^Multiple sclerosis/ }).click();
  await panel().getByText("The recipe is run first, and what comes out is measured; review it under Prepare.").waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "prepare-extract-1-form");
  await panel().getByRole("button", { name: "Prepare and extract features" }).click();
  await panel()
    .getByText(/features of 2 segments/)
    .waitFor({ timeout: 120_000 });
  const [outcome] = await outcomes();
  expect(outcome).toMatchObject({ recipeName: expect.stringMatching(/^Multiple sclerosis/) as unknown, state: "new" });
  await panel()
    .getByText(`recipe hash ${outcome!.recipeHash.slice(0, 12)}`)
    .waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "prepare-extract-2-extracted");
});

test("each row of features names the recipe by its hash", async () => {
  const [{ recipeHash }] = (await outcomes()) as [RecipeOutcome];
  const [download] = await Promise.all([page.waitForEvent("download"), panel().getByRole("link", { name: "CSV" }).click()]);
  const [header, ...rows] = readFileSync(await download.path(), "utf8")
    .trim()
    .split(/\r?\n/);
  expect(header).toContain("original_firstorder_Mean");
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row).toContain(`recipe (sha256 ${recipeHash})`);
  expect(session.complaints).toEqual([]);
});
