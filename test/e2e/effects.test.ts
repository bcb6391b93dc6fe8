import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { importMadeUpStudy, madeUp, openMadeUpStudy } from "./madeUpStudy.ts";
import { drag, expectState, newSegment, picture, saved, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";
import { blurred, closed, enclosed, median, near, type LabelPlane } from "./shapesByHand.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 40_000 });
const { size } = madeUp;
const perSlice = size ** 2;
let page: Page;
let volumeId: string;

/** One plane of the volume: its cells by their index in the volume, row by row. */
interface Plane {
  readonly columns: number;
  readonly rows: number;
  readonly spacingMm: readonly [number, number];
  readonly voxels: readonly number[];
}

const acquired: Plane = { columns: size, rows: size, spacingMm: [0.8, 0.8], voxels: Array.from({ length: perSlice }, (_, at) => at) };
const coronal = (row: number): Plane => ({
  columns: size,
  rows: madeUp.slices,
  spacingMm: [0.8, 5],
  voxels: Array.from({ length: size * madeUp.slices }, (_, at) => Math.floor(at / size) * perSlice + row * size + (at % size)),
});

/** The label map on disk, when all that was drawn is there. */
async function onDisk(): Promise<Uint8Array> {
  await saved(page);
  return (await storedLabels(page, volumeId)).labels;
}

/** Waits until the label map on disk is another one, or it is known that it stays; answers it. */
async function changedFrom(before: Uint8Array, stays: () => Promise<boolean> = () => Promise.resolve(false)): Promise<Uint8Array> {
  let now = before;
  await expect
    .poll(
      async () => {
        now = await onDisk();
        return Buffer.compare(before, now) !== 0 || (await stays());
      },
      { timeout: 40_000 },
    )
    .toBe(true);
  return now;
}

const shapes = () => page.getByRole("region", { name: "Shape of the segment" });
const isShown = (name: string) => page.getByRole("form", { name, exact: true });
const at = (labels: Uint8Array, { voxels, ...plane }: Plane): LabelPlane => ({ ...plane, labels: voxels.map((voxel) => labels[voxel]!) });

/** The volume with the cells of a plane as they should be, by their label before. */
function expected(before: Uint8Array, plane: Plane, label: (label: number, cell: number) => number): Uint8Array {
  const labels = before.slice();
  for (const [cell, voxel] of plane.voxels.entries()) labels[voxel] = label(before[voxel]!, cell);
  return labels;
}

/** How many voxels differ, by where they do: what a failure prints. */
const differing = (a: Uint8Array, b: Uint8Array) => [...a.keys()].filter((voxel) => a[voxel] !== b[voxel]).slice(0, 20);

interface Option {
  readonly kind: "number" | "choice";
  readonly name: string;
  readonly value: string;
}
const number = (name: string, value: number): Option => ({ kind: "number", name, value: String(value) });
const choice = (name: string, value: string): Option => ({ kind: "choice", name, value });

/** Chooses an effect, sets it, applies it with the keyboard, and takes it back as one step; answers the label map before and after. */
async function done(name: string, options: readonly Option[]): Promise<{ before: Uint8Array; after: Uint8Array }> {
  const before = await onDisk();
  if (!(await isShown(name).isVisible())) await shapes().getByRole("button", { name, exact: true }).click();
  for (const { kind, name: label, value } of options) {
    if (kind === "number") await isShown(name).getByRole("textbox", { name: label }).fill(value);
    else await isShown(name).getByRole("combobox", { name: label }).selectOption(value);
  }
  await page.locator('[data-testid="effect-words"][aria-busy="false"]').filter({ hasText: "voxel" }).waitFor();
  await page.keyboard.press("Control+Enter");
  // Where nothing is to change, that is said, and there is nothing to undo.
  const isNothing = page.getByText(`${name}: No voxel changes.`, { exact: true }).first();
  const after = await changedFrom(before, () => isNothing.isVisible());
  if (Buffer.compare(before, after) === 0) return { before, after };
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => differing(before, await onDisk())).toEqual([]);
  return { before, after };
}

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
});

test("a body with a bay and a hole, and another segment beside it, are drawn on three slices", async () => {
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");
  await newSegment(page);
  await page.keyboard.press("f");
  // A body with a bay and a hole, on the first slice; another segment beside it, of two pieces.
  await drag(page, [
    [0.3, 0.3],
    [0.5, 0.3],
    [0.5, 0.45],
    [0.4, 0.47],
    [0.5, 0.49],
    [0.5, 0.7],
    [0.3, 0.7],
  ]);
  await page.keyboard.down("Shift");
  await drag(page, [
    [0.36, 0.56],
    [0.42, 0.56],
    [0.42, 0.63],
    [0.36, 0.63],
  ]);
  await page.keyboard.up("Shift");
  await newSegment(page);
  await page.getByLabel("Paint over").selectOption("background");
  await drag(page, [
    [0.48, 0.35],
    [0.62, 0.3],
    [0.6, 0.68],
    [0.48, 0.62],
  ]);
  await page.getByLabel("Paint over").selectOption("all");
  // The same on the next two slices, so that a reformat has something to show.
  for (const slice of ["1", "2"]) {
    await page.keyboard.press("Control+Shift+ArrowDown");
    await expectState(page, "slice-index", slice);
  }
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");
  await page.getByRole("button", { name: "Segment 1", exact: true }).click();
  await page.keyboard.press("Shift+E");
  const labels = await onDisk();
  expect([labels.includes(1, 2 * perSlice), labels.includes(2, 2 * perSlice)]).toEqual([true, true]);
});

