import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { patientToVoxel, voxelToPatient, type Vector3 } from "../../src-shared/domain/geometry.ts";
import type { Image } from "../../src-shared/domain/volume.ts";
import { decodeImageFile, readImageFile } from "../../src-main/services/imagefiles/index.ts";
import { extractFeatureMaps } from "../../src-main/services/radiomics/index.ts";
import { colourIndex } from "../../src-renderer/viewer/mapOverlay.ts";
import { coloursOf } from "../../src-renderer/viewer/colourTables.ts";
import { runFascicle } from "./program.ts";
import { circle, drag, expectState, newSegment, openSample, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ timeout: 15_000 });
const { data, work } = session;
let page: Page;
let volumeId: string;
let image: Image;
let labels: Uint8Array;
/** As they were saved from the window. */
const savedMaps: Record<string, Image> = {};

beforeAll(() => {
  page = session.page;
});

async function showMap(name: string): Promise<void> {
  await page
    .getByRole("list", { name: "Feature maps" })
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .click();
  await expect.poll(() => page.getByTestId("colour-bar").innerText()).toContain(name);
}

/**
 * Moves the mouse to a fraction of a viewport; answers what the overlay says there (voxel -1, -1, -1 outside the volume), and the pixel of
 * the map's canvas (RGBA, null where there is no canvas).
 */
async function hover(x: number, y: number, index = 0) {
  const box = (await viewport(page, index).boundingBox())!;
  // The middle of a pixel, which is what a pixel of the map has the colour of.
  const [left, top] = [Math.floor(box.x + x * box.width) + 0.5, Math.floor(box.y + y * box.height) + 0.5];
  await page.mouse.move(left, top);
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  // Outside the volume nothing is said; within it, the voxels of a slice may be on their way.
  const probe = page.getByTestId(`viewport-${index}`).getByTestId("probe");
  const words = async () => (await probe.allInnerTexts())[0] ?? "";
  await expect.poll(words).toMatch(/^$|Value/);
  const text = await words();
  const mapProbe = page.getByTestId(`viewport-${index}`).getByTestId("map-probe");
  const pixel = await page.getByTestId(`map-${index}`).evaluate(
    (element, at) => {
      const canvas = element as unknown as {
        width: number;
        height: number;
        style: { display: string };
        getBoundingClientRect(): { left: number; top: number; width: number; height: number };
        getContext(kind: "2d"): { getImageData(x: number, y: number, w: number, h: number): { data: ArrayLike<number> } };
      };
      if (canvas.style.display === "none") return null;
      const place = canvas.getBoundingClientRect();
      const [px, py] = [
        Math.floor(((at.left - place.left) * canvas.width) / place.width),
        Math.floor(((at.top - place.top) * canvas.height) / place.height),
      ];
      return px < 0 || py < 0 || px >= canvas.width || py >= canvas.height
        ? [0, 0, 0, 0]
        : Array.from(canvas.getContext("2d").getImageData(px, py, 1, 1).data);
    },
    { left, top },
  );
  // The screen counts from 1.
  const counted = /voxel (\d+), (\d+), (\d+)/.exec(text)?.slice(1) ?? ["0", "0", "0"];
  const voxel = counted.map((count) => Number(count) - 1) as unknown as Vector3;
  return { voxel, mapText: (await mapProbe.count()) > 0 ? await mapProbe.innerText() : "", pixel };
}

/** The value of a saved map at a voxel of the volume, by their places in the patient; undefined outside its box or the segment. */
function fileValue(map: Image, voxel: Vector3): number | undefined {
  const [columns, rows, slices] = image.grid.size;
  if (voxel[0] < 0 || voxel[2] >= slices || labels[(voxel[2] * rows + voxel[1]) * columns + voxel[0]] !== 1) return undefined;
  const at = patientToVoxel(map.grid, voxelToPatient(image.grid, voxel)).map(Math.round) as [number, number, number];
  return map.voxels[(at[2] * map.grid.size[1] + at[1]) * map.grid.size[0] + at[0]];
}

