import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { readImageFile } from "../../src-main/services/imagefiles/index.ts";
import { addressesInNetLog } from "./netLog.ts";
import { projectRoot, runFascicle, temporaryFolder } from "./program.ts";
import { circle, drag, expectState, fetched, newSegment, openSample, picture, saved, shown, state, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";
import { readCsv } from "../../src-main/services/exports/csv.ts";
import { originalFeatures } from "../featureCounts.ts";

const work = temporaryFolder();
const socketRecord = join(work.path, "sockets.txt");
const netLog = join(work.path, "net-log.json");
const environment = {
  NODE_OPTIONS: `--import=${join(projectRoot, "test", "e2e", "recordSockets.mjs")}`,
  FASCICLE_SOCKET_RECORD: socketRecord,
};

const session = browserSession({ work, environment, browserArguments: [`--log-net-log=${netLog}`] });
const { data } = session;
let page: Page;
let volumeId: string;

beforeAll(() => {
  page = session.page;
});

/** Labels on one slice of a label map, as a count for each label. */
function count(labels: Uint8Array, label: number): number {
  return labels.reduce((sum, value) => sum + (value === label ? 1 : 0), 0);
}

test("the empty worklist offers the sample study, which opens on an image", async () => {
  await page.getByText("Research use only. Not for diagnosis.").first().waitFor();
  await picture(page, "1-empty-worklist");
  volumeId = await openSample(page);
  await expectState(page, "orientation-letters", "A L P R");
  expect(await state(page, "slice-count")).toBe("13");
  await picture(page, "2-first-image");
});

test("wheel and keys scroll; the grey window follows the mouse and is reset by Space", async () => {
  const first = Number(await state(page, "slice-index"));
  await page.getByTestId("viewport-0").hover();
  await page.mouse.wheel(0, 100);
  await expectState(page, "slice-index", String(first + 1));
  await page.keyboard.press("ArrowUp");
  await expectState(page, "slice-index", String(first));
  await page.keyboard.press("End");
  await expectState(page, "slice-index", "12");
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");

  const window = await state(page, "window");
  await drag(page, [
    [0.5, 0.5],
    [0.65, 0.4],
  ]);
  await expect.poll(() => state(page, "window")).not.toBe(window);
  await page.keyboard.press("Space");
  await expectState(page, "window", window);
});

test("what the viewer shows and what the engine measures are the same voxels", async () => {
  const { code } = await runFascicle("volume", volumeId, join(work.path, "volume.nrrd"), "--data", data.path);
  expect(code).toBe(0);
  const image = await readImageFile(join(work.path, "volume.nrrd"));
  const [columns, rows, slices] = image.grid.size;
  for (const slice of [0, 6, slices - 1]) {
    const frame = await fetched(page, `/volumes/${volumeId}/frames/${slice}`);
    const size = columns * rows;
    const voxels = image.voxels.slice(slice * size, (slice + 1) * size);
    expect(frame.headers["x-scalar-type"]).toBe(image.scalarType);
    expect(frame.bytes.equals(Buffer.from(voxels.buffer, voxels.byteOffset, voxels.byteLength))).toBe(true);
  }
  // The value under the mouse is that of the one voxel of the file at that place: the image fills the viewport's shorter side, its middle in the
  // viewport's middle; columns and rows lie along the screen in this volume, as its letters say (A L P R).
  const box = (await page.getByTestId("viewport-0").boundingBox())!;
  const slice = Number(await state(page, "slice-index"));
  const [columnMm, rowMm] = image.grid.spacingMm;
  const mmPerPixel = Math.max((columns * columnMm) / box.width, (rows * rowMm) / box.height);
  for (const [x, y] of [
    [0.3, 0.5],
    [0.45, 0.38],
    [0.62, 0.55],
  ] as const) {
    const voxelAt = (fraction: number, pixels: number, count: number, spacing: number) =>
      ((fraction - 0.5) * pixels * mmPerPixel) / spacing + (count - 1) / 2;
    // The middle of the voxel that lies there, so that no rounding of the screen decides.
    const [i, j] = [Math.round(voxelAt(x, box.width, columns, columnMm)), Math.round(voxelAt(y, box.height, rows, rowMm))];
    const middle = (index: number, count: number, spacing: number) => ((index - (count - 1) / 2) * spacing) / mmPerPixel;
    await page.mouse.move(box.x + box.width / 2 + middle(i, columns, columnMm), box.y + box.height / 2 + middle(j, rows, rowMm));
    const value = image.voxels[(slice * rows + j) * columns + i]!;
    await expect
      .poll(async () => (await page.getByTestId("probe").innerText()).split(/\s{3,}/).slice(0, 2))
      .toEqual([`Value ${value}`, `voxel ${i + 1}, ${j + 1}, ${slice + 1}`]);
  }
});

test("a muscle is drawn by hand; area, volume, mean and SD are those of the drawn voxels", async () => {
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", "6");
  await newSegment(page);
  await page.keyboard.press("b");
  await drag(page, [
    [0.24, 0.42],
    [0.27, 0.42],
    [0.28, 0.46],
  ]);
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).toBeGreaterThan(20);
  const brushed = await storedLabels(page, volumeId);

  await page.keyboard.press("f");
  await drag(page, circle(0.26, 0.45, 0.03));
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).toBeGreaterThan(count(brushed.labels, 1));
  const { labels } = await storedLabels(page, volumeId);
  await picture(page, "3-drawn");

  const image = await readImageFile(join(work.path, "volume.nrrd"));
  const inside = Array.from(image.voxels).filter((_, at) => labels[at] === 1);
  const mean = inside.reduce((sum, value) => sum + value, 0) / inside.length;
  const deviation = Math.sqrt(inside.reduce((sum, value) => sum + (value - mean) ** 2, 0) / inside.length);
  const pixelMm2 = image.grid.spacingMm[0] * image.grid.spacingMm[1];
  const text = () => page.getByTestId("segment-statistics").innerText();
  await expect.poll(text).toContain(`(${inside.length} vx)`);
  const shownValue = async (name: string) => Number(new RegExp(`${name}\\s+([\\d.]+)`).exec(await text())![1]);
  expect(await shownValue("Area on this slice")).toBeCloseTo(inside.length * pixelMm2, 0);
  expect(await shownValue("Volume")).toBeCloseTo((inside.length * pixelMm2 * image.grid.spacingMm[2]) / 1000, 2);
  expect(await shownValue("Mean")).toBeCloseTo(mean, 1);
  expect(await shownValue("Standard deviation")).toBeCloseTo(deviation, 1);
});

