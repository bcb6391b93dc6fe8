import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dicomFile } from "../dicomFiles.ts";
import { importMadeUpStudy, madeUp, openMadeUpStudy } from "./madeUpStudy.ts";
import { runFascicle } from "./program.ts";
import { drag, expectState, newSegment, picture, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({
  prepare: async (data, work) => {
    await importMadeUpStudy(data, work);
    await importObliqueStudy(data, work);
  },
  timeout: 90_000,
});
let page: Page;
let volumeId: string;

/** Brings a study of one series of 6 slices of 48 x 48 voxels of 1 x 1 x 4 mm, tipped by 30 degrees about the patient's transverse axis. */
async function importObliqueStudy(data: string, work: string): Promise<void> {
  const folder = join(work, "oblique");
  mkdirSync(folder);
  const [cosine, sine] = [Math.sqrt(3) / 2, 0.5];
  for (let slice = 0; slice < 6; slice++) {
    const bytes = dicomFile({
      studyInstanceUid: "2.25.73",
      seriesInstanceUid: "2.25.73.1",
      sopInstanceUid: `2.25.73.1.${slice}`,
      patientName: "Tipped^Up",
      slice,
      size: 48,
      pixels: Buffer.from(Uint16Array.from({ length: 48 * 48 }, (_, at) => at % 50).buffer),
      lattice: {
        columns: 48,
        rows: 48,
        pixelSpacingMm: 1,
        positionMm: [0, -4 * sine * slice, 4 * cosine * slice],
        frameOfReferenceUid: "2.25.73.9",
        orientation: [1, 0, 0, 0, cosine, sine],
      },
    });
    writeFileSync(join(folder, `${slice}.dcm`), bytes);
  }
  const { code } = await runFascicle("import", folder, "--data", data);
  expect(code).toBe(0);
}

/** The voxels that segment 1 has on disk: column, row, slice. */
async function stored(): Promise<ReadonlyArray<readonly [number, number, number]>> {
  const { labels } = await storedLabels(page, volumeId);
  return [...labels.entries()]
    .filter(([, each]) => each === 1)
    .map(([at]) => [at % madeUp.size, Math.floor(at / madeUp.size) % madeUp.size, Math.floor(at / madeUp.size ** 2)] as const);
}

/** What is under a place of the viewport, from fractions of its size, as the program says: column, row, slice from 0, and LPS in mm. */
async function under(x: number, y: number): Promise<{ readonly voxel: readonly number[]; readonly mm: readonly number[] }> {
  const box = (await viewport(page).boundingBox())!;
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 3 });
  const probe = viewport(page).getByTestId("probe");
  await expect.poll(async () => (await probe.allInnerTexts())[0] ?? "").toMatch(/voxel .* mm/);
  const words = await probe.innerText();
  const [, ...voxel] = /voxel (\d+), (\d+), (\d+)/.exec(words)!;
  const mm = [...words.matchAll(/([RLAPFH]) (\d+\.\d)/g)].map(([, letter, value]) => Number(value) * ("RAF".includes(letter!) ? -1 : 1));
  return { voxel: voxel.map((each) => Number(each) - 1), mm };
}

async function show(key: string, plane: string): Promise<void> {
  await page.keyboard.press(key);
  await expectState(page, "plane", plane);
  await expectState(page, "rendered", "true");
}

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
});

test("the brush paints in a coronal reformat what is under it, in every slice that it crosses, and one undo takes it back", async () => {
  await newSegment(page);
  await show("Shift+C", "coronal");
  await page.keyboard.press("b");
  const [from, to] = [await under(0.4, 0.42), await under(0.55, 0.58)];
  expect(from.voxel[1]).toBe(to.voxel[1]);
  await page.getByTestId("brush-cursor").waitFor();
  await drag(page, [
    [0.4, 0.42],
    [0.55, 0.58],
  ]);
  await expect.poll(async () => (await stored()).length).toBeGreaterThan(0);
  await picture(page, "reformats-1-coronal");
  const drawn = await stored();
  expect(new Set(drawn.map(([, row]) => row))).toEqual(new Set([from.voxel[1]]));
  expect(new Set(drawn.map(([, , slice]) => slice)).size).toBeGreaterThan(2);
  // The made-up slices are 0.8 x 0.8 mm a voxel and 5 mm apart, from -100, -100, 0; the brush has a radius of 5 mm. Places are read to 0.1 mm.
  const distance = (i: number, k: number) => {
    const [x, z] = [-100 + 0.8 * i - from.mm[0]!, 5 * k - from.mm[2]!];
    const [dx, dz] = [to.mm[0]! - from.mm[0]!, to.mm[2]! - from.mm[2]!];
    const t = Math.min(1, Math.max(0, (x * dx + z * dz) / (dx ** 2 + dz ** 2)));
    return Math.hypot(x - t * dx, z - t * dz);
  };
  const has = new Set(drawn.map(([i, , k]) => `${i},${k}`));
  const wrong: string[] = [];
  for (let k = 0; k < madeUp.slices; k++) {
    for (let i = 0; i < madeUp.size; i++) {
      const away = distance(i, k);
      if (Math.abs(away - 5) > 0.25 && has.has(`${i},${k}`) !== away < 5) wrong.push(`${i},${k}`);
    }
  }
  expect(wrong).toEqual([]);
  await page.keyboard.press("Control+z");
  await expect.poll(stored).toEqual([]);
  expect(await page.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
});

test("a freehand contour is filled in a sagittal reformat; what is drawn there is seen as acquired", async () => {
  await show("Shift+S", "sagittal");
  await page.keyboard.press("f");
  await drag(page, [
    [0.4, 0.4],
    [0.6, 0.4],
    [0.6, 0.6],
    [0.4, 0.6],
  ]);
  await expect.poll(async () => (await stored()).length).toBeGreaterThan(0);
  const drawn = await stored();
  const { voxel } = await under(0.5, 0.5);
  expect(new Set(drawn.map(([column]) => column))).toEqual(new Set([voxel[0]]));
  expect(drawn.some(([, row, slice]) => row === voxel[1] && slice === voxel[2])).toBe(true);
  await picture(page, "reformats-2-sagittal");
  await show("Shift+Q", "acquisition");
  await picture(page, "reformats-3-as-acquired");
  await page.keyboard.press("Control+z");
  await expect.poll(stored).toEqual([]);
  expect(session.complaints).toEqual([]);
});

test("on the way from a reformat of an oblique volume to its slices nothing is asked for that it does not have", async () => {
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await page.getByText("Tipped, Up").first().dblclick();
  await shown(page);
  const asked = new Set<number>();
  page.on("request", (request) => {
    const frame = /\/frames\/(\d+)$/.exec(request.url());
    if (frame) asked.add(Number(frame[1]));
  });
  await show("Shift+S", "sagittal");
  await show("Shift+Q", "acquisition");
  expect([...asked].filter((slice) => slice >= 6)).toEqual([]);
  expect(session.complaints).toEqual([]);
});
