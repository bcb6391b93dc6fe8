import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { RecipeOutcome } from "../../src-shared/api/recipe.ts";
import { findings } from "./axe.ts";
import { bodyGrid, importBodies } from "./bodies.ts";
import { drag, fetched, picture, shown, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

/** Water lies so many columns further to the left than T1. */
const columnsAway = 3;
const series = [{ description: "T1 tra" }, { description: "Dixon water", columnsAway, isInverted: true }];

const roles = "roles:\n  - { name: T1, title: T1-weighted }\n  - { name: water, title: water-only }\n";
const recipe = (name: string, step: string) => `name: "${name}"\nversion: 1\n${roles}steps:\n  - { ${step} }\noutputs: [water]\n`;
const onGrid = recipe("Water on the grid of T1", "kind: resample, roles: [water], grid: { from: role, role: T1 }");
const aligned = recipe("Water aligned to T1", "kind: register, moving: water, fixed: T1, transform: rigid");

const session = browserSession({
  prepare: (data, work) => importBodies(data, work, [{ patientId: "PAT-1", studyInstanceUid: "2.25.90", series }]),
  timeout: 30_000,
});
let page: Page;
let [t1, water] = ["", ""];

beforeAll(() => {
  page = session.page;
});

const panel = () => page.getByRole("complementary", { name: "Segments and features" });
const form = () => panel().getByRole("region", { name: "Prepare images" });
const outcomes = async (): Promise<RecipeOutcome[]> => {
  const input = encodeURIComponent(JSON.stringify({ json: { studyInstanceUid: "2.25.90" } }));
  const { bytes } = await fetched(page, `/api/recipe.outcomes?input=${input}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: RecipeOutcome[] } } }).result.data.json;
};
const openRecipe = (name: string, text: string) =>
  form()
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/yaml", buffer: Buffer.from(text) });

/** The canvas of the upper image: where it begins, part of the viewport's width, and how many of its pixels are seen through. */
const upper = () =>
  page.getByTestId("compared-0").evaluate((element) => {
    const canvas = element as unknown as {
      width: number;
      height: number;
      style: { display: string };
      getBoundingClientRect(): { left: number };
      parentElement: { getBoundingClientRect(): { left: number; width: number } };
      getContext(kind: "2d"): { getImageData(x: number, y: number, w: number, h: number): { data: ArrayLike<number> } };
    };
    if (canvas.style.display === "none" || canvas.width === 0) return null;
    const frame = canvas.parentElement.getBoundingClientRect();
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let [clear, lit] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] === 0) clear += 1;
      else if (data[at]! > 0) lit += 1;
    }
    return { share: (canvas.getBoundingClientRect().left - frame.left) / frame.width, clear: clear / (data.length / 4), lit };
  });

test("a recipe says in words what it will do, with the series it is likely to mean", async () => {
  await page.getByText("Made, Up").first().dblclick();
  await shown(page);
  const listed = page.getByRole("navigation", { name: "Series" });
  t1 = (await listed.getByRole("button", { name: /T1 tra/ }).getAttribute("data-volume-id"))!;
  water = (await listed.getByRole("button", { name: /Dixon water/ }).getAttribute("data-volume-id"))!;
  await panel().getByRole("tab", { name: "Prepare" }).click();
  await openRecipe("broken.yaml", onGrid.replace("resample", "resampel"));
  await form()
    .getByRole("alert")
    .getByText(/broken\.yaml/)
    .waitFor();
  await openRecipe("on-grid.yaml", onGrid);
  const said = form().getByRole("region", { name: "What will be done" });
  await said.getByText("Resample water onto the grid of T1, by linear interpolation.").waitFor();
  expect(await form().getByLabel("T1: T1-weighted").first().inputValue()).toBe("1 T1 tra");
  expect(await form().getByLabel("water: water-only").first().inputValue()).toBe("2 Dixon water");
  expect(await findings(page)).toEqual([]);
  await picture(page, "prepare-1-form");
});

test("what was prepared lies over what it was made of, and a slider between them is dragged", async () => {
  await form().getByRole("button", { name: "Prepare", exact: true }).click();
  await panel().getByRole("region", { name: "Prepared" }).getByText("to be reviewed").waitFor();
  const [outcome] = await outcomes();
  expect([outcome!.state, outcome!.recipeName]).toEqual(["new", "Water on the grid of T1"]);
  const prepared = outcome!.outputs[0]!.volumeId!;
  await page.locator(`nav [data-volume-id="${prepared}"]`).waitFor();

  // Three columns further to the left: whole voxels, so that each has the value of one.
  const frame = async (volumeId: string) => {
    const { bytes, headers } = await fetched(page, `/volumes/${volumeId}/frames/4`);
    const values = new Uint8Array(bytes).buffer;
    return headers["x-scalar-type"] === "float32" ? new Float32Array(values) : new Uint16Array(values);
  };
  const [from, to] = [await frame(water), await frame(prepared)];
  for (const [column, row] of [
    [10, 20],
    [30, 32],
    [40, 44],
  ] as const)
    expect(to[row * bodyGrid.size + column + columnsAway]).toBeCloseTo(from[row * bodyGrid.size + column]!, 2);

  const divider = viewport(page).getByRole("slider", { name: /^Slider between water before and water after/ });
  await divider.waitFor();
  await expect.poll(async () => (await upper())?.share).toBeCloseTo(0.5, 1);
  const box = (await viewport(page).boundingBox())!;
  const grip = (await divider.boundingBox())!;
  await page.mouse.move(grip.x + grip.width / 2, grip.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.25, grip.y + 120, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await upper())?.share).toBeCloseTo(0.25, 1);
  expect(await viewport(page).getByText("Left: water before; right: water after").count()).toBe(1);
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(async () => (await upper())?.share).toBeCloseTo(0.3, 1);
  await picture(page, "prepare-2-slider");
  expect(await findings(page)).toEqual([]);

  await page.keyboard.press("Alt+q");
  await page.keyboard.press("Alt+q");
  await page.keyboard.press("Alt+q");
  await expect.poll(async () => (await upper())?.clear).toBeCloseTo(0.5, 1);
  await picture(page, "prepare-3-checkerboard");
  await page.keyboard.press("Alt+q");
  await expect.poll(async () => (await upper())?.clear).toBe(0);
  await picture(page, "prepare-4-difference");
  await page.keyboard.press("Alt+w");
  await expect.poll(upper).toBeNull();
  await page.keyboard.press("Alt+w");
});

test("an outcome is accepted", async () => {
  await panel().getByRole("button", { name: "Accept" }).click();
  await panel().getByRole("region", { name: "Prepared" }).getByText("accepted", { exact: true }).waitFor();
  expect((await outcomes()).map(({ state }) => state)).toEqual(["accepted"]);
  await panel().getByRole("region", { name: "Comparison" }).getByRole("button", { name: "End", exact: true }).click();
});

test("a moving image is dragged and turned over the fixed one, and a registration begins there", async () => {
  await openRecipe("aligned.yaml", aligned);
  await form().getByRole("button", { name: "Place by hand…" }).click();
  const placing = form().getByRole("region", { name: "Placing water by hand" });
  const words = () => placing.getByTestId("placed").innerText();
  expect(await words()).toBe("water lies where its files say.");
  await expect.poll(async () => (await viewport(page).getAttribute("data-volume-id"))!).toBe(t1);
  await expect.poll(async () => ((await upper())?.lit ?? 0) > 1000).toBe(true);

  // The viewport is fitted to 64 x 64 voxels of 2 mm: a tenth of its height is 12.8 mm.
  const box = (await viewport(page).boundingBox())!;
  const aside = (0.1 * box.height) / box.width;
  await drag(page, [
    [0.5, 0.52],
    [0.5 + aside, 0.52],
  ]);
  await expect.poll(words).toMatch(/^water lies 1[23]\.\d mm to the left\.$/);
  await drag(page, [
    [0.5, 0.5],
    [0.5 - aside, 0.5],
  ]);
  // By the ring: from the right of the middle to below it is a quarter of a turn.
  const radius = (0.3 * Math.min(box.width, box.height)) / box.width;
  const middle = 0.5 + (columnsAway * bodyGrid.pixelMm * box.height) / (bodyGrid.size * bodyGrid.pixelMm * box.width);
  await drag(page, [
    [middle + radius, 0.5],
    [middle + radius * 0.9, 0.5 + 0.05],
  ]);
  await expect.poll(words).toMatch(/turned by \d+\.\d°/);
  await picture(page, "prepare-5-placing");
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Backspace");
  await expect.poll(words).toBe("water lies where its files say.");
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "."]) await page.keyboard.press(key);
  await expect.poll(words).toBe("water lies 2.0 mm to the left, 1.0 mm to the posterior, turned by 1.0°.");
  await placing.getByRole("button", { name: "Start from here" }).click();
  await form().getByText("water to T1: begins where it was placed by hand").waitFor();

  const asked = page.waitForRequest((request) => request.url().includes("recipe.runOnStudy"));
  await form().getByRole("button", { name: "Prepare", exact: true }).click();
  const { json } = (await asked).postDataJSON() as { json: { starts: Record<string, { anglesRad: number[]; kind: string }> } };
  expect(json.starts["1"]!.kind).toBe("rigid");
  // The picture was turned clockwise as it is seen from the feet: about the axis to the head; the start is the way back.
  expect(json.starts["1"]!.anglesRad[2]).toBeCloseTo(-Math.PI / 180, 6);
});

test("its checks are told in words, and it is refused with a reason: its image is gone", async () => {
  const review = panel().locator('[data-state="new"]').first();
  await review
    .getByRole("region", { name: "What the steps said" })
    .getByText(/mutual information/i)
    .first()
    .waitFor({ timeout: 90_000 });
  const [outcome] = await outcomes();
  const prepared = outcome!.outputs[0]!;
  expect([prepared.fixedVolumeId, prepared.hasTransform]).toEqual([t1, true]);
  await expect.poll(async () => (await upper())?.clear).toBeCloseTo(0.5, 1);
  await picture(page, "prepare-6-review");
  expect(await findings(page)).toEqual([]);
  expect(await review.getByRole("button", { name: "Refuse" }).isDisabled()).toBe(true);
  await review.getByLabel("Reason").fill("turned the wrong way");
  await review.getByRole("button", { name: "Refuse" }).click();
  await panel().getByText("Reason: turned the wrong way").waitFor();
  await page.locator(`nav [data-volume-id="${prepared.volumeId!}"]`).waitFor({ state: "detached" });
  await expect.poll(upper).toBeNull();
  expect((await outcomes()).map(({ state, reason }) => [state, reason])).toEqual([
    ["refused", "turned the wrong way"],
    ["accepted", null],
  ]);
});

test("what was begun in another window, or before this one was loaded anew, is there when it has ended", async () => {
  const text = recipe("T1 on the grid of water", "kind: resample, roles: [T1], grid: { from: role, role: water }");
  const source = { from: "text", fileName: "other.yaml", text: text.replace("outputs: [water]", "outputs: [T1]") };
  const before = await page.locator("nav [data-volume-id]").count();
  const inputs = { T1: { volumeId: t1 }, water: { volumeId: water } };
  const status = await page.evaluate(
    async (input) =>
      (
        await fetch("/api/recipe.runOnStudy", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ json: input }),
        })
      ).status,
    { source, inputs, starts: {} },
  );
  expect(status).toBe(200);
  await panel().getByText("T1 on the grid of water").first().waitFor();
  await expect.poll(() => page.locator("nav [data-volume-id]").count()).toBe(before + 1);
});

test("nothing complained, but that the broken recipe was refused", () => {
  expect(session.complaints.filter((complaint) => !/400 \(Bad Request\) .*recipe\.check/.test(complaint))).toEqual([]);
});
