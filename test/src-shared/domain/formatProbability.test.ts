import { expect, test } from "vitest";
import { formatProbability } from "#shared/domain/formatProbability.ts";

test("three decimals, and never certain where it is not", () => {
  expect([0, 1e-9, 0.00049, 0.0005, 0.5, 0.9994, 0.9995, 1 - 1e-12, 1].map(formatProbability)).toEqual([
    "0.000",
    "< 0.001",
    "< 0.001",
    "0.001",
    "0.500",
    "0.999",
    "> 0.999",
    "> 0.999",
    "1.000",
  ]);
});
