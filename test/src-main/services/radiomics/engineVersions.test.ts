import { expect, test } from "vitest";
import { enginesOfTheSameValues, engineVersion } from "../../../../src-main/services/radiomics/index.ts";

test("0.2.0 gives other values where images are resampled and where LBP3D is a filter", () => {
  expect(enginesOfTheSameValues({})).toEqual([engineVersion(), "0.2.0"]);
  expect(enginesOfTheSameValues({ binWidth: 20, imageType: { LoG: { sigma: [2] } } })).toContain("0.2.0");
  expect(enginesOfTheSameValues({ resampledPixelSpacing: [2, 2, 2] })).toEqual([engineVersion()]);
  expect(enginesOfTheSameValues({ imageType: { Original: {}, LBP3D: {} } })).toEqual([engineVersion()]);
});