test("a muscle is drawn on three slices", async () => {
  volumeId = await openSample(page);
  await expectState(page, "orientation-letters", "A L P R");
  await page.keyboard.press("ArrowUp");
  await expectState(page, "slice-index", "5");
  await newSegment(page);
  for (const slice of [5, 6, 7]) {
    await expectState(page, "slice-index", String(slice));
    await page.keyboard.press("f");
    await drag(page, circle(0.13, 0.45, 0.035));
    await expect
      .poll(async () => (await storedLabels(page, volumeId)).labels.subarray(slice * 320 * 192, (slice + 1) * 320 * 192).includes(1))
      .toBe(true);
    await saved(page);
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expectState(page, "slice-index", "6");
  await page.keyboard.press("w");
  await saved(page);
  labels = (await storedLabels(page, volumeId)).labels;
  expect((await runFascicle("volume", volumeId, join(work.path, "volume.nrrd"), "--data", data.path)).code).toBe(0);
  image = await readImageFile(join(work.path, "volume.nrrd"));
});

test("maps of GLCM Contrast and first-order Mean are computed, and the first is shown with its colour bar", async () => {
  await page.getByRole("tab", { name: "Maps" }).click();
  await picture(page, "maps-1-form");
  const search = page.getByRole("textbox", { name: "Search features for maps" });
  await search.fill("sphericity");
  await page.getByText("Shape features have no maps.").waitFor();
  await search.fill("mean");
  await page.getByRole("list", { name: "First order" }).getByRole("checkbox", { name: "Mean", exact: true }).check();
  await search.fill("");
  expect(await page.getByTestId("kernel-size").innerText()).toMatch(/^3 × 3 × 3 voxels, [\d.]+ × [\d.]+ × [\d.]+ mm$/);
  await page.getByRole("button", { name: "Compute 2 maps" }).click();
  await page.getByTestId("colour-bar").waitFor();
  expect(await page.getByTestId("colour-bar").innerText()).toMatch(/GLCM Contrast\s+radius 1/);
  await picture(page, "maps-2-contrast");
});

test.each([
  ["NRRD", "First order Mean"],
  ["NRRD", "GLCM Contrast"],
  ["NIfTI", "GLCM Contrast"],
] as const)("saved as %s, %s is what the engine computes of the exported volume and label map", async (format, name) => {
  await page.getByRole("button", { name: `More about the map ${name}` }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: `Save as ${format}` }).click()]);
  await page.getByRole("menuitem").first().waitFor({ state: "detached" }); // the next map's menu has entries of the same names
  const [start, ending] = [
    `original_${name === "GLCM Contrast" ? "glcm_Contrast" : "firstorder_Mean"}_segment `,
    format === "NRRD" ? ".nrrd" : ".nii.gz",
  ];
  expect(download.suggestedFilename()).toMatch(new RegExp(`^${start}\\d+_P[A-Z2-9]{6}_S[A-Z2-9]{6}_`));
  expect(download.suggestedFilename().endsWith(ending)).toBe(true);
  const map = (await decodeImageFile(download.suggestedFilename(), readFileSync(await download.path()))).image;
  const mask: Image = { grid: image.grid, scalarType: "uint8", voxels: labels };
  const featureClass = name === "GLCM Contrast" ? { glcm: ["Contrast"] } : { firstorder: ["Mean"] };
  const [computed] = await extractFeatureMaps(image, mask, { featureClass });
  expect(map.voxels).toEqual(computed!.image.voxels);
  expect(map.grid.size).toEqual(computed!.image.grid.size);
  map.grid.originMm.forEach((position, axis) => expect(position).toBeCloseTo(computed!.image.grid.originMm[axis]!, 3));
  savedMaps[name] = map;
});

