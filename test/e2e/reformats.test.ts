import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dicomFile } from "../dicomFiles.ts";
import { importCubes, cube } from "./cubes.ts";
import { openMadeUpStudy } from "./madeUpStudy.ts";
import { runFascicle } from "./program.ts";
import { drag, expectState, newSegment, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

/** A voxel of segment 1: i, j, k. */
type Voxel = readonly [number, number, number];
/** A place in the coronal plane, LPS, mm: x to the left of the patient, z to the head. */
type Place = readonly [x: number, z: number];

const session = browserSession({
  prepare: async (data, work) => {
    await importCubes(data, work);
    await importObliqueStudy(data, work);
  },
  timeout: 90_000,
});
let page: Page;
let volumeId: string;
/** Fractions of the viewport from millimetres, and the plane's place (y). */
let fraction: (place: Place) => readonly [number, number];
let planeMm: number;

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

/** The voxels that segment 1 has on disk. */
async function stored(): Promise<Voxel[]> {
  const { labels } = await storedLabels(page, volumeId);
  const { size } = cube;
  return [...labels.keys()]
    .filter((at) => labels[at] === 1)
    .map((at) => [at % size, Math.floor(at / size) % size, Math.floor(at / size ** 2)] as const);
}

/** What is under a place of the viewport, from fractions of its size, as the program says, LPS, mm. */
async function under(x: number, y: number): Promise<readonly [number, number, number]> {
  const box = (await viewport(page).boundingBox())!;
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 2 });
  const probe = viewport(page).getByTestId("probe");
  await expect.poll(async () => (await probe.allInnerTexts())[0] ?? "").toMatch(/voxel .* mm/);
  const places = [...(await probe.innerText()).matchAll(/([RLAPFH]) (\d+\.\d)/g)];
  const along = (letters: string) =>
    places
      .filter(([, letter]) => letters.includes(letter!))
      .map(([, letter, mm]) => (letters.startsWith(letter!) ? 1 : -1) * Number(mm))[0]!;
  return [along("LR"), along("PA"), along("HF")];
}

/** Shows the coronal reformat, and learns where its millimetres are on the screen. */
async function showCoronal(): Promise<void> {
  await page.keyboard.press("Shift+C");
  await expectState(page, "plane", "coronal");
  await expectState(page, "rendered", "true");
  const [a, b] = [await under(0.4, 0.2), await under(0.6, 0.8)];
  fraction = ([x, z]) => [0.4 + (0.2 * (x - a[0])) / (b[0] - a[0]), 0.2 + (0.6 * (z - a[2])) / (b[2] - a[2])];
  planeMm = (a[1] + b[1]) / 2;
}

const dragMm = (...places: readonly Place[]) => drag(page, places.map(fraction));
async function click(...places: readonly Place[]): Promise<void> {
  const box = (await viewport(page).boundingBox())!;
  for (const place of places) {
    const [x, y] = fraction(place);
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 2 });
    await page.mouse.down();
    await page.mouse.up();
  }
}
async function withKey(key: "Shift" | "Alt", work: () => Promise<void>): Promise<void> {
  await page.keyboard.down(key);
  await work();
  await page.keyboard.up(key);
}

const key = (word: string) => page.keyboard.press(word);
/** The middle of column i, and of slice k where the volume is not tilted, mm. */
const middleOf = (index: number) => cube.firstMm + cube.voxelMm * index;
const square = (left: number, right: number): readonly Place[] => [
  [left, -12],
  [right, -12],
  [right, 12],
  [left, 12],
];
const names = (voxels: readonly Voxel[]) => voxels.map((voxel) => voxel.join());
/** Whether a number is within 1 mm of one of others: there a voxel may fall to either side. */
const isAt = (mm: number, ...edges: readonly number[]) => edges.some((edge) => Math.abs(mm - edge) < 1);

/** Does what a tool does, and answers the voxels that were there before, gained and lost, when all is on disk. */
async function change(act: () => Promise<void>): Promise<{ before: Voxel[]; gained: Voxel[]; lost: Voxel[] }> {
  const before = await stored();
  await act();
  const [was, now] = [new Set(names(before)), (): Promise<Voxel[]> => stored()];
  await expect.poll(async () => names(await now()).join(" ")).not.toBe(names(before).join(" "));
  await saved(page);
  const after = await now();
  const is = new Set(names(after));
  return { before, gained: after.filter((voxel) => !was.has(voxel.join())), lost: before.filter((voxel) => !is.has(voxel.join())) };
}

interface Case {
  readonly tool: string;
  readonly act: () => Promise<void>;
  /** Whether a voxel at x and z, mm, is gained or lost; null where it may be either. */
  readonly gains?: (x: number, z: number) => boolean | null;
  readonly loses?: (x: number, z: number) => boolean | null;
  /** It is not taken back: what follows goes on from it. */
  readonly isKept?: boolean;
}

const brushMm = 5;
const distanceToLine = (x: number, z: number, [x0, x1]: readonly [number, number], z0: number) =>
  Math.hypot(x - Math.min(x1, Math.max(x0, x)), z - z0);
