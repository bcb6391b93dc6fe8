import { expect, test } from "vitest";
import { xoshiro128 } from "../../../src-shared/statistics/xoshiro128.ts";

// The reference implementation in C (Blackman and Vigna), version 1.1, as the tests of the crate rand_xoshiro quote it for this state.
test("gives the bits of the reference implementation", () => {
  const bits = xoshiro128([1, 2, 3, 4]);
  expect(Array.from({ length: 10 }, bits)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});