/** Compares values and colours at places of the viewport with the file; answers how many lay in the segment. */
async function compare(name: string, places: ReadonlyArray<readonly [number, number]>): Promise<number> {
  const map = savedMaps[name]!;
  const [columns, rows] = image.grid.size;
  const inside = Array.from(labels.entries())
    .filter(([, label]) => label === 1)
    .map(([at]) => fileValue(map, [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))])!)
    .sort((a, b) => a - b);
  const percentile = (share: number) => inside[Math.ceil(share * inside.length) - 1]!;
  let found = 0;
  for (const [x, y] of places) {
    const { voxel, mapText, pixel } = await hover(x, y);
    const value = fileValue(map, voxel);
    const isInside = value !== undefined;
    const colour = isInside ? 3 * colourIndex(value, percentile(0.02), percentile(0.98)) : 0;
    const expected = isInside ? [...coloursOf("viridis").subarray(colour, colour + 3), 204] : [0, 0, 0, 0];
    expect([voxel, mapText]).toEqual([voxel, isInside ? `${name} ${Number(value.toPrecision(6))}` : ""]);
    // A canvas keeps colours multiplied by their opacity: a step of rounding.
    expect([voxel, expected.map((channel, at) => (Math.abs((pixel ?? [0, 0, 0, 0])[at]! - channel) <= 2 ? channel : pixel![at]))]).toEqual([
      voxel,
      expected,
    ]);
    if (isInside) found += 1;
  }
  return found;
}

/** Within the muscle, at its edge, and away from it. */
const around = [
  [0.11, 0.43],
  [0.12, 0.46],
  [0.13, 0.45],
  [0.14, 0.42],
  [0.15, 0.47],
  [0.13, 0.48],
  [0.105, 0.44],
  [0.5, 0.5],
  [0.13, 0.7],
] as const;

test("value and colour under the mouse are those of the file", async () => {
  expect(await compare("GLCM Contrast", around)).toBeGreaterThanOrEqual(5);
  await showMap("First order Mean");
  expect(await page.getByTestId("colour-bar").innerText()).toMatch(/First order Mean\s+intensity, radius 1/);
  await picture(page, "maps-3-mean");
  expect(await compare("First order Mean", around)).toBeGreaterThanOrEqual(5);
  await showMap("GLCM Contrast");
});

test("also on a picture flipped, turned and zoomed", async () => {
  await page.keyboard.press("h");
  expect(
    await compare(
      "GLCM Contrast",
      around.map(([x, y]) => [1 - x, y] as const),
    ),
  ).toBeGreaterThanOrEqual(5);
  await page.keyboard.press("h");
  await page.keyboard.press("r");
  await page.keyboard.press("Space");
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("+");
  await compare("GLCM Contrast", around);
  await page.keyboard.press("Space");
});

test.each([
  ["Shift+C", "coronal"],
  ["Shift+S", "sagittal"],
  ["Shift+A", "axial"],
] as const)("and in the reformat of %s", async (key, plane) => {
  const { voxel } = await hover(0.13, 0.45);
  const target = image.grid.size;
  await page.keyboard.press(key);
  await expectState(page, "plane", plane);
  await expectState(page, "rendered", "true");
  // The slice through the middle of the muscle: in each plane the mouse looks for it over the whole picture.
  const count = Number(await viewport(page).getAttribute("data-slice-count"));
  const share = plane === "coronal" ? voxel[1] / target[1] : plane === "sagittal" ? voxel[0] / target[0] : voxel[2] / target[2];
  let best = 0;
  for (const fraction of [share, 1 - share]) {
    await page.getByRole("slider", { name: "Slice of viewport 1" }).fill(String(Math.round(fraction * (count - 1))));
    await expectState(page, "rendered", "true");
    const grid = Array.from({ length: 15 }, (_, at) => (at + 0.5) / 15);
    const places = plane === "axial" ? around : grid.flatMap((x) => [0.44, 0.5, 0.56].map((y) => [x, y] as const));
    const found = await compare("GLCM Contrast", places);
    if (found > best) await picture(page, `maps-4-${plane}`);
    best = Math.max(best, found);
  }
  expect(best).toBeGreaterThan(0);
  await page.keyboard.press("Shift+Q");
  await expectState(page, "plane", "acquisition");
  await expectState(page, "rendered", "true");
  await page.getByRole("slider", { name: "Slice of viewport 1" }).fill("6");
  await expectState(page, "slice-index", "6");
});