test("undo and redo go back and forth, step by step, on disk too", async () => {
  const drawn = await storedLabels(page, volumeId);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await saved(page);
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).toBe(0);
  await page.keyboard.press("Control+Shift+Z");
  await page.keyboard.press("Control+y");
  await expect.poll(async () => Buffer.from((await storedLabels(page, volumeId)).labels).equals(Buffer.from(drawn.labels))).toBe(true);
});

test("a polygon, the eraser, fill holes and delete on this slice", async () => {
  const before = count((await storedLabels(page, volumeId)).labels, 1);
  const box = (await page.getByTestId("viewport-0").boundingBox())!;
  await page.keyboard.press("g");
  for (const [x, y] of [
    [0.6, 0.4],
    [0.7, 0.4],
    [0.7, 0.6],
    [0.6, 0.6],
  ] as const)
    await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
  await page.keyboard.press("Enter");
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).toBeGreaterThan(before + 100);
  const filled = count((await storedLabels(page, volumeId)).labels, 1);

  await page.keyboard.press("e");
  await page.mouse.click(box.x + 0.65 * box.width, box.y + 0.5 * box.height);
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).toBeLessThan(filled);
  await page.keyboard.press("Shift+F");
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).toBe(filled);

  await page.keyboard.press("Delete");
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).toBe(0);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("Control+z");
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).toBe(before);
});

