import { describe, expect, it } from "vitest";
import { featureText, featureValueSchema, wordsForNotFinite } from "../../../src-shared/domain/featureSet.ts";

describe("feature values", () => {
  it.each([1.5, -0.1, 1e308, Infinity, -Infinity, null])("%s is the same after JSON", (value) => {
    const text = JSON.stringify({ name: "original_firstorder_Energy", value }, wordsForNotFinite);
    expect(featureValueSchema.parse(JSON.parse(text))).toEqual({ name: "original_firstorder_Energy", value });
  });

  it("stand in tables as Python writes them where they are no finite numbers", () => {
    expect([Infinity, -Infinity, Number.NaN, null, undefined, 0.1].map(featureText)).toEqual(["inf", "-inf", "nan", "nan", "nan", "0.1"]);
    expect(() => featureValueSchema.parse({ name: "a", value: "1" })).toThrow("value");
  });
});