test("opacity, colours and range change the picture; M puts the map away and takes it out again", async () => {
  const at = async () => (await hover(0.13, 0.45)).pixel;
  const thumb = (await page.getByRole("slider", { name: "Opacity of the map" }).boundingBox())!;
  await page.mouse.move(thumb.x + thumb.width / 2, thumb.y + thumb.height / 2);
  await page.mouse.down();
  await page.mouse.move(thumb.x - 40, thumb.y + thumb.height / 2, { steps: 5 });
  await page.mouse.up();
  const percent = Number(/\d+/.exec(await page.getByTestId("map-opacity").innerText())![0]);
  expect(percent).toBeGreaterThan(30);
  expect(percent).toBeLessThan(70);
  await expect.poll(async () => (await at())![3]).toBe(Math.round((percent / 100) * 255));

  await page
    .getByRole("combobox", { name: "Colours of the map" })
    .or(page.getByRole("textbox", { name: "Colours of the map" }))
    .first()
    .click();
  await page.getByRole("option", { name: "Grey" }).click();
  await expect
    .poll(async () => {
      const [red, green, blue] = (await at())!;
      return Math.abs(red! - green!) + Math.abs(green! - blue!);
    })
    .toBeLessThanOrEqual(2);

  await page.getByRole("textbox", { name: "Value of the last colour" }).fill("0.000001");
  await page.getByRole("textbox", { name: "Value of the first colour" }).fill("0");
  await expect.poll(async () => (await at())![0]).toBeGreaterThanOrEqual(254);
  await page.getByRole("button", { name: "All values" }).click();
  await expect.poll(() => page.getByTestId("colour-bar").innerText()).not.toMatch(/[≤≥]/);
  await picture(page, "maps-5-grey");

  await viewport(page).hover();
  await page.keyboard.press("m");
  await page.getByTestId("colour-bar").waitFor({ state: "detached" });
  expect((await hover(0.13, 0.45)).pixel).toBeNull();
  await page.keyboard.press("m");
  await page.getByTestId("colour-bar").waitFor();
  await expect.poll(async () => (await at())![3]).toBeGreaterThan(0);
});

test("in four viewports the map is over the volumes on its grid only", async () => {
  await page.keyboard.press("Shift+4");
  const volumes = [];
  for (const index of [0, 1, 2, 3]) volumes.push(await shown(page, index));
  expect(volumes[0]).toBe(volumeId);
  // The thigh's T1 and Dixon images lie on one grid, the calf's on another.
  const hasBar = (index: number) => viewport(page, index).getByTestId("colour-bar").count();
  await expect.poll(async () => [await hasBar(0), await hasBar(1), await hasBar(2), await hasBar(3)]).toEqual([1, 1, 0, 0]);
  await picture(page, "maps-6-four");
  await page.keyboard.press("Shift+1");
});

test("a drawing that has changed since is told; a map removed is gone", async () => {
  await page.keyboard.press("b");
  await drag(page, [
    [0.17, 0.42],
    [0.18, 0.44],
  ]);
  await page.getByRole("list", { name: "Feature maps" }).getByText("The segmentation has changed since.").first().waitFor();
  await page.keyboard.press("w");
  await page.getByRole("button", { name: "More about the map GLCM Contrast" }).click();
  await page.getByRole("menuitem", { name: "Remove this map" }).click();
  await page.getByTestId("colour-bar").waitFor({ state: "detached" });
  await expect.poll(() => page.getByRole("list", { name: "Feature maps" }).getByRole("listitem").count()).toBe(1);
  await picture(page, "maps-7-removed");
});

test("nothing complained", () => expect(session.complaints).toEqual([]));
