import { array, assert, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceInside, placeNames, waysToWrite } from "../../../src-renderer/viewer/placeNames.ts";

/** A text as wide as 7 pixels a letter and 14 a line. */
const measure = (lines: readonly string[]) => ({ width: 7 * Math.max(...lines.map(({ length }) => length)), height: 14 * lines.length });

/** Discs on a screen of cells: later ones lie over earlier ones. */
function discs(columns: number, rows: number, list: ReadonlyArray<{ x: number; y: number; radius: number }>): Uint8Array {
  return Uint8Array.from(
    { length: columns * rows },
    (_, at) => list.findLastIndex(({ x, y, radius }) => Math.hypot((at % columns) - x, Math.floor(at / columns) - y) <= radius) + 1,
  );
}

describe("names on the image", () => {
  it("stand in the deepest place of their region where nothing is in the way", () => {
    const labels = discs(200, 150, [
      { x: 60, y: 50, radius: 30 },
      { x: 140, y: 100, radius: 20 },
    ]);
    const placed = placeNames({
      labels,
      columns: 200,
      rows: 150,
      cell: 4,
      measure,
      taken: [],
      names: [
        { label: 1, ways: [["soleus"]] },
        { label: 2, ways: [["gracilis"]] },
      ],
    });
    const middle = (label: number) => placed.find((each) => each.label === label)!.box;
    for (const [label, x, y] of [
      [1, 60, 50],
      [2, 140, 100],
    ] as const) {
      const box = middle(label);
      expect(Math.abs(box.x + box.width / 2 - (x + 0.5) * 4)).toBeLessThan(12);
      expect(Math.abs(box.y + box.height / 2 - (y + 0.5) * 4)).toBeLessThan(12);
    }
  });

  it("never cover each other, what is taken, or the edge; each has its middle in its own region unless it says that it stands beside", () => {
    const disc = record({ x: integer({ min: 0, max: 149 }), y: integer({ min: 0, max: 99 }), radius: integer({ min: 1, max: 25 }) });
    assert(
      property(array(disc, { minLength: 1, maxLength: 24 }), (list) => {
        const [columns, rows, cell] = [150, 100, 4];
        const labels = discs(columns, rows, list);
        const taken = [{ x: 0, y: 0, width: 150, height: 60 }];
        const placed = placeNames({
          labels,
          columns,
          rows,
          cell,
          measure,
          taken,
          names: list.map((_, index) => ({ label: index + 1, ways: waysToWrite("semimembranosus right", "SMB right") })),
        });
        const boxes = [...taken, ...placed.map(({ box }) => box)];
        for (const [at, a] of boxes.entries()) {
          for (const b of boxes.slice(0, at))
            expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).toBe(false);
          expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= columns * cell && a.y + a.height <= rows * cell).toBe(true);
        }
        const under = placed
          .filter(({ isBeside }) => !isBeside)
          .map(({ label, box }) => ({
            label,
            found: labels[Math.floor((box.y + box.height / 2) / cell) * columns + Math.floor((box.x + box.width / 2) / cell)],
          }));
        expect(under.filter(({ label, found }) => label !== found)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("are broken between words, each part as short as may be, before they are shortened", () => {
    expect(waysToWrite("gastrocnemius medial head right", "GASM right")).toEqual([
      ["gastrocnemius medial head right"],
      ["gastrocnemius", "medial head right"],
      ["gastrocnemius", "medial", "head right"],
      ["GASM right"],
    ]);
    expect(waysToWrite("Tumour", "Tumour")).toEqual([["Tumour"]]);
  });
});

it("the distance inside a square of one label grows by one with each ring of cells", () => {
  const labels = Uint8Array.from({ length: 49 }, (_, at) => (at % 7 >= 1 && at % 7 <= 5 && at >= 7 && at < 42 ? 3 : 0));
  const distance = distanceInside(labels, 7, 7);
  expect([0, 8, 16, 24].map((at) => distance[at])).toEqual([0, 1, 2, 3]);
});