const near = (x: number, z: number, line: readonly [number, number], z0: number) => {
  const away = distanceToLine(x, z, line, z0);
  return Math.abs(away - brushMm) < 0.5 ? null : away < brushMm;
};
const inSquare = (left: number, right: number) => (x: number, z: number) =>
  isAt(x, left, right) || isAt(z, -12, 12) ? null : x > left && x < right && Math.abs(z) < 12;
const isDark = (x: number) => x < 0;

/** One after another on one plane: what is not kept is taken back as one step. */
const cases: readonly Case[] = [
  { tool: "brush", act: () => key("b").then(() => dragMm([-20, -10], [-10, -10])), gains: (x, z) => near(x, z, [-20, -10], -10) },
  {
    tool: "brush within a range",
    act: async () => {
      await key("t");
      await withKey("Alt", () => click([-30, 20]));
      await page
        .getByText(/The range is from 20\d to 20\d/)
        .first()
        .waitFor();
      await dragMm([-6, 0], [6, 0]);
    },
    gains: (x, z) => (isDark(x) ? near(x, z, [-6, 6], 0) : false),
  },
  {
    tool: "polygon",
    act: async () => {
      await key("g");
      await click([-30, -20], [-10, -20], [-10, 20]);
      await key("Enter");
    },
    // Below the line from one corner to the other: within a voxel of it, either.
    gains: (x, z) =>
      isAt(x, -30, -10) || isAt(z, -20, 20) || Math.abs(z - (2 * x + 40)) < 4 ? null : x > -30 && x < -10 && z > -20 && z < 2 * x + 40,
  },
  {
    tool: "threshold",
    act: async () => {
      await key("Shift+T");
      await dragMm([-30, 10], [-20, 0]);
      await page.getByTestId("voxel-preview").waitFor();
      await key("Enter");
    },
    gains: isDark,
  },
  {
    tool: "region growing",
    act: async () => {
      await key("Shift+W");
      await page.getByLabel("Largest distance from the click, mm").fill("12");
      await dragMm([-15, 0], [-15, 2]);
    },
    gains: (x, z) => (Math.abs(Math.hypot(x + 15, z) - 12) < 2.5 ? null : Math.hypot(x + 15, z) < 12),
  },
  {
    tool: "livewire",
    act: async () => {
      await key("Shift+I");
      await click([0.5, 20], [0.5, -20], [-20, -20], [-20, 20]);
      await key("Enter");
    },
    // The contour is on the edge between the values; elsewhere it goes where it likes.
    gains: (x, z) => (Math.abs(z) > 16 || x < -16 ? null : isDark(x)),
  },
  {
    tool: "grow from seeds",
    act: async () => {
      await key("Shift+D");
      await dragMm([-15, -10], [-15, 10]);
      await withKey("Shift", () => dragMm([15, -10], [15, 10]));
      await key("Enter");
    },
    gains: isDark,
  },
  { tool: "freehand", act: () => key("f").then(() => dragMm(...square(-30, -10))), gains: inSquare(-30, -10), isKept: true },
  {
    tool: "eraser",
    act: () => key("e").then(() => dragMm([-40, 0], [0, 0])),
    loses: (x, z) => (inSquare(-30, -10)(x, z) === false ? false : near(x, z, [-40, 0], 0)),
  },
  {
    tool: "mirror",
    act: async () => {
      await key("Shift+R");
      await dragMm([0, -25], [0, 25]);
      await key("Enter");
    },
    gains: (x, z) => inSquare(-30, -10)(-x, z),
  },
  {
    tool: "move",
    act: async () => {
      await key("Shift+M");
      await dragMm([-20, 0], [-20, 8], [-20, 16]);
      await key("Enter");
    },
    gains: (x, z) => (isAt(x, -30, -10) || isAt(z, 12, 28) || isAt(z, 13, 27) ? null : x > -30 && x < -10 && z > 12 && z < 28),
    loses: (x, z) =>
      isAt(x, -30, -10) || isAt(z, -12, 4) || isAt(z, -11, 3) || isAt(z, -13, 5) ? null : x > -30 && x < -10 && z > -12 && z < 4,
  },
  {
    tool: "edit contour",
    act: async () => {
      await key("a");
      await dragMm([-10, 0], [-4, 0]);
    },
    // A bulge between the line and where it was dragged to, which may take corners along.
    gains: (x, z) => (x > -11 && x < -2 && Math.abs(z) < 14 ? (Math.abs(z) < 1.1 && x < -6 && x > -9 ? true : null) : false),
    loses: (x) => (x > -14 ? null : false),
  },
  {
    tool: "fill between",
    act: async () => {
      await key("f");
      for (let at = 0; at < 3; at++) await key("ArrowDown");
      await expect.poll(async () => (await under(0.5, 0.5))[1]).not.toBeCloseTo(planeMm, 0);
      await expectState(page, "rendered", "true");
      const alone = (await stored()).length;
      await dragMm(...square(-30, -10));
      await expect.poll(async () => (await stored()).length).toBeGreaterThan(1.5 * alone);
      await key("Shift+B");
      await page.getByText(/1 segment proposed on slices/).waitFor();
      await key("ArrowUp");
      await expectState(page, "rendered", "true");
      await picture(page, "reformats-4-between");
      await key("Shift+Enter");
      await page
        .getByText(/Filled 1 segment on slices/)
        .first()
        .waitFor();
    },
    gains: inSquare(-30, -10),
    isKept: true,
  },
];

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
});

