import { array, assert, boolean, double, integer, property, record, tuple, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { contoursOf, fillContours, type Contour } from "#shared/domain/drawing/contours.ts";
import { dragPoint, evenPoints, nearestPoint, perimeterMm, pushContours, smoothContours } from "#shared/domain/drawing/editContours.ts";
import { otherSide } from "#shared/domain/drawing/otherSide.ts";
import { mirroredContours, placedContours } from "#shared/domain/drawing/transformContours.ts";
import { muscleSegments } from "#shared/domain/muscles.ts";

const [columns, rows] = [40, 32];
const anyMask = uint8Array({ minLength: 12 * 9, maxLength: 12 * 9, max: 1 });

const discAt = (x0: number, y0: number, radius: number) =>
  Uint8Array.from({ length: columns * rows }, (_, at) => Number(Math.hypot((at % columns) - x0, Math.floor(at / columns) - y0) < radius));

const area = (mask: Uint8Array) => mask.reduce((sum, each) => sum + each, 0);
const moved = (mask: Uint8Array, dx: number, dy: number) =>
  mask.map((_, at) => {
    const [x, y] = [(at % columns) - dx, Math.floor(at / columns) - dy];
    return x >= 0 && y >= 0 && x < columns && y < rows ? mask[y * columns + x]! : 0;
  });

describe("the contours of a segment", () => {
  it("give back exactly its pixels, whatever they are: islands, holes, corners that touch, the slice's edge", () => {
    assert(
      property(anyMask, (mask) => {
        expect(fillContours(contoursOf(mask, 12, 1), 12, 9)).toEqual(mask);
      }),
    );
  });

  it("are smooth where the pixels are stairs: a disc's is as long as its circle", () => {
    const [contour, ...others] = contoursOf(discAt(20, 16, 10.3), columns, 1);
    expect(others).toEqual([]);
    // The lattice edges alone are 4 / pi = 1.27 times as long.
    expect(perimeterMm(contour!, [1, 1]) / (2 * Math.PI * 10.3)).toBeCloseTo(1, 1);
    // Drawn eight times as large it has the area of so many pixels: the smoothing does not make it smaller.
    const large = fillContours([contour!.map(([x, y]) => [8 * x, 8 * y] as const)], 8 * columns, 8 * rows);
    expect(area(large) / 64 / area(discAt(20, 16, 10.3))).toBeCloseTo(1, 1.7);
  });
});

describe("moving, turning and mirroring contours", () => {
  const place = { centreMm: [20, 16], shiftMm: [0, 0], scale: [1, 1], angle: 0 } as const;

  it("moves pixels as they are by whole pixels", () => {
    const mask = discAt(18, 14, 6.4);
    const shift = placedContours(contoursOf(mask, columns, 1), { ...place, shiftMm: [5 * 0.7, -3 * 1.3] }, [0.7, 1.3]);
    expect(fillContours(shift, columns, rows)).toEqual(moved(mask, 5, -3));
  });

  it("turns a rectangle by a quarter about its centre, and scales its area by both factors", () => {
    const rectangle = Uint8Array.from({ length: columns * rows }, (_, at) =>
      Number(Math.abs((at % columns) - 20) <= 9 && Math.abs(Math.floor(at / columns) - 16) <= 3),
    );
    const quarter = fillContours(
      placedContours(contoursOf(rectangle, columns, 1), { ...place, angle: Math.PI / 2 }, [1, 1]),
      columns,
      rows,
    );
    // Each corner is cut by less than a pixel.
    const upright = (at: number) => Math.abs((at % columns) - 20) <= 3 && Math.abs(Math.floor(at / columns) - 16) <= 9;
    expect([...quarter.keys()].filter((at) => (quarter[at] === 1) !== upright(at)).length).toBeLessThanOrEqual(4);
    const disc = discAt(20, 16, 9.2);
    const wide = fillContours(placedContours(contoursOf(disc, columns, 1), { ...place, scale: [1.5, 0.8] }, [1, 1]), columns, rows);
    expect(area(wide) / area(disc)).toBeCloseTo(1.2, 1);
  });

  it("mirrors about a line along the lattice exactly, and twice gives the same", () => {
    const line = record({ isAcross: boolean(), at: integer({ min: 8, max: 14 }) });
    assert(
      property(anyMask, line, (mask, { isAcross, at }) => {
        // The line lies on pixel centres or midway between them, with room for the image on the other side.
        const about = isAcross
          ? ([[at / 2, -3] as const, [at / 2, 20] as const] as const)
          : ([[-5, at / 2] as const, [9, at / 2] as const] as const);
        const large = new Uint8Array(40 * 40);
        for (const index of mask.keys()) large[(Math.floor(index / 12) + 12) * 40 + (index % 12) + 12] = mask[index]!;
        const mirror = (those: Uint8Array) =>
          fillContours(
            mirroredContours(
              contoursOf(those, 40, 1),
              [
                [about[0][0] + 12, about[0][1] + 12],
                [about[1][0] + 12, about[1][1] + 12],
              ],
              [0.8, 1.1],
            ),
            40,
            40,
          );
        const once = mirror(large);
        const byHand = large.map((_, index) => {
          const [x, y] = [index % 40, Math.floor(index / 40)];
          const [from, other] = isAcross ? [2 * 12 + at - x, y] : [x, 2 * 12 + at - y];
          return from >= 0 && other >= 0 && from < 40 && other < 40 ? large[other * 40 + from]! : 0;
        });
        expect(once).toEqual(byHand);
        expect(mirror(once)).toEqual(large);
      }),
    );
  });

  it("finds the segment of the other side by name and side", () => {
    const muscles = muscleSegments("thigh", ["right", "left"]);
    for (const muscle of muscles) {
      const other = otherSide(muscle, muscles)!;
      expect([other.name.replace(/left|right/, ""), otherSide(other, muscles)]).toEqual([muscle.name.replace(/left|right/, ""), muscle]);
      expect(other.side).not.toBe(muscle.side);
    }
    expect(otherSide({ ...muscles[0]!, side: "none" }, muscles)).toBeNull();
    expect(otherSide({ ...muscles[0]!, name: "another right" }, muscles)).toBeNull();
  });
});

describe("editing contours", () => {
  const mask = discAt(20, 16, 9.2);
  const contours = contoursOf(mask, columns, 1);
  const changed = (edited: readonly Contour[]) => {
    const now = fillContours(edited, columns, rows);
    return [...now.keys()].filter((at) => now[at] !== mask[at]).map((at) => [at % columns, Math.floor(at / columns), now[at]!] as const);
  };

  it("pushes outwards and inwards, only under the tool, and takes the border along with its middle", () => {
    for (const [from, to, gained] of [
      [[29, 16], [33, 16], 1],
      [[29, 16], [25, 16], 0],
    ] as const) {
      const pushed = pushContours(contours, from, to, 5, [1, 1]);
      const pixels = changed(pushed);
      expect(pixels.length).toBeGreaterThan(5);
      expect(pixels.every(([, , value]) => value === gained)).toBe(true);
      // Within 5 mm of the way of the tool.
      const isNear = ([x, y]: readonly [number, number, number]) =>
        Math.hypot(x - Math.min(Math.max(x, Math.min(from[0], to[0])), Math.max(from[0], to[0])), y - 16) <= 5;
      expect(pixels.filter((pixel) => !isNear(pixel))).toEqual([]);
      const row = fillContours(pushed, columns, rows).subarray(16 * columns, 17 * columns);
      expect(Math.abs(row.lastIndexOf(1) - to[0])).toBeLessThanOrEqual(1);
    }
  });

  it("never makes a contour cross itself: one piece stays one piece without a hole", () => {
    const place = tuple(double({ min: 6, max: 34, noNaN: true }), double({ min: 4, max: 28, noNaN: true }));
    assert(
      property(array(place, { minLength: 2, maxLength: 5 }), (path) => {
        let pushed = [...contours];
        for (let at = 1; at < path.length; at++) pushed = pushContours(pushed, path[at - 1]!, path[at]!, 4, [1, 1]);
        // The area by the shoelace formula is that of what is filled, which it would not be where the line crosses itself.
        const points = pushed[0]!;
        const shoelace = points.reduce((sum, [x, y], at) => {
          const [nextX, nextY] = points[(at + 1) % points.length]!;
          return sum + x * nextY - nextX * y;
        }, 0);
        const padded = fillContours(
          pushed.map((each) => each.map(([x, y]) => [x * 4 + 80, y * 4 + 80] as const)),
          320,
          288,
        );
        expect(Math.abs(Math.abs(shoelace) / 2 - area(padded) / 16)).toBeLessThan(perimeterMm(points, [1, 1]) / 8 + 1);
      }),
      { numRuns: 40 },
    );
  });

  it("drags a point where it is put, and leaves what is further along the contour than its reach", () => {
    const { contour, point } = nearestPoint(contours, [29, 16], [1, 1])!;
    const dragged = dragPoint(contours[contour]!, point, [34, 16], 6, [1, 1]);
    expect(dragged).toContainEqual([34, 16]);
    const pixels = changed([dragged]);
    expect(pixels.length).toBeGreaterThan(5);
    // Six millimetres along a circle of 9.2 are an angle of 37 degrees.
    expect(pixels.every(([x, y, value]) => value === 1 && Math.abs(Math.atan2(y - 16, x - 20)) < 0.66)).toBe(true);
  });

  it("smooths teeth away and keeps the area", () => {
    const toothed = Uint8Array.from({ length: columns * rows }, (_, at) => {
      const [x, y] = [(at % columns) - 20, Math.floor(at / columns) - 16];
      return Number(Math.hypot(x, y) < 9.2 + 1.5 * Math.sign(Math.cos(12 * Math.atan2(y, x))));
    });
    const smooth = fillContours(smoothContours(contoursOf(toothed, columns, 1), 60, [1, 1]), columns, rows);
    const around = (those: Uint8Array) => perimeterMm(contoursOf(those, columns, 1)[0]!, [1, 1]);
    expect(around(smooth)).toBeLessThan(0.85 * around(toothed));
    expect(area(smooth) / area(toothed)).toBeCloseTo(1, 1);
    expect(area(fillContours(smoothContours(contours, 60, [1, 1]), columns, rows)) / area(mask)).toBeCloseTo(1, 1);
  });

  it("lays points evenly along a contour", () => {
    const points = evenPoints(contours[0]!, 6, 6, [1, 1]);
    // 57.8 mm around.
    expect(points).toHaveLength(10);
    expect(evenPoints(contours[0]!, 500, 6, [1, 1])).toHaveLength(6);
  });
});
