import { expect, test } from "vitest";
import { fittingColumns } from "../../../../src-renderer/ui/table/fittingColumns.ts";

const columns = [
  { key: "name", width: "minmax(200px, 1fr)" },
  { key: "value", width: "100px" },
  { key: "interval", width: "100px", leaveOut: 1 },
  { key: "n", width: "30px", leaveOut: 2 },
  { key: "other n", width: "30px", leaveOut: 2 },
];
const keysAt = (width: number) => fittingColumns(columns, width).map(({ key }) => key);

test("columns of the largest number go first and together, until the rest has room", () => {
  // 200 + 100 + 100 + 30 + 30, four gaps of 10 and 20 at the ends: 520.
  expect(keysAt(520)).toHaveLength(5);
  expect(keysAt(519)).toEqual(["name", "value", "interval"]);
  // 200 + 100 + 100, two gaps and the ends: 440.
  expect(keysAt(440)).toEqual(["name", "value", "interval"]);
  expect(keysAt(439)).toEqual(["name", "value"]);
});

test("columns without a number always stay, and all do before the width is known", () => {
  expect(keysAt(50)).toEqual(["name", "value"]);
  expect(keysAt(0)).toHaveLength(5);
});
