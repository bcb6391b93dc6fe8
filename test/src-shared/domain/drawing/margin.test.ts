import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squaredDistanceMm2 } from "#shared/domain/drawing/distance.ts";
import { closed, grown, rim, shrunk } from "#shared/domain/drawing/margin.ts";
import { applyTo, type MaskGrid } from "#shared/domain/drawing/mask.ts";
import { grid, lines, slice } from "./pictures.ts";

const anyMask = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
  .chain(([columns, rows, slices]) =>
    fc.record({
      mask: fc
        .array(fc.integer({ min: 0, max: 3 }), { minLength: columns * rows * slices, maxLength: columns * rows * slices })
        .map((numbers) => Uint8Array.from(numbers, (number) => (number === 0 ? 1 : 0))),
      grid: fc
        .tuple(...[0, 1, 2].map(() => fc.constantFrom(0.5, 0.8, 1, 1.5, 4)))
        .map(([x, y, z]): MaskGrid => ({ size: [columns, rows, slices], spacingMm: [x!, y!, z!] })),
      marginMm: fc.constantFrom(0.5, 1, 1.6, 2.4, 4, 5),
    }),
  );

/** The distances by comparing every voxel with every other. */
function byComparison(mask: Uint8Array, { size, spacingMm }: MaskGrid): number[] {
  const place = (index: number) => [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))];
  const inside = [...mask.keys()].filter((index) => mask[index] === 1).map(place);
  return [...mask.keys()].map((index) =>
    Math.min(...inside.map((other) => place(index).reduce((sum, at, axis) => sum + ((at - other[axis]!) * spacingMm[axis]!) ** 2, 0))),
  );
}

describe("the distance to a mask", () => {
  it("is that of the nearest of all its voxels, with every spacing", () => {
    fc.assert(
      fc.property(anyMask, ({ mask, grid: of }) => {
        const distances = [...squaredDistanceMm2(mask, of)];
        expect(distances.map((distance) => Number(distance.toFixed(9)))).toEqual(
          byComparison(mask, of).map((distance) => Number(distance.toFixed(9))),
        );
      }),
    );
  });
});

describe("margins", () => {
  it("are measured in millimetres along each axis", () => {
    const mask = new Uint8Array(7 * 5 * 3);
    mask[35 + 2 * 7 + 3] = 1;
    // Columns 1 mm, rows 2 mm, slices 3 mm apart: 3 mm reach three columns, one row (also by two columns, sqrt(8)), and one slice.
    expect(lines(grown(mask, grid(7, 5, 3, [1, 2, 3]), 3), 7)).toEqual([
      ".......",
      ".......",
      "...1...",
      ".......",
      ".......",
      ".......",
      ".11111.",
      "1111111",
      ".11111.",
      ".......",
      ".......",
      ".......",
      "...1...",
      ".......",
      ".......",
    ]);
  });

  it("in the plane leave other slices alone", () => {
    const mask = new Uint8Array(3 * 3 * 2);
    mask[4] = 1;
    const made = applyTo(mask, grid(3, 3, 2, [1, 1, 0.1]), false, (part, of) => grown(part, of, 1));
    expect(lines(made, 3)).toEqual([".1.", "111", ".1.", "...", "...", "..."]);
  });

  it("take from the outside in, and not from the image's edge", () => {
    const square = slice("###..", "###..", "###..", ".....");
    expect(lines(shrunk(square, grid(5, 4), 1), 5)).toEqual(["11...", "11...", ".....", "....."]);
    expect(lines(rim(square, grid(5, 4), 1), 5)).toEqual(["...1.", "...1.", "...1.", "111.."]);
  });

  it("grown and then shrunk contain what was there; shrunk and then grown are contained in it", () => {
    fc.assert(
      fc.property(anyMask, ({ mask, grid: of, marginMm }) => {
        const both = closed(mask, of, marginMm);
        const opened = grown(shrunk(mask, of, marginMm), of, marginMm);
        for (const [index, isIn] of mask.entries()) {
          expect(both[index]! >= isIn).toBe(true);
          expect(opened[index]! <= isIn).toBe(true);
        }
        expect(grown(mask, of, 0)).toEqual(mask);
      }),
    );
  });

  it("shrink what is grown by the same margin back to a disc that was a disc", () => {
    const disc = Uint8Array.from({ length: 41 * 41 }, (_, index) =>
      Math.hypot((index % 41) - 20, Math.floor(index / 41) - 20) <= 8 ? 1 : 0,
    );
    const larger = grown(disc, grid(41, 41), 5);
    // The dilation of a disc by a disc has the sum of both radii, to within a voxel.
    const radii = (isIn: number) =>
      [...larger.keys()]
        .filter((index) => larger[index] === isIn)
        .map((index) => Math.hypot((index % 41) - 20, Math.floor(index / 41) - 20));
    expect(Math.max(...radii(1))).toBeLessThanOrEqual(13);
    expect(Math.min(...radii(0))).toBeGreaterThan(12);
    expect(shrunk(larger, grid(41, 41), 5)).toEqual(closed(disc, grid(41, 41), 5));
  });
});