/** The plane on show, and which of its cells belong together. */
let plane = acquired;

describe.each(["as acquired", "coronal"])("%s, on this slice", (where) => {
  test("what is copied there to another segment is of one plane of voxels", async () => {
    if (where === "coronal") await page.keyboard.press("Shift+C");
    await expectState(page, "plane", where === "coronal" ? "coronal" : "acquisition");
    await expectState(page, "rendered", "true");
    const { before, after } = await done("Copy to segment", [choice("Goes to", "2")]);
    const planes = new Set(
      differing(before, after).map((voxel) => (where === "coronal" ? Math.floor(voxel / size) % size : Math.floor(voxel / perSlice))),
    );
    expect(planes.size).toBe(1);
    plane = where === "coronal" ? coronal([...planes][0]!) : acquired;
    await picture(page, `effects-${where.split(" ")[0]}`);
  });

  test("margins are in millimetres: grow, shrink, a margin to another segment", async () => {
    const mm = where === "coronal" ? 5.2 : 3;
    const grown = await done("Grow", [number("Margin", mm)]);
    const isNear = near(at(grown.before, plane), 1, mm);
    expect(
      differing(
        grown.after,
        expected(grown.before, plane, (label, cell) => (isNear[cell] ? 1 : label)),
      ),
    ).toEqual([]);
    const given = await done("Margin to segment", [number("Margin", mm), choice("Goes to", "2")]);
    expect(
      differing(
        given.after,
        expected(given.before, plane, (label, cell) => (isNear[cell] && label !== 1 ? 2 : label)),
      ),
    ).toEqual([]);
    const shrunk = await done("Shrink", [number("Margin", 1)]);
    const outside = at(
      shrunk.before.map((label) => Number(label !== 1)),
      plane,
    );
    const isAtEdge = near(outside, 1, 1);
    expect(
      differing(
        shrunk.after,
        expected(shrunk.before, plane, (label, cell) => (label === 1 && isAtEdge[cell] ? 0 : label)),
      ),
    ).toEqual([]);
  });

  test("smoothing: the median, closing, and all segments together without a gap", async () => {
    const mm = where === "coronal" ? 5.2 : 2;
    const half = await done("Smooth", [choice("How", "median"), number("Radius", mm)]);
    const isIn = median(at(half.before, plane), 1, mm);
    const own = (isOwn: readonly boolean[]) => (label: number, cell: number) => (isOwn[cell] ? 1 : label === 1 ? 0 : label);
    expect(differing(half.after, expected(half.before, plane, own(isIn)))).toEqual([]);
    const bays = await done("Smooth", [choice("How", "closing"), number("Radius", mm)]);
    expect(differing(bays.after, expected(bays.before, plane, own(closed(at(bays.before, plane), 1, mm))))).toEqual([]);
    const joint = await done("Smooth", [choice("How", "joint"), number("Width (SD)", 2)]);
    const shares = [1, 2].map((label) => blurred(at(joint.before, plane), label, 2));
    // A voxel is background just where all together hold less than half of it: between them is no gap.
    expect(
      plane.voxels.filter(
        (voxel, cell) =>
          Math.abs(shares[0]![cell]! + shares[1]![cell]! - 0.5) > 1e-4 &&
          (joint.after[voxel] === 0) !== shares[0]![cell]! + shares[1]![cell]! < 0.5,
      ),
    ).toEqual([]);
    const isMost = (cell: number, label: number) => shares[label - 1]![cell]! > shares[2 - label]![cell]! - 1e-4;
    expect(plane.voxels.filter((voxel, cell) => joint.after[voxel] !== 0 && !isMost(cell, joint.after[voxel]!))).toEqual([]);
  });

  test("holes are filled, bays are not", async () => {
    const { before, after } = await done("Fill holes", []);
    const isHole = enclosed(at(before, plane), 1);
    expect(isHole.includes(true) || where === "coronal").toBe(true);
    expect(
      differing(
        after,
        expected(before, plane, (label, cell) => (isHole[cell] ? 1 : label)),
      ),
    ).toEqual([]);
  });

  test("union, subtraction, intersection, inverting, and copying to a segment", async () => {
    const ways: ReadonlyArray<readonly [string, readonly Option[], (label: number, isNear: boolean) => number]> = [
      ["Combine", [choice("How", "union"), choice("Segment", "2"), number("Grown by", 0)], (label) => (label === 2 ? 1 : label)],
      [
        "Combine",
        [choice("How", "subtract"), choice("Segment", "2"), number("Grown by", 2)],
        (label, isNear) => (label === 1 && isNear ? 0 : label),
      ],
      [
        "Combine",
        [choice("How", "intersect"), choice("Segment", "2"), number("Grown by", 2)],
        (label, isNear) => (label === 1 && !isNear ? 0 : label),
      ],
      ["Invert", [], (label) => (label === 2 ? 2 : 1 - label)],
      ["Copy to segment", [choice("Goes to", "2")], (label) => (label === 1 ? 2 : label)],
    ];
    for (const [name, options, label] of ways) {
      const { before, after } = await done(name, options);
      const isNear = near(at(before, plane), 2, 2);
      const wrong = differing(
        after,
        expected(before, plane, (own, cell) => label(own, isNear[cell]!)),
      );
      // With what was set, for a failure to say.
      expect([...options.map(({ value }) => value), ...wrong]).toEqual(options.map(({ value }) => value));
    }
  });

  test("the rule of painting holds: background, inside and outside of a segment, within a range, and locks", async () => {
    await shapes().getByRole("button", { name: "Copy to segment", exact: true }).click();
    await page.keyboard.press("f");
    const before = await onDisk();
    const path: ReadonlyArray<readonly [number, number]> =
      where === "coronal"
        ? [
            [0.35, 0.2],
            [0.7, 0.2],
            [0.7, 0.8],
            [0.35, 0.8],
          ]
        : [
            [0.4, 0.4],
            [0.7, 0.4],
            [0.7, 0.8],
            [0.4, 0.8],
          ];
    /** What the same contour paints under the rule that is set. */
    const painted = async () => {
      await drag(page, path);
      const after = await changedFrom(before);
      await page.keyboard.press("Control+z");
      await expect.poll(async () => differing(before, await onDisk())).toEqual([]);
      return after;
    };
    const over = page.getByLabel("Paint over");
    // Over all, by the empty segment: just what is inside.
    await newSegment(page);
    const mine = Number(await page.locator('[data-segment][data-active="true"]').getAttribute("data-segment"));
    const all = await painted();
    const inside = [...all.keys()].filter((voxel) => all[voxel] === mine);
    expect(new Set(inside.map((voxel) => before[voxel]))).toEqual(new Set([0, 1, 2]));
    // On a reformat all of one row of the volume, on a slice as acquired all of it.
    const spread = new Set(inside.map((voxel) => (where === "coronal" ? Math.floor(voxel / size) % size : Math.floor(voxel / perSlice))));
    expect(spread.size).toBe(1);
    const only = (may: (label: number, voxel: number) => boolean) => {
      const labels = before.slice();
      for (const voxel of inside) if (may(before[voxel]!, voxel)) labels[voxel] = mine;
      return labels;
    };
    await over.selectOption("background");
    expect(
      differing(
        await painted(),
        only((label) => label === 0),
      ),
    ).toEqual([]);
    await over.selectOption("inside");
    await page.getByRole("button", { name: /^Segments of the rule/ }).click();
    await page.getByRole("checkbox", { name: "Segment 2", exact: true }).setChecked(true);
    await page.keyboard.press("Escape");
    expect(
      differing(
        await painted(),
        only((label) => label === 2),
      ),
    ).toEqual([]);
    await over.selectOption("outside");
    expect(
      differing(
        await painted(),
        only((label) => label !== 2),
      ),
    ).toEqual([]);
    await over.selectOption("all");
    await page.getByLabel("Paint only in the range of values").check();
    await page.getByLabel("Lowest value").fill("900");
    await page.getByLabel("Highest value").fill("905");
    // The right half of each slice has values about 900, more by row modulo 10.
    const isInRange = (voxel: number) => voxel % size >= size / 2 && (Math.floor(voxel / size) % size) % 10 <= 5;
    if (where === "coronal" && !inside.some(isInRange)) await page.getByLabel("Highest value").fill("909");
    const highest = Number(await page.getByLabel("Highest value").inputValue());
    expect(
      differing(
        await painted(),
        only((_, voxel) => voxel % size >= size / 2 && madeUp.right + ((Math.floor(voxel / size) % size) % 10) <= highest),
      ),
    ).toEqual([]);
    await page.getByLabel("Paint only in the range of values").uncheck();
    await page.getByRole("button", { name: "Lock Segment 1", exact: true }).click();
    expect(
      differing(
        await painted(),
        only((label) => label !== 1),
      ),
    ).toEqual([]);
    await page.getByRole("button", { name: "Unlock Segment 1", exact: true }).click();
    await page.getByRole("button", { name: "Segment 1", exact: true }).click();
  });
});

test("nothing was complained of", () => {
  expect(session.complaints).toEqual([]);
});
