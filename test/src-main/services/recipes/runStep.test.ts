import { expect, test } from "vitest";
import { recipeStepSchema } from "#shared/domain/recipe/steps.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import { runStep } from "../../../../src-main/services/recipes/runStep.ts";
import { grey, imageOf, labels } from "../preprocess/reference.ts";

const stays: Transform = { kind: "rigid", anglesRad: [0, 0, 0], order: "zxy", translationMm: [0, 0, 0], centreMm: [0, 0, 0] };
const context = { signal: new AbortController().signal, cancelFlag: new SharedArrayBuffer(4), threads: 1, progress: () => undefined };

test("an image with voxels that are no finite numbers is not put through a transform, and is named", async () => {
  const images = new Map([
    ["T1", grey(imageOf([3], Float32Array.of(1, 2, 3), "float32"))],
    ["map", grey(imageOf([3], Float32Array.of(1, Number.NaN, Infinity), "float32"))],
    ["seg", labels(imageOf([3], Uint8Array.of(0, 1, 1), "uint8"))],
  ]);
  const through = async (roles: string[]) =>
    runStep(recipeStepSchema.parse({ kind: "applyTransform", roles, transformOf: "T1", like: "T1" }), images, {
      ...context,
      transforms: new Map([["T1", stays]]),
    });
  await expect(through(["map"])).rejects.toThrow("map: The image cannot be resampled (resample): 2 voxels are not a finite number.");
  expect([...(await through(["seg"])).images.get("seg")!.image.voxels]).toEqual([0, 1, 1]);
});