test("a program killed in the middle loses nothing that was saved: reopened, the drawing is the same", async () => {
  await saved(page);
  const before = await storedLabels(page, volumeId);
  await session.restart();
  await page.getByText("Sample, Limbs").first().dblclick();
  expect(await shown(page)).toBe(volumeId);
  await page.getByTestId("segment-statistics").waitFor();
  const after = await storedLabels(page, volumeId);
  expect(Buffer.from(after.labels).equals(Buffer.from(before.labels))).toBe(true);
  expect(after.revision).toBe(before.revision);
  await expect.poll(() => page.getByTestId("segment-statistics").innerText()).toContain(`(${count(before.labels, 1)} vx)`);
  session.complaints.splice(
    0,
    session.complaints.length,
    ...session.complaints.filter((complaint) => !/ERR_CONNECTION_RE(FUSED|SET)|Failed to fetch|ERR_EMPTY|ERR_INCOMPLETE/.test(complaint)),
  );
});

test("features are extracted and equal what the command line extracts from the exported files", async () => {
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: "Extract features" }).click();
  await page.getByRole("table", { name: "Features" }).waitFor();
  await page.getByText(`${originalFeatures} features, bin width`).waitFor();
  await picture(page, "4-features");

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
  const csv = readFileSync(await download.path(), "utf8");
  const [names, values] = readCsv(csv) as [string[], string[]];
  const { segmentationId } = await storedLabels(page, volumeId);
  const mask = join(work.path, "mask.nrrd");
  writeFileSync(mask, (await fetched(page, `/segmentations/${segmentationId}/export.nrrd`)).bytes);
  const { code, stdout } = await runFascicle("extract", join(work.path, "volume.nrrd"), mask, "--format", "json");
  expect(code).toBe(0);
  const fromFiles = JSON.parse(stdout) as Record<string, number>;
  const features = Object.entries(fromFiles).filter(([name]) => name.startsWith("original_"));
  expect(features).toHaveLength(originalFeatures);
  for (const [name, value] of features) expect([name, Number(values[names.indexOf(name)])]).toEqual([name, value]);
  expect(csv).not.toContain("Sample^Limbs");
});

test("the demonstration model classifies the muscle; the report holds its picture and no name", async () => {
  await page.getByRole("tab", { name: "Classifier" }).click();
  await page.getByRole("button", { name: /demonstration/i }).click();
  await page.getByRole("button", { name: "Classify" }).click();
  await page.getByRole("region", { name: "Result", exact: true }).waitFor();
  await picture(page, "5-result");
  await page.getByRole("button", { name: "Report" }).click();
  const report = page.frameLocator('iframe[title="Report"]');
  await report.locator("img").first().waitFor();
  await expect
    .poll(() =>
      report
        .locator("img")
        .first()
        .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    )
    .toBeGreaterThan(100);
  const text = await report.locator("body").innerText();
  expect(text).toContain("Research use only. Not for diagnosis.");
  expect(text).not.toMatch(/Sample\W{1,2}Limbs|Limbs, Sample|SAMPLE-LIMBS/);
  await picture(page, "6-report");
  await page.getByRole("button", { name: "Close the report" }).click();
});

test("nothing complained, and no name or UID is in what the program wrote", () => {
  expect(session.complaints).toEqual([]);
  expect(session.program.output()).not.toMatch(/Sample\^|2\.25\.\d{10}/);
});

test("from first to last, no connection to anything but 127.0.0.1", async () => {
  await session.browser.close();
  await session.program.stop();
  const lines = readFileSync(socketRecord, "utf8").trim().split("\n");
  expect(lines.some((line) => line.startsWith("listen 127.0.0.1:"))).toBe(true);
  const foreign = lines.filter(
    (line) => !/^start |^listen 127\.0\.0\.1:|^connect (127\.0\.0\.1|localhost)|^lookup (127\.0\.0\.1|localhost)$/.test(line),
  );
  expect(foreign).toEqual([]);
  const { connected, lookedUp } = addressesInNetLog(netLog);
  expect(connected.length).toBeGreaterThan(0);
  expect(connected.filter((address) => !address.startsWith("127.0.0.1:"))).toEqual([]);
  expect(lookedUp.filter((host) => !/127\.0\.0\.1|localhost/.test(host))).toEqual([]);
});
