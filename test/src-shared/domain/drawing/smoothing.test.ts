import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jointlySmoothed } from "#shared/domain/drawing/jointSmoothing.ts";
import { closed } from "#shared/domain/drawing/margin.ts";
import { median } from "#shared/domain/drawing/median.ts";
import { grid, lines, slice } from "./pictures.ts";

describe("the median", () => {
  it("takes what most voxels within the radius are: spurs go, notches are filled", () => {
    const rough = slice("...#...", "..###..", ".##.##.", ".#####.", ".#####.", ".......");
    // Of five voxels (four at the grid's edge) more than half. A corner has itself and two neighbours: 3 of 5 stay; the spur's tip has 2 of 4.
    expect(lines(median(rough, grid(7, 6), 1), 7)).toEqual([".......", "..111..", ".11111.", ".11111.", ".11111.", "......."]);
  });

  it("with a radius below a voxel leaves all as it is", () => {
    const rough = slice("#..#", ".#.#");
    expect(median(rough, grid(4, 2, 1, [2, 2, 2]), 1.9)).toEqual(rough);
  });

  it("counts the slices beside by their distance", () => {
    // A voxel with its like above and below is 3 of 3 with columns and rows out of reach, alone it is 1 of 3.
    const column = Uint8Array.from([1, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
    expect([...median(column, { size: [2, 1, 5], spacingMm: [3, 3, 1] }, 1)]).toEqual([1, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
    const gap = Uint8Array.from([1, 1, 0, 1, 1]);
    expect([...median(gap, { size: [1, 1, 5], spacingMm: [1, 1, 1] }, 1)]).toEqual([1, 1, 1, 1, 1]);
  });
});

it("closing fills a gap that is narrower than twice its radius, and no wider one", () => {
  const parts = slice("##.##....##", "##.##....##", "##.##....##");
  expect(lines(closed(parts, grid(11, 3), 1), 11)).toEqual(["11111....11", "11111....11", "11111....11"]);
});

describe("joint smoothing", () => {
  const anyLabels = fc
    .array(fc.constantFrom(0, 0, 1, 2, 3), { minLength: 9 * 8 * 2, maxLength: 9 * 8 * 2 })
    .map((numbers) => Uint8Array.from(numbers));
  const of = grid(9, 8, 2, [1, 1.5, 2]);

  it("leaves no gap: the segments together are what they would be as one", () => {
    fc.assert(
      fc.property(anyLabels, fc.constantFrom(0.8, 1.5, 2.5), (labels, sigmaMm) => {
        const one = jointlySmoothed(
          labels.map((label) => (label === 0 ? 0 : 1)),
          of,
          [1],
          { sigmaMm },
        );
        const each = jointlySmoothed(labels, of, [1, 2, 3], { sigmaMm });
        expect(each.map((label) => (label === 0 ? 0 : 1))).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps a straight border between neighbours, to the groove where they meet the outside", () => {
    const pair = slice("........", ".111222.", ".111222.", ".111222.", ".111222.", "........");
    const made = lines(jointlySmoothed(pair, grid(8, 6), [1, 2], { sigmaMm: 1 }), 8);
    expect(made[0]).toBe("........");
    for (const row of made.slice(1, 5)) expect(row).toMatch(/^\.\.?1+2+\.\.?$/);
  });

  it("takes a segment's rough border with its neighbour straight", () => {
    const rough = slice("11112222", "11122222", "11112222", "11112222", "11111222", "11112222");
    expect(lines(jointlySmoothed(rough, grid(8, 6), [1, 2], { sigmaMm: 1 }), 8)).toEqual(Array.from({ length: 6 }, () => "11112222"));
  });

  it("neither takes from nor gives to a fixed segment, nor to one that has no part in it", () => {
    fc.assert(
      fc.property(anyLabels, (labels) => {
        const made = jointlySmoothed(labels, of, [1, 2], { sigmaMm: 1.5, fixed: new Set([2]) });
        // Only what is background or of segment 1 may change, and that to one of the two.
        expect(made.map((label) => Math.max(1, label))).toEqual(labels.map((label) => Math.max(1, label)));
      }),
      { numRuns: 40 },
    );
  });
});