test("the coronal reformat of a cube is on show, with a segment to draw in", async () => {
  await newSegment(page);
  await showCoronal();
  // From right to left and from feet to head as on the screen, in the middle of the cube.
  expect([fraction([0, 0])[0], fraction([0, 0])[1]].map((each) => Math.round(10 * each))).toEqual([5, 5]);
  expect(Math.abs(planeMm)).toBeLessThan(cube.voxelMm);
});

/** Expects what changed to be the voxels of these rows whose x and z a rule takes in, but for those that may be either. */
function expectVoxels(
  found: readonly Voxel[],
  rows: readonly number[],
  rule: ((x: number, z: number) => boolean | null) | undefined,
): void {
  const has = new Set(names(found));
  const wrong: string[] = found.filter(([, j]) => !rows.includes(j)).map((voxel) => `${voxel.join()} of another row`);
  for (const j of rows) {
    for (let k = 0; k < cube.size; k++) {
      for (let i = 0; i < cube.size; i++) {
        const wanted = rule?.(middleOf(i), middleOf(k)) ?? (rule ? null : false);
        if (wanted !== null && has.has(`${i},${j},${k}`) !== wanted) wrong.push(`${i},${j},${k}`);
      }
    }
  }
  expect(wrong).toEqual([]);
}

test.each(cases)(
  "$tool draws in a coronal reformat on the voxels of its plane alone, as one step",
  async ({ tool, act, gains, loses, isKept }) => {
    const { before, gained, lost } = await change(act);
    await picture(page, `reformats-${tool.replaceAll(" ", "-")}`);
    const row = Math.round((planeMm - cube.firstMm) / cube.voxelMm);
    const rows = [...new Set(gained.map(([, j]) => j))];
    // Filled between three slices apart: those two, and the one that was drawn on.
    const isFilled = tool === "fill between";
    expect(isFilled ? rows.length : 1).toBe(isFilled ? 3 : 1);
    expectVoxels(gained, isFilled ? rows : [row], gains);
    expectVoxels(lost, [row], loses);
    if (isKept) return;
    await key("Control+z");
    await expect.poll(async () => names(await stored())).toEqual(names(before));
  },
);

test("of a volume that lies obliquely just the voxels nearest to the plane are drawn on", async () => {
  await page
    .getByRole("button", { name: /Tilted/ })
    .first()
    .dblclick();
  await expect.poll(() => viewport(page).getAttribute("data-volume-id")).not.toBe(volumeId);
  await expectState(page, "rendered", "true");
  volumeId = (await viewport(page).getAttribute("data-volume-id"))!;
  await newSegment(page);
  await showCoronal();
  const [sine, cosine] = [Math.sin(cube.tilt), Math.cos(cube.tilt)];
  /** Where the voxel of a column nearest to the plane is, in rows; whole numbers are centres of voxels. */
  const rowAt = (k: number) => ((planeMm + sine * middleOf(k)) / cosine - cube.firstMm) / cube.voxelMm;
  const { gained } = await change(async () => {
    await key("Shift+T");
    await dragMm([-30, 10], [-20, 0]);
    await page.getByTestId("voxel-preview").waitFor();
    await key("Enter");
  });
  const rows = new Map(gained.map(([i, j, k]) => [`${i},${k}`, j]));
  expect(rows.size).toBe(gained.length);
  const wrong: string[] = [];
  for (let k = 0; k < cube.size; k++) {
    const row = rowAt(k);
    // The plane's place is read to 0.1 mm: about midway between two voxels it may be either.
    if (Math.abs((row % 1) - 0.5) < 0.1) continue;
    const isInside = Math.round(row) >= 0 && Math.round(row) < cube.size;
    for (let i = 0; i < cube.size; i++)
      if (rows.get(`${i},${k}`) !== (i < cube.size / 2 && isInside ? Math.round(row) : undefined)) wrong.push(`${i},${k}`);
  }
  expect(wrong).toEqual([]);
  await picture(page, "reformats-5-tilted");
  await key("Control+z");
  await expect.poll(async () => (await stored()).length).toBe(0);
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
  for (const [pressed, plane] of [
    ["Shift+S", "sagittal"],
    ["Shift+Q", "acquisition"],
  ] as const) {
    await key(pressed);
    await expectState(page, "plane", plane);
    await expectState(page, "rendered", "true");
  }
  expect([...asked].filter((slice) => slice >= 6)).toEqual([]);
  expect(session.complaints).toEqual([]);
});
