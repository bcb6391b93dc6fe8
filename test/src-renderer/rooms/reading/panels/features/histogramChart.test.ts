import { expect, it } from "vitest";
import { marksOf } from "../../../../../../src-renderer/rooms/reading/panels/features/histogramChart.ts";

// 380 pixels wide, of which 300 are the plot: 3 pixels to one unit.
const rows = (percentile10: number, mean: number, percentile90: number) =>
  marksOf({ edges: [0, 100], percentile10, mean, percentile90 }, 380).map(({ name, row }) => `${name} ${row}`);

it("names of marks far apart stand in one row, those that would cover each other above one another", () => {
  expect(rows(10, 50, 90)).toEqual(["P10 0", "mean 0", "P90 0"]);
  expect(rows(45, 50, 90)).toEqual(["P10 0", "mean 1", "P90 0"]);
  expect(rows(48, 50, 52)).toEqual(["P10 0", "mean 1", "P90 2"]);
  expect(rows(40, 50, 60)).toEqual(["P10 0", "mean 1", "P90 0"]);
});
