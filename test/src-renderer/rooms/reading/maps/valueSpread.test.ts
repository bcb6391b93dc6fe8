import { expect, test } from "vitest";
import { spreadOf } from "../../../../../src-renderer/rooms/reading/maps/valueSpread.ts";

test("the spread of a map leaves out what has no value", () => {
  // 1 to 100, out of order, between voxels without a value.
  const values = Float64Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? Number.NaN : ((37 * ((at - 1) / 2)) % 100) + 1));
  expect(spreadOf(values)).toEqual({ minimum: 1, maximum: 100, percentile2: 2, percentile98: 98 });
  expect(spreadOf(Float64Array.of(Number.NaN, -3))).toEqual({ minimum: -3, maximum: -3, percentile2: -3, percentile98: -3 });
  expect(spreadOf(Float64Array.of(Number.NaN))).toBeNull();
});
