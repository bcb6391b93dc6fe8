import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { identityDirection, type Grid } from "#shared/domain/geometry.ts";
import type { Overlap } from "../../../../../src-main/app/commands/overlapFiles.ts";
import { overlapVerb } from "../../../../../src-main/hosts/cli/verbs/overlap.ts";
import { writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { noSharedData } from "../../../../sharedData.ts";
import { oracleFile, outputOf, type OracleCase } from "../../../../src-shared/statistics/oracleDifferences.ts";
import { runVerb } from "./runVerb.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function mapFile(name: string, voxels: Uint8Array, size: Grid["size"], more: Partial<Grid> = {}): Promise<string> {
  const grid: Grid = { size, spacingMm: [1, 1, 6], originMm: [10, -20, 30], direction: identityDirection, ...more };
  await writeImageFile(join(folder, name), { grid, scalarType: "uint8", voxels });
  return join(folder, name);
}

async function overlap(...args: string[]): Promise<Overlap> {
  const { code, stdout, stderr } = await runVerb(overlapVerb, ...args, "--json");
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Overlap;
}

/** A box of label `value` in an image of a size. */
function box(size: Grid["size"], from: readonly number[], to: readonly number[], value = 1): Uint8Array {
  const voxels = new Uint8Array(size[0] * size[1] * size[2]);
  for (let k = from[2]!; k < to[2]!; k++)
    for (let j = from[1]!; j < to[1]!; j++)
      voxels.fill(value, (k * size[1] + j) * size[0] + from[0]!, (k * size[1] + j) * size[0] + to[0]!);
  return voxels;
}

// Unit vectors of a plane that is tilted about two axes.
const tilted: Grid["direction"] = [0.8, -0.36, 0.48, 0.6, 0.48, -0.64, 0, 0.8, 0.6];

test.skipIf(noSharedData)(
  "files of the reference masks, tilted in space: the numbers of MetricsReloaded and surface-distance",
  async () => {
    for (const entry of oracleFile("segmentation.json")["pairs"] as OracleCase[]) {
      const [slices, rows, columns] = entry["shape_zyx"] as [number, number, number];
      const [sz, sy, sx] = entry["spacing_zyx_mm"] as [number, number, number];
      const maskOf = (runs: number[]) => {
        const mask = new Uint8Array(slices * rows * columns);
        for (let at = 0; at < runs.length; at += 2) mask.fill(1, runs[at], runs[at]! + runs[at + 1]!);
        return mask;
      };
      const more = { spacingMm: [sx, sy, sz], direction: tilted } as const;
      const a = await mapFile("a.nrrd", maskOf(entry["a_rle"] as number[]), [columns, rows, slices], more);
      const b = await mapFile("b.nrrd", maskOf(entry["b_rle"] as number[]), [columns, rows, slices], more);
      const metrics = outputOf(entry, "MetricsReloaded")!;
      const tau = Object.keys(metrics)
        .find((key) => key.startsWith("nsd"))!
        .slice(4, -2);
      const { volume, slices: bySlice } = await overlap(a, b, "--tau", tau);
      const counts = outputOf(entry, "counts")!;
      expect(volume.volumeA).toBeCloseTo(counts["volumeA_mm3"] as number, 6);
      expect(volume.volumeB).toBeCloseTo(counts["volumeB_mm3"] as number, 6);
      const others = outputOf(entry, "per slice, 2D") as unknown as Record<string, number>[];
      expect(bySlice.each.map(({ slice }) => slice)).toEqual(others.map((other) => other["slice"]));
      bySlice.each.forEach((own, at) => {
        for (const name of ["dice", "hd", "hd95", "surfaceDice"] as const) expect(own[name] ?? -1).toBeCloseTo(others[at]![name] ?? -1, 9);
      });
      const isSelected = /^(selected|one|edge)/.test(entry.id);
      expect([entry.id, volume.reason !== null]).toEqual([entry.id, isSelected]);
      const distances = [volume.hd, volume.hd95, volume.assd, volume.surfaceDice];
      const theirs = [metrics["hausdorff"], metrics["hd95_maxOfDirections"], metrics["assd_pooled"], metrics[`nsd@${tau}mm`]] as number[];
      distances.forEach((own, at) => expect(own ?? -1).toBeCloseTo(isSelected ? -1 : theirs[at]!, 9));
    }
  },
);

test("pooled over slices by contour length; a slice that one alone drew is counted and lowers Dice", async () => {
  const size = [20, 20, 5] as const;
  const a = box(size, [4, 4, 1], [10, 10, 2]);
  a.set(box([20, 20, 1], [4, 4, 0], [8, 8, 1]), 3 * 400);
  const b = box(size, [5, 4, 1], [11, 10, 2]);
  const answer = await overlap(await mapFile("a.nrrd", a, size), await mapFile("b.nrrd", b, size));
  expect(answer).toMatchObject({ label: 1, tauMm: 1, sliceAxis: 2 });
  // By hand: 36 and 36 pixels with 30 in common on slice 1; 16 pixels of A alone on slice 3.
  expect(answer.slices.pooled).toMatchObject({ dice: 60 / 88, slicesBoth: 1, slicesOnlyA: 1, slicesOnlyB: 0 });
  expect(answer.slices.each).toMatchObject([
    { slice: 1, dice: 60 / 72, hd: 1, areaA: 36, reason: null },
    { slice: 3, dice: 0, hd: null, reason: "drawn in A alone: distances are not defined" },
  ]);
  expect(answer.slices.pooled.assd).toBe(answer.slices.each[0]!.assd);
  expect(answer.volume).toMatchObject({ dice: 60 / 88, hd: null, volumeA: 52 * 6, volumeB: 36 * 6 });
  expect(answer.volume.reason).toContain("not neighbours");
});

