import { describe, expect, it } from "vitest";
import { voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { coloursOf } from "../../../src-renderer/viewer/colourTables.ts";
import { colourIndex, paintValues, transformed, valueAt, valuesOnScreen, voxelTransform } from "../../../src-renderer/viewer/mapOverlay.ts";
import type { ScreenToVoxel } from "../../../src-renderer/viewer/screenVoxels.ts";

/** Slices tilted in the patient, columns running to the right: i to the left and up, j to posterior and down, k against their normal. */
const image: Grid = {
  size: [12, 10, 8],
  spacingMm: [0.9375, 0.9375, 6.6],
  originMm: [-93.125, 41.0625, -512.3],
  direction: [Math.cos(0.3), Math.sin(0.3), 0, Math.sin(0.3), -Math.cos(0.3), 0, 0, 0, 1],
};

/** A box of a grid from a voxel on. */
function boxOf(grid: Grid, from: Vector3, size: Grid["size"]): Grid {
  return { ...grid, size, originMm: voxelToPatient(grid, from) };
}

function numbered(grid: Grid) {
  return { grid, values: Float64Array.from({ length: grid.size[0] * grid.size[1] * grid.size[2] }, (_, at) => at) };
}

const part = numbered(boxOf(image, [3, 2, 1], [5, 4, 3]));
/** Finer, thinner and turned: as of a map of a resampled image. */
const resampled = numbered({
  ...image,
  size: [9, 11, 13],
  spacingMm: [0.7, 0.55, 2.1],
  originMm: voxelToPatient(image, [2.63, 1.71, 0.43]),
});

/**
 * How a viewport sees the image: two pixels a voxel, off the voxels' borders; the point at which it begins and the directions to the right
 * and down, in voxels.
 */
const views: Readonly<Record<string, ScreenToVoxel>> = {
  "as acquired": { origin: [-0.45, -0.45, 2], right: [0.5, 0, 0], down: [0, 0.5, 0] },
  "flipped sideways": { origin: [11.45, -0.45, 2], right: [-0.5, 0, 0], down: [0, 0.5, 0] },
  "flipped upside down": { origin: [-0.45, 9.45, 3], right: [0.5, 0, 0], down: [0, -0.5, 0] },
  "turned by 90 degrees": { origin: [-0.45, 9.45, 1], right: [0, -0.5, 0], down: [0.5, 0, 0] },
  "cut along i and k": { origin: [-0.45, 4.2, 7.4], right: [0.5, 0, 0], down: [0, 0, -0.25] },
  "cut along j and k": { origin: [5.1, -0.45, -0.45], right: [0, 0.5, 0], down: [0, 0, 0.25] },
  oblique: { origin: [-0.41371, -0.30713, 0.22193], right: [0.4, 0.13, 0.05], down: [-0.11, 0.37, 0.17] },
};
const screen = { x: 3, y: 1, width: 26, height: 31 };

/** The value of the map's voxel whose centre is nearest to a point of the patient, by measuring to all of them; NaN where the point lies outside the map. */
function byDistance({ grid, values }: typeof part, pointMm: Vector3): number {
  const axes = [0, 1, 2] as const;
  const offset = axes.map(
    (axis) =>
      axes.reduce<number>((sum, row) => sum + grid.direction[row * 3 + axis]! * (pointMm[row] - grid.originMm[row]), 0) /
      grid.spacingMm[axis],
  );
  if (offset.some((steps, axis) => steps < -0.5 || steps >= grid.size[axis]! - 0.5)) return Number.NaN;
  let best = Number.NaN;
  let least = Infinity;
  for (let at = 0; at < values.length; at++) {
    const centre = voxelToPatient(grid, [
      at % grid.size[0],
      Math.floor(at / grid.size[0]) % grid.size[1],
      Math.floor(at / (grid.size[0] * grid.size[1])),
    ]);
    // Along the map's own axes, in its voxels: the nearest voxel of a grid, not of a cloud of points.
    const distance = Math.max(
      ...axes.map(
        (axis) =>
          Math.abs(axes.reduce<number>((sum, row) => sum + grid.direction[row * 3 + axis]! * (pointMm[row] - centre[row]), 0)) /
          grid.spacingMm[axis],
      ),
    );
    if (distance < least) [least, best] = [distance, values[at]!];
  }
  return best;
}

describe.each(Object.entries(views))("a map on a picture %s", (_, view) => {
  it.each([
    ["on part of the image's grid", part],
    ["on a grid of its own", resampled],
  ] as const)("%s: each pixel has the value of the nearest voxel in the patient", (_, map) => {
    const transform = voxelTransform(image, map.grid);
    const onScreen = valuesOnScreen(map, transform, view, screen);
    let shown = 0;
    for (let y = 0; y < screen.height; y++) {
      for (let x = 0; x < screen.width; x++) {
        const voxel = ([0, 1, 2] as const).map(
          (axis) => view.origin[axis] + (screen.x + x + 0.5) * view.right[axis] + (screen.y + y + 0.5) * view.down[axis],
        ) as unknown as Vector3;
        const expected = byDistance(map, voxelToPatient(image, voxel));
        expect([x, y, onScreen[y * screen.width + x]]).toEqual([x, y, expected]);
        expect(valueAt(map, transform, voxel)).toBe(Number.isNaN(expected) ? null : expected);
        if (!Number.isNaN(expected)) shown++;
      }
    }
    expect(shown).toBeGreaterThan(10);
  });
});

describe("voxelTransform", () => {
  it("of a part of the same grid is a whole number of voxels, without rounding", () => {
    expect(voxelTransform(image, part.grid)).toEqual({
      origin: [-3, -2, -1],
      steps: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    });
    expect(transformed(voxelTransform(part.grid, image), [1, 1, 1])).toEqual([4, 3, 2]);
  });

  it("finds no value outside the map, nor where the place is unknown", () => {
    const transform = voxelTransform(image, part.grid);
    expect(valueAt(part, transform, [3, 2, 1])).toBe(0);
    for (const voxel of [
      [2, 2, 1],
      [3, 2, 4],
      [Number.NaN, 2, 1],
    ] as const)
      expect(valueAt(part, transform, voxel)).toBeNull();
  });
});

describe("paintValues", () => {
  const shown = { colours: coloursOf("viridis"), low: 10, high: 20, opacity: 0.6 };
  it("colours from low to high, the ends for what lies beyond, nothing where there is no number", () => {
    const rgba = Array.from(paintValues(Float64Array.of(10, 20, 15, -100, 1e9, Number.NaN), shown));
    const pixel = (at: number) => rgba.slice(4 * at, 4 * at + 4);
    // Viridis' published ends.
    expect([pixel(0), pixel(1)]).toEqual([
      [0x44, 0x01, 0x54, 153],
      [0xfd, 0xe7, 0x25, 153],
    ]);
    expect([pixel(3), pixel(4), pixel(5)]).toEqual([pixel(0), pixel(1), [0, 0, 0, 0]]);
    // Its published middle, #21918c, to within a step of rounding.
    [0x21, 0x91, 0x8c, 153].forEach((channel, at) => expect(Math.abs(pixel(2)[at]! - channel)).toBeLessThanOrEqual(2));
  });

  it("shows a flat map in the middle colour", () => expect(colourIndex(7, 7, 7)).toBe(128));
});

/** CIE lightness of a colour (sRGB, D65). */
function lightness([red, green, blue]: readonly number[]): number {
  const linear = [red!, green!, blue!].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  const y = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (y * 24389) / 27;
}

describe("the colour tables", () => {
  const levels = (table: Parameters<typeof coloursOf>[0]) =>
    Array.from({ length: 256 }, (_, at) => lightness([...coloursOf(table).subarray(3 * at, 3 * at + 3)]));

  it.each(["viridis", "inferno", "grey"] as const)("%s grows lighter at every step: its order is seen without colours", (table) => {
    const values = levels(table);
    for (let at = 8; at < 256; at++) expect(values[at]!).toBeGreaterThan(values[at - 8]!);
  });

  it("the diverging one is lightest in the middle and as dark at both ends", () => {
    const values = levels("diverging");
    expect(values.indexOf(Math.max(...values))).toBeGreaterThan(120);
    expect(values.indexOf(Math.max(...values))).toBeLessThan(136);
    expect(Math.abs(values[0]! - values[255]!)).toBeLessThan(25);
  });

  it("begin and end as published", () => {
    const ends = (table: Parameters<typeof coloursOf>[0]) =>
      [coloursOf(table).slice(0, 3), coloursOf(table).slice(-3)].map((colour) => Buffer.from(colour).toString("hex"));
    expect([ends("viridis"), ends("inferno"), ends("grey"), ends("diverging")]).toEqual([
      ["440154", "fde725"],
      ["000004", "fcffa4"],
      ["000000", "ffffff"],
      ["2d004b", "7f3b08"],
    ]);
  });
});
