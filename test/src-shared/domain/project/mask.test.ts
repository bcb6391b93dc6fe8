import * as fc from "fast-check";
import { expect, test } from "vitest";
import { maskProblem, maskVoxels } from "#shared/domain/project/mask.ts";

const mask = { column: 1, row: 1, columns: 2, rows: 1 };

test("the rectangle has the lowest value of the slice, and nothing else changes", () => {
  const slice = Int16Array.of(5, 6, 7, 8, 9, 90, 91, 10, -3, 11, 12, 13);
  const masked = maskVoxels(slice, 4, 3, mask);
  expect(masked).toEqual(Int16Array.of(5, 6, 7, 8, 9, -3, -3, 10, -3, 11, 12, 13));
  expect(slice[5]).toBe(90);
  expect(maskVoxels(Uint8Array.of(4, 3, 2, 9), 2, 2, { column: 1, row: 0, columns: 1, rows: 2 })).toEqual(Uint8Array.of(4, 2, 2, 2));
});

test("NaN is no lowest value", () => {
  const slice = Float32Array.of(NaN, 2.5, NaN, 7, 1.5, NaN);
  expect(maskVoxels(slice, 3, 2, { column: 0, row: 0, columns: 2, rows: 1 })).toEqual(Float32Array.of(1.5, 1.5, NaN, 7, 1.5, NaN));
  expect(maskVoxels(Float32Array.of(NaN, NaN), 2, 1, { column: 0, row: 0, columns: 1, rows: 1 })).toEqual(Float32Array.of(NaN, NaN));
});

test("whatever the slice and the rectangle: inside is the minimum, outside is as it was", () => {
  const place = fc.record({ columns: fc.integer({ min: 1, max: 9 }), rows: fc.integer({ min: 1, max: 9 }) }).chain(({ columns, rows }) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.constant(rows),
      values: fc.array(fc.integer({ min: -32768, max: 32767 }), { minLength: columns * rows, maxLength: columns * rows }),
      from: fc.tuple(fc.nat(columns - 1), fc.nat(rows - 1)),
      to: fc.tuple(fc.nat(columns - 1), fc.nat(rows - 1)),
    }),
  );
  fc.assert(
    fc.property(place, ({ columns, rows, values, from, to }) => {
      const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
      const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
      const hidden = { column: left, row: top, columns: right - left + 1, rows: bottom - top + 1 };
      const masked = maskVoxels(Int16Array.from(values), columns, rows, hidden);
      const expected = values.map((value, index) => {
        const [i, j] = [index % columns, Math.floor(index / columns)];
        return i >= left && i <= right && j >= top && j <= bottom ? Math.min(...values) : value;
      });
      expect([...masked]).toEqual(expected);
    }),
  );
});

test("a rectangle beyond the image, or one that is none, is refused: nothing is served half masked", () => {
  const image = { columns: 8, rows: 6 };
  expect(maskProblem({ column: 0, row: 0, columns: 8, rows: 6 }, image)).toBeUndefined();
  for (const beyond of [
    { column: 1, row: 0, columns: 8, rows: 1 },
    { column: 0, row: 5, columns: 1, rows: 2 },
  ])
    expect(maskProblem(beyond, image)).toBe(
      "the masking rectangle reaches beyond the image, which has 8 columns and 6 rows, counted from 0",
    );
  for (const none of [
    { column: -1, row: 0, columns: 2, rows: 1 },
    { column: 0, row: 0.5, columns: 2, rows: 1 },
    { column: 0, row: 0, columns: 0, rows: 1 },
  ])
    expect(maskProblem(none, image)).toContain("four whole numbers");
  expect(() => maskVoxels(new Uint8Array(12), 4, 3, { ...mask, columns: 4 })).toThrow(RangeError);
  expect(() => maskVoxels(new Uint8Array(11), 4, 3, mask)).toThrow("11 voxels are no slice of 4 x 3");
});