test("the same voxels in another order and direction are the same place; 3D Slicer's boxes are put in theirs, with a word", async () => {
  const size = [12, 10, 4] as const;
  const one = await mapFile("a.nrrd", box(size, [2, 2, 0], [8, 7, 3]), size);
  const plain = await overlap(one, await mapFile("b.nrrd", box(size, [3, 2, 0], [9, 8, 3]), size));
  // The columns of B from right to left.
  const flip = [-1, 0, 0, 0, 1, 0, 0, 0, 1] as const;
  const flipped = box(size, [12 - 9, 2, 0], [12 - 3, 8, 3]);
  const turned = await mapFile("c.nrrd", flipped, size, { direction: flip, originMm: [10 + 11, -20, 30] });
  expect(await overlap(one, turned)).toEqual(plain);
  // In a box of its own that reaches beyond A.
  const wide = [16, 10, 4] as const;
  const wider = box(wide, [16 - 2 - 9, 2, 0], [16 - 2 - 3, 8, 3]);
  const boxed = await mapFile("d.seg.nrrd", wider, wide, { direction: flip, originMm: [10 + 15 - 2, -20, 30] });
  expect(await overlap(one, boxed)).toEqual(plain);
  expect((await runVerb(overlapVerb, one, boxed)).stderr).toContain(
    "! d.seg.nrrd: its size is 16 x 10 x 4 voxels, the other file's 12 x 10 x 4; its first voxel lies 2 mm from the other file's. They are taken as boxes",
  );
});

test("another origin or size on the same lattice is another grid, and refused with the difference", async () => {
  const size = [20, 10, 4] as const;
  const mask = box(size, [4, 2, 0], [12, 8, 3]);
  const one = await mapFile("a.nrrd", mask, size);
  const refusal = (b: string) => overlap(one, b).then(String, (error: Error) => error.message);
  expect(await refusal(await mapFile("b.nrrd", mask, size, { originMm: [13, -20, 30] }))).toBe(
    "b.nrrd is not on the grid of a.nrrd: its first voxel lies 3 mm from the other file's. Compare label maps that were drawn on one image, and saved on all of it.",
  );
  const narrow = await mapFile("c.nrrd", box([18, 10, 4], [4, 2, 0], [12, 8, 3]), [18, 10, 4]);
  expect(await refusal(narrow)).toContain(
    "c.nrrd is not on the grid of a.nrrd: its size is 18 x 10 x 4 voxels, the other file's 20 x 10 x 4. Compare",
  );
  expect(await refusal(await mapFile("d.nrrd", mask, size, { direction: tilted }))).toMatch(/axes turned by \d+\.\d+ degrees/);
  // Closer than a tenth of a voxel's edge is the same place: what rounding in a header makes of it.
  const rounded = await overlap(one, await mapFile("e.nrrd", mask, size, { originMm: [10.01, -20, 30] }));
  expect(rounded.volume.dice).toBe(1);
});

test("several labels ask for one; other grids are refused, with both files named", async () => {
  const size = [6, 6, 2] as const;
  const a = box(size, [1, 1, 0], [3, 3, 2], 2);
  a.set(box([6, 6, 1], [3, 3, 0], [5, 5, 1], 3), 0);
  const path = await mapFile("a.nrrd", a, size);
  const second = await mapFile("b.nrrd", box(size, [1, 1, 0], [3, 3, 2], 2), size);
  await expect(overlap(path, second)).rejects.toThrow("a.nrrd and b.nrrd hold several labels: 2, 3. Say which to compare: --label N.");
  expect((await overlap(second, second, "--label", "2")).volume.dice).toBe(1);
  const elsewhere = await mapFile("c.nrrd", box(size, [1, 1, 0], [3, 3, 2], 2), size, { spacingMm: [1, 1.2, 6] });
  await expect(overlap(second, elsewhere)).rejects.toThrow(/c\.nrrd is not on the grid of b\.nrrd: its voxels are 1 x 1\.2 x 6 mm/);
});

test("both empty is not applicable; wrong use is 2", async () => {
  const size = [4, 4, 2] as const;
  const path = await mapFile("a.nrrd", new Uint8Array(32), size);
  const { volume, slices } = await overlap(path, path);
  expect(volume).toMatchObject({ dice: null, jaccard: null, hd: null, reason: "not applicable: both masks are empty" });
  expect(slices).toMatchObject({ each: [], pooled: { dice: null, reason: "not applicable: both masks are empty" } });
  for (const args of [[path], [path, path, path], [path, path, "--label", "0"], [path, path, "--tau", "far"]])
    expect((await runVerb(overlapVerb, ...args)).code).toBe(2);
});
