import { describe, expect, it } from "vitest";
import { interpolatedOnScreen, slicesOnScreen } from "../../../src-renderer/viewer/interpolate.ts";

const size = [6, 5, 4] as const;
/** Values that are linear along every axis: between voxels they are known without interpolating. */
const plane = (i: number, j: number, k: number) => 100 + 7 * i - 3 * j + 11 * k;
const slices = Array.from({ length: size[2] }, (_, k) =>
  Float32Array.from({ length: size[0] * size[1] }, (_each, at) => plane(at % size[0], Math.floor(at / size[0]), k)),
);
const clamped = (value: number, length: number) => Math.min(length - 1, Math.max(0, value));

describe("an image between its voxels", () => {
  const oblique = { origin: [-1.2, 0.3, 0.15], right: [0.31, 0.02, 0.11], down: [-0.05, 0.29, 0.07] } as const;
  const box = { x: 1, y: 2, width: 21, height: 17 };

  it("is linear along each axis, as far as half a voxel beyond the outer ones, and nowhere else", () => {
    const seen = interpolatedOnScreen({ size, slices }, oblique, box);
    const expected = Array.from(seen, (_, at) => {
      const [px, py] = [box.x + (at % box.width) + 0.5, box.y + Math.floor(at / box.width) + 0.5];
      const place = [0, 1, 2].map((axis) => oblique.origin[axis]! + px * oblique.right[axis]! + py * oblique.down[axis]!);
      if (place.some((value, axis) => value < -0.5 || value >= size[axis]! - 0.5)) return Number.NaN;
      const [i, j, k] = place.map((value, axis) => clamped(value, size[axis]!)) as [number, number, number];
      return plane(i, j, k);
    });
    expect(Array.from(seen, Number.isNaN)).toEqual(expected.map(Number.isNaN));
    const inside = expected.filter((value) => !Number.isNaN(value)).length;
    const off = expected.map((value, at) => Math.abs(value - seen[at]!)).filter((value) => !Number.isNaN(value));
    expect(Math.max(...off)).toBeLessThan(1e-3);
    expect(inside).toBeGreaterThan(50);
  });

  it("asks for the slices that it lies between, and for one alone where it lies on it", () => {
    const acquired = { origin: [-0.5, -0.5, 2 + 1e-7], right: [0.5, 0, 0], down: [0, 0.5, 0] } as const;
    const whole = { x: 0, y: 0, width: 12, height: 10 };
    expect(slicesOnScreen(4, acquired, whole)).toEqual([2, 2]);
    expect(slicesOnScreen(4, { ...acquired, origin: [0, 0, 1.4] }, whole)).toEqual([1, 2]);
    expect(slicesOnScreen(4, { ...acquired, origin: [0, 0, -0.3] }, whole)).toEqual([0, 0]);
    expect(slicesOnScreen(4, { ...acquired, origin: [0, 0, 4.2] }, whole)).toBeNull();
    // What lies exactly on a slice needs no other.
    const alone = slices.map((slice, k) => (k === 2 ? slice : null));
    expect([...interpolatedOnScreen({ size, slices: alone }, acquired, whole)].some(Number.isNaN)).toBe(false);
    const between = interpolatedOnScreen({ size, slices: alone }, { ...acquired, origin: [-0.5, -0.5, 1.5] }, whole);
    expect([...between].every(Number.isNaN)).toBe(true);
  });
});
