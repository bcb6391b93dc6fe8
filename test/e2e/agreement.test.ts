import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { ComparedValues, RoleFeatures } from "#shared/api/agreement.ts";
import { niceRange } from "#shared/charts/chartTheme.ts";
import { passphrase, prepareComparedStudy } from "./comparedStudy.ts";
import { faded, fetched, picture, shown } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const cases = 6;
/** Three readings of two series: of each the whole drawing and its two levels. */
const measured = 3 * 2 * 3 * cases;
const session = browserSession({
  prepare: (data, work) => prepareComparedStudy(data, work, { cases, extraction: { imageType: { Original: {} } } }),
});
let page: Page;
beforeAll(() => {
  page = session.page;
});

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What axe-core finds on the page as it is. */
async function findings(): Promise<string[]> {
  await faded(page);
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run: () => Promise<{ violations: Array<{ id: string; nodes: Array<{ target: string[]; failureSummary: string }> }> }> };
      }
    ).axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`).join("; ")}`,
    );
  });
}
const grid = (name: string | RegExp) => page.getByRole("grid", { name });
const firstRow = (name: string | RegExp) => grid(name).locator('[role="row"][aria-rowindex="2"]');
const tab = (name: string) => page.getByRole("tab", { name }).click();
/** What the door answers to this page's session. */
const asked = async <Answer>(procedure: string, input?: unknown): Promise<Answer> => {
  const { bytes } = await fetched(
    page,
    `/api/${procedure}${input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`}`,
  );
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Answer } } }).result.data.json;
};
/** A column of the rows in sight, from the top. */
const cells = (name: string | RegExp, column: number) =>
  grid(name)
    .locator('[role="rowgroup"] [role="row"]')
    .evaluateAll(
      (rows, at) =>
        rows
          .toSorted((a, b) => Number(a.getAttribute("aria-rowindex")) - Number(b.getAttribute("aria-rowindex")))
          .map((row) => row.children[at]!.textContent),
      column,
    );
const both = async (name: string) => {
  await picture(page, name);
  await page.setViewportSize({ width: 2560, height: 1440 });
  await faded(page);
  await picture(page, `${name}-large`);
  await page.setViewportSize({ width: 1280, height: 720 });
};

test("the coordinator opens the room and extracts the features of all locked drawings", async () => {
  await page
    .getByRole("button", { name: /^Coordinator/ })
    .first()
    .click();
  await page.getByLabel("Passphrase of Coordinator").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Agreement" }).click();
  const state = page.getByRole("region", { name: "State of the study" });
  await state.getByText(`${3 * cases} locked readings of ${cases} cases`).waitFor();
  await page.getByText("No features are extracted").waitFor();
  await state.getByRole("button", { name: `Extract (${measured})` }).click();
  await state.getByText(`Features of ${measured} of ${measured} drawings.`).waitFor({ timeout: 120_000 });
  await grid("Features").waitFor();
  await page.locator('[data-drawn="true"]').nth(1).waitFor();
  await both("agreement-1-features");
  expect(await findings()).toEqual([]);
});

test("features are sorted by the ICC and filtered by words, class and stability", async () => {
  const names = () => cells("Features", 0);
  await page.getByLabel("Name of a feature").fill("original glcm");
  await expect
    .poll(async () => new Set((await names()).map((name) => name!.split("_").slice(0, 2).join("_"))))
    .toEqual(new Set(["original_glcm"]));
  await page.getByLabel("Name of a feature").fill("");
  const sort = page.getByRole("button", { name: /^Sort by ICC\(A,1\) readers 1, 2/ });
  await sort.click();
  const iccs = async () => (await cells("Features", 3)).map(Number);
  await expect.poll(async () => (await iccs())[0]).toBeGreaterThan(0.9);
  expect(await iccs()).toEqual((await iccs()).toSorted((a, b) => b - a));
  await sort.click();
  await expect.poll(async () => (await iccs())[0]).toBeLessThan(0.9);
  expect(await iccs()).toEqual((await iccs()).toSorted((a, b) => a - b));
  const stability = page.getByRole("combobox", { name: "Stability" });
  await stability.click();
  await page.getByRole("option", { name: "stable", exact: true }).click();
  // The template's filter: 0.81 between readers and within reader.
  await expect.poll(async () => Math.min(...(await iccs()))).toBeGreaterThanOrEqual(0.81);
  expect(await cells("Features", 2)).not.toContain("no");
  // Of six cases many a lower limit lies below: no plain yes.
  expect(await cells("Features", 2)).toContain("value only");
  await stability.click();
  await page.getByRole("option", { name: "lower limit too" }).click();
  await expect.poll(async () => (await cells("Features", 2)).filter((words) => words !== "yes")).toEqual([]);
  // The chosen option once more takes it back.
  await stability.click();
  await page.getByRole("option", { name: "lower limit too" }).click();
});

test("features of one level stand in place of those of whole drawings, and back", async () => {
  await page.getByLabel("Name of a feature").fill("firstorder_Mean");
  const words = async () => new Set(await cells("Features", 1));
  const choose = async (name: string) => {
    await page.getByRole("combobox", { name: "Measured part of the drawings" }).click();
    await page.getByRole("option", { name }).click();
  };
  await choose("level proximal");
  await expect.poll(words).toEqual(new Set(["thigh, T1-weighted, level proximal", "thigh, water-only, level proximal"]));
  await picture(page, "agreement-1b-level");
  await choose("whole drawings");
  await expect.poll(words).toEqual(new Set(["thigh, T1-weighted", "thigh, water-only"]));
});

test("a feature shows its points; a point shows the case with the outlines of both readers", async () => {
  await page.getByLabel("Name of a feature").fill("original_firstorder_mean");
  await expect.poll(async () => (await cells("Features", 0)).filter((name) => !name.startsWith("original_firstorder_Mean"))).toEqual([]);
  await firstRow("Features").click();
  const details = page.getByRole("complementary", { name: /firstorder_Mean/ });
  await details.getByRole("table", { name: "Intraclass correlations" }).waitFor();
  const scatter = details.getByRole("img", { name: /reader 2 over reader 1/ });
  await scatter.and(page.locator('[data-drawn="true"]')).waitFor();
  await both("agreement-2-feature");
  // Where the chart draws the first case: both axes have one range.
  const [project] = await asked<Array<{ id: string }>>("agreement.projects");
  const feature = (await firstRow("Features").locator('[role="gridcell"]').first().textContent())!;
  const role = (await firstRow("Features").textContent())!.includes("water") ? "water" : "t1";
  const { comparisons } = await asked<ComparedValues>("agreement.feature", { projectId: project!.id, region: "thigh", role, feature });
  const points = comparisons[0]!.points!;
  const { min, max } = niceRange(points.flatMap(({ first, second }) => [first, second]));
  // The window was another one for a moment.
  const isFitting = () => scatter.evaluate((place) => place.querySelector("canvas")!.clientWidth === place.clientWidth);
  await expect.poll(isFitting).toBe(true);
  const [left, right, top, bottom] = [72, 20, 20, 48];
  const { caseCode, first, second } = points[0]!;
  const dialog = page.getByRole("dialog", { name: `Case ${caseCode}` });
  // Clicked again where the chart was still moving to its place.
  const opened = async () => {
    const box = (await scatter.boundingBox())!;
    const [x, y] = [
      box.x + left + ((first - min) / (max - min)) * (box.width - left - right),
      box.y + box.height - bottom - ((second - min) / (max - min)) * (box.height - top - bottom),
    ];
    if ((await dialog.count()) === 0) await page.mouse.click(x, y);
    return dialog.count();
  };
  await expect.poll(opened, { interval: 500 }).toBe(1);
  const image = dialog.locator("canvas[data-slice]");
  await image.waitFor();
  const colours = await image.evaluate((element) => {
    // Tests are typed without a document.
    const canvas = element as unknown as {
      width: number;
      height: number;
      getContext: (kind: "2d") => { getImageData: (x: number, y: number, width: number, height: number) => { data: Uint8ClampedArray } };
    };
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let [a, b] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === 0x5a && data[at + 1] === 0xa9 && data[at + 2] === 0xe6) a += 1;
      if (data[at] === 0xf2 && data[at + 1] === 0xa5 && data[at + 2] === 0x41) b += 1;
    }
    return { a, b };
  });
  expect(colours.a).toBeGreaterThan(200);
  expect(colours.b).toBeGreaterThan(200);
  await picture(page, "agreement-3-case");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});

test("a stable set is named and kept", async () => {
  await page.getByRole("button", { name: /^Stable sets/ }).click();
  const dialog = page.getByRole("dialog", { name: "Stable sets of features" });
  await dialog.getByText(/thigh, T1-weighted: \d+ of \d+; thigh, water-only: \d+ of \d+/).waitFor();
  await dialog.getByLabel("Name").fill("Reproducible");
  await dialog.getByRole("button", { name: "Keep this set" }).click();
  await dialog.getByRole("rowheader", { name: "Reproducible" }).waitFor();
  await picture(page, "agreement-4-stable");
  expect(await findings()).toEqual([]);
  await page.keyboard.press("Escape");
});

test("scores, drawings and differences are there", async () => {
  await tab("Scores");
  const table = page.getByRole("table", { name: /^Agreement on/ });
  await table.waitFor({ timeout: 120_000 });
  // 17 muscles by two sides.
  expect(await table.getByRole("button", { name: /details of/ }).count()).toBe(34);
  await table
    .getByRole("button", { name: /details of/ })
    .first()
    .click();
  const grades = page.getByRole("table", { name: /^Grades of reader 1/ });
  await grades.waitFor();
  const counts = (await grades.getByRole("cell").allInnerTexts()).map(Number);
  expect([counts.length, counts.reduce((sum, count) => sum + count, 0)]).toEqual([36, cases]);
  await both("agreement-5-scores");
  expect(await findings()).toEqual([]);

  await tab("Drawings");
  const slices = grid(/^Slices/);
  await slices.waitFor({ timeout: 60_000 });
  const dice = (await cells(/^Slices/, 5)).map(Number);
  expect(dice).toEqual(dice.toSorted((a, b) => a - b));
  // Names, not the protocol's ids.
  expect(new Set(await cells(/^Slices/, 1))).toEqual(new Set(["thigh, T1-weighted", "thigh, water-only"]));
  expect(new Set(await cells(/^Slices/, 4))).toEqual(new Set(["proximal", "middle"]));
  await page.locator("canvas[data-slice]").waitFor();
  await both("agreement-6-drawings");
  expect(await findings()).toEqual([]);

  await tab("Differences");
  await page.getByText(/^m = 34 tests/).waitFor();
  await both("agreement-7-differences");
  expect(await findings()).toEqual([]);
});

test("the board shows every reading with its time, and what readers took together", async () => {
  await tab("Board");
  const board = page.getByRole("table", { name: "Board of readings" });
  await board.waitFor();
  const rows = await board
    .getByRole("row")
    .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent.trim())));
  expect(rows.find(([head]) => head === "K03")).toEqual([
    "K03",
    ...Array.from({ length: 3 }, () => ["submitted", "3 min"]).flat(),
    "9 min",
  ]);
  // 1 to 6 minutes.
  expect(rows.slice(-3)).toEqual([
    ["Submitted", "6 of 6", "6 of 6", "6 of 6", "18 of 18"],
    ["Total active time", "21 min", "21 min", "21 min", "1 h 3 min"],
    ["Median of a submitted reading", "3 min 30 s", "3 min 30 s", "3 min 30 s", "3 min 30 s"],
  ]);
  expect(rows[0]!.join(" ")).toContain("1 Reader One total 42 min, median 3 min 30 s");
  await both("agreement-10-board");
  expect(await findings()).toEqual([]);
});

test("the report opens, and all files are saved in one archive", async () => {
  await tab("Report");
  await page.getByText("Readings of 6 cases by 2 readers were compared").waitFor();
  await both("agreement-8-report");
  expect(await findings()).toEqual([]);
  await page.getByRole("button", { name: "Open the report" }).click();
  const report = page.frameLocator('iframe[title="Report of agreement"]');
  await report.getByRole("heading", { name: "Agreement: Muscles" }).waitFor();
  await report.locator("figure svg").first().waitFor();
  await picture(page, "agreement-9-page");
  await page.keyboard.press("Escape");
  const address = await page.getByRole("link", { name: "Save all files" }).getAttribute("href");
  const { bytes } = await fetched(page, address!);
  // Local file headers of a ZIP archive; names stand in them as they are.
  expect(bytes.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
  for (const name of [
    "features.csv",
    "icc.csv",
    "kappa.csv",
    "drawings.csv",
    "differences.csv",
    "report.html",
    "figures/icc-thigh-t1.svg",
    "figures/icc-thigh-t1.png",
  ])
    expect(bytes.includes(name)).toBe(true);
});

test("in the reading room the ICC in the study that is chosen stands beside the value of a feature", async () => {
  await page.getByRole("button", { name: "Worklist" }).click();
  await page.getByText("Made, Up0").first().dblclick();
  await shown(page);
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: "Extract features" }).click();
  const features = page.getByRole("table", { name: "Features" });
  await features.waitFor({ timeout: 60_000 });
  expect(await features.getByRole("columnheader", { name: "ICC" }).count()).toBe(0);
  await page.getByRole("combobox", { name: "Study whose ICC stands beside the values" }).click();
  await page.getByRole("option", { name: "Muscles" }).click();
  await features.getByRole("columnheader", { name: "ICC" }).waitFor();
  const [project] = await asked<Array<{ id: string }>>("agreement.projects");
  const { names, comparisons, stable } = await asked<RoleFeatures>("agreement.roleFeatures", {
    projectId: project!.id,
    region: "thigh",
    role: "t1",
  });
  const at = names.indexOf("original_firstorder_Mean");
  await page.getByRole("textbox", { name: "Search features", exact: true }).fill("original_firstorder_Mean");
  const cell = features.locator('[data-feature="original_firstorder_Mean"] [role="cell"]').last();
  await expect.poll(() => cell.textContent()).toBe(`${comparisons[0]!.value[at]!.toFixed(3)}${stable[at] ? " ✓" : ""}`);
  await features.locator('[data-feature="original_firstorder_Mean"] button').click();
  const agreement = page.getByRole("region", { name: "Agreement" });
  expect(await agreement.getByRole("listitem").count()).toBe(2);
  await agreement.getByText(`${comparisons[0]!.lower[at]!.toFixed(3)} to ${comparisons[0]!.upper[at]!.toFixed(3)}`).waitFor();
  await both("agreement-11-reading-room");
  // Remembered.
  await page.reload();
  expect(await page.evaluate(() => localStorage.getItem("fascicle.iccOfStudy"))).toContain(project!.id);
  expect(session.complaints).toEqual([]);
});
