import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { boxOfLabel, frameAround } from "../../../src-renderer/viewer/pictureFrame.ts";

test("the box of a label holds its voxels and no more", () => {
  // 5 columns, 4 rows; label 2 at (1,1), (3,1) and (2,2).
  const labels = [0, 0, 0, 0, 0, 0, 2, 1, 2, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0];
  expect(boxOfLabel(labels, 5, 2)).toEqual({ column: 1, row: 1, columns: 3, rows: 2 });
  expect(boxOfLabel(labels, 5, 3)).toBeNull();
});

test("worked by hand: an ROI of 40 x 20 mm is shown in 120 x 90 mm around its middle", () => {
  // 1 mm voxels; ROI columns 100 to 139, rows 100 to 119: middle (120, 110); 120 x 90 voxels begin at (60, 65).
  expect(frameAround({ column: 100, row: 100, columns: 40, rows: 20 }, { columns: 300, rows: 300 }, [1, 1])).toEqual({
    column: 60,
    row: 65,
    columns: 120,
    rows: 90,
  });
});

test("a small ROI still has 80 x 60 mm around it; at the border the frame stays in the slice", () => {
  expect(frameAround({ column: 0, row: 0, columns: 2, rows: 2 }, { columns: 200, rows: 200 }, [0.5, 0.5])).toEqual({
    column: 0,
    row: 0,
    columns: 160,
    rows: 120,
  });
});

test("without an ROI the whole slice is shown", () => {
  expect(frameAround(null, { columns: 20, rows: 10 }, [1, 1])).toEqual({ column: 0, row: 0, columns: 20, rows: 10 });
});

test("the frame lies within the slice and holds the ROI (property)", () => {
  const size = integer({ min: 1, max: 300 });
  assert(
    property(size, size, size, size, size, size, (columns, rows, a, b, c, d) => {
      const roi = { column: a % columns, row: b % rows, columns: 0, rows: 0 };
      roi.columns = 1 + (c % (columns - roi.column));
      roi.rows = 1 + (d % (rows - roi.row));
      const frame = frameAround(roi, { columns, rows }, [0.7, 1.3]);
      expect(frame.column).toBeGreaterThanOrEqual(0);
      expect(frame.row).toBeGreaterThanOrEqual(0);
      expect(frame.column + frame.columns).toBeLessThanOrEqual(columns);
      expect(frame.row + frame.rows).toBeLessThanOrEqual(rows);
      expect(frame.column).toBeLessThanOrEqual(roi.column);
      expect(frame.row).toBeLessThanOrEqual(roi.row);
      expect(frame.column + frame.columns).toBeGreaterThanOrEqual(roi.column + roi.columns);
      expect(frame.row + frame.rows).toBeGreaterThanOrEqual(roi.row + roi.rows);
    }),
  );
});
