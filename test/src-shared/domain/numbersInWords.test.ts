import { expect, test } from "vitest";
import { fixed, interval, pValue, sized } from "#shared/domain/numbersInWords.ts";

test("what rounds to 0 has no sign; what is not there is a dash", () => {
  expect([fixed(-0.0004), fixed(-0.004, 2), fixed(-0, 1), fixed(-0.0005), fixed(-1.25, 1), fixed(null)]).toEqual([
    "0.000",
    "0.00",
    "0.0",
    "-0.001",
    "-1.3",
    "–",
  ]);
  expect([
    interval(0.2, -0.0001, 0.5),
    interval(null, null, null),
    interval(1, null, null),
    interval(1, 1, 1),
    pValue(0.0004),
    pValue(0.04),
    sized(-0),
  ]).toEqual(["0.000 to 0.500", "", "no interval", "no interval", "< 0.001", "0.040", "0"]);
});
