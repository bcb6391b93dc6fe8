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

describe("joint smoothing, against the sum over all voxels in reach as it is defined", () => {
  /** A segment's share of a voxel: the Gaussian of the distance along each axis, cut at three standard deviations, the grid's edge repeated. */
  function shareOf(
    labels: Uint8Array,
    size: readonly number[],
    spacing: readonly number[],
    at: readonly number[],
    label: number,
    sigma: number,
  ) {
    const weights = size.map((length, axis) => {
      const reach = length === 1 ? 0 : Math.floor((3 * sigma) / spacing[axis]!);
      const all = Array.from({ length: 2 * reach + 1 }, (_, index) =>
        Math.exp(-(((index - reach) * spacing[axis]!) ** 2) / (2 * sigma ** 2)),
      );
      const sum = all.reduce((a, b) => a + b);
      return all.map((weight) => (reach === 0 ? 1 : weight / sum));
    });
    const clamp = (index: number, axis: number) => Math.min(size[axis]! - 1, Math.max(0, index));
    let share = 0;
    for (const [z, wz] of weights[2]!.entries())
      for (const [y, wy] of weights[1]!.entries())
        for (const [x, wx] of weights[0]!.entries()) {
          const [i, j, k] = [x - (weights[0]!.length >> 1), y - (weights[1]!.length >> 1), z - (weights[2]!.length >> 1)].map(
            (step, axis) => clamp(at[axis]! + step, axis),
          ) as [number, number, number];
          if (labels[(k * size[1]! + j) * size[0]! + i] === label) share += wx * wy * wz;
        }
    return share;
  }

  it.each([
    ["in 3D", true],
    ["slice by slice", false],
  ])(
    "gives each voxel to the segment that holds most of it, %s (property; where shares differ by less than rounding either may have it)",
    (_, is3D) => {
      const size = [7, 6, 3] as const;
      const spacing = [1, 1.5, 2] as const;
      const anyLabels = fc
        .array(fc.constantFrom(0, 0, 1, 2, 3), { minLength: 7 * 6 * 3, maxLength: 7 * 6 * 3 })
        .map((numbers) => Uint8Array.from(numbers));
      fc.assert(
        fc.property(anyLabels, fc.constantFrom(0.3, 0.8, 1.5), (labels, sigmaMm) => {
          const made = jointlySmoothed(labels, { size, spacingMm: [...spacing] }, [1, 2, 3], { sigmaMm, is3D });
          const wrong = [...made.keys()].filter((index) => {
            const at = [index % 7, Math.floor(index / 7) % 6, Math.floor(index / 42)] as const;
            const [of, there] = is3D ? [labels, at] : [labels.subarray(at[2] * 42, (at[2] + 1) * 42), [at[0], at[1], 0] as const];
            const shares = [1, 2, 3].map((label) => shareOf(of, is3D ? size : [7, 6, 1], spacing, there, label, sigmaMm));
            const total = shares.reduce((a, b) => a + b);
            if (Math.abs(total - 0.5) < 1e-5) return false;
            return total < 0.5 ? made[index] !== 0 : made[index] === 0 || shares[made[index]! - 1]! <= Math.max(...shares) - 1e-5;
          });
          expect(wrong).toEqual([]);
        }),
        { numRuns: 25 },
      );
    },
  );
});
