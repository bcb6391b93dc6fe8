import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { discreteWavelets } from "../../../src-shared/domain/wavelets.ts";
import { noSharedData, sharedData } from "../../sharedData.ts";

describe.skipIf(noSharedData)("the names of discrete wavelets", () => {
  it("are those of PyWavelets", () => {
    const { wavelets } = JSON.parse(readFileSync(sharedData("radiomics", "golden2", "volumes", "pywt_dec_filters.json"), "utf8")) as {
      wavelets: object;
    };
    expect(discreteWavelets.toSorted()).toEqual(Object.keys(wavelets).toSorted());
  });
});
