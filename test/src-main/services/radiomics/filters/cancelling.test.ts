import { expect, test } from "vitest";
import { extractFeatures } from "../../../../../src-main/services/radiomics/index.ts";
import { makeImage, makeMask } from "../makeImage.ts";

test("LBP3D with the largest sphere is cancelled long before its harmonics would be made", { timeout: 30_000 }, async () => {
  const size = [5, 5, 4] as const;
  const image = makeImage(
    size,
    Float64Array.from({ length: 100 }, (_, v) => (v * 31) % 23),
  );
  const cancelFlag = new SharedArrayBuffer(4);
  const settings = {
    minimumROIDimensions: 1,
    featureClass: { firstorder: ["Mean"] },
    // 40,962 points and degrees to 54: 10^9 steps of the recurrence.
    imageType: { LBP3D: { lbp3DLevels: 55, lbp3DIcosphereSubdivision: 6 } },
  };
  const extracting = extractFeatures(
    image,
    makeMask(size, () => true),
    settings,
    {
      cancelFlag,
      onProgress: () => Atomics.store(new Int32Array(cancelFlag), 0, 1),
    },
  );
  await expect(extracting).rejects.toMatchObject({ name: "ExtractionCancelled" });
});
