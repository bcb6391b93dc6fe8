import { array, assert, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { placeLabels } from "../../../../../src-renderer/rooms/reading/panes/placeLabels.ts";

const screen = { x: 0, y: 0, width: 600, height: 400 };
const label = (outline: Array<readonly [number, number]>) => ({ outline, end: null, width: 60, height: 20 });

describe("labels of measures", () => {
  test("stand to the right of what they tell of, or to the left where there is no room", () => {
    const middle = label([
      [300, 200],
      [340, 200],
    ]);
    const edge = label([
      [540, 100],
      [580, 100],
    ]);
    expect(placeLabels([middle, edge], screen, [])).toEqual([
      { x: 352, y: 190, width: 60, height: 20 },
      { x: 468, y: 90, width: 60, height: 20 },
    ]);
  });

  test("make way for what stands on the image already", () => {
    const [box] = placeLabels([label([[300, 200]])], screen, [{ x: 310, y: 180, width: 80, height: 40 }]);
    expect(box).toEqual({ x: 228, y: 190, width: 60, height: 20 });
  });

  test("stand at the end of a line rather than beside its middle", () => {
    const line: Array<readonly [number, number]> = [
      [100, 100],
      [300, 300],
    ];
    expect(placeLabels([{ ...label(line), end: line[1]! }], screen, [])).toMatchObject([{ x: 312, y: 290 }]);
  });

  test("never cover their own outline where a side of it has room, and stay within the screen", () => {
    const box = record({
      x: integer({ min: 80, max: 400 }),
      y: integer({ min: 40, max: 300 }),
      width: integer({ min: 0, max: 100 }),
      height: integer({ min: 0, max: 60 }),
    });
    assert(
      property(array(box, { minLength: 1, maxLength: 3 }), (boxes) => {
        const labels = boxes.map(({ x, y, width, height }) =>
          label([
            [x, y],
            [x + width, y],
            [x + width, y + height],
            [x, y + height],
            [x, y],
          ]),
        );
        const placed = placeLabels(labels, screen, []);
        for (const [at, { x, y, width, height }] of placed.entries()) {
          expect([x >= 0, y >= 0, x + width <= 600, y + height <= 400]).toEqual([true, true, true, true]);
          const own = boxes[at]!;
          const isApart = x >= own.x + own.width || x + width <= own.x || y >= own.y + own.height || y + height <= own.y;
          expect(isApart).toBe(true);
        }
      }),
    );
  });
});
