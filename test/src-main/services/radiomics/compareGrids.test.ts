import { expect, test } from "vitest";
import { identityDirection } from "#shared/domain/geometry.ts";
import { compareGrids } from "../../../../src-main/services/radiomics/compareGrids.ts";
import { volumeOn } from "../segmentation/volumeOn.ts";

/** Five slices of a stack of 4 mm from which others are missing: the grid has the usual step, the slices lie elsewhere. */
const uneven = (id: string, slicePositionsMm: number[]) => ({
  ...volumeOn({ size: [8, 8, 5], spacingMm: [1, 1, 4], originMm: [0, 0, 0], direction: identityDirection }, id),
  frameOfReferenceUid: "1.3",
  isRegular: false,
  slicePositionsMm,
});

test("uneven volumes are one grid only where each slice lies where its like lies", () => {
  const drawnOn = uneven("drawn", [0, 4, 12, 16, 20]);
  expect(compareGrids(drawnOn, uneven("same gap", [0, 4, 12.05, 16, 20])).fit).toBe("same");
  // Measured voxel on voxel, its second and third slices would be those of other places: 4 and 8 mm away.
  expect(compareGrids(drawnOn, uneven("gap elsewhere", [0, 8, 12, 16, 20]))).toMatchObject({
    fit: "no",
    reason: expect.stringMatching(/not evenly spaced/) as string,
  });
  expect(compareGrids(drawnOn, { ...uneven("even", [0, 4, 8, 12, 16]), isRegular: true }).fit).toBe("no");
});

test("tilted volumes, of whose slices no places are known, are one grid only where no slices are missing or unevenly spaced", () => {
  const tilted = (id: string, codes: Array<"gantry-tilt" | "uneven-spacing" | "missing-slices">) => ({
    ...uneven(id, []),
    slicePositionsMm: null,
    warnings: codes.map((code) => ({ code, message: code })),
  });
  expect(compareGrids(tilted("a", ["gantry-tilt"]), tilted("b", ["gantry-tilt"])).fit).toBe("same");
  expect(compareGrids(tilted("a", ["gantry-tilt"]), tilted("b", ["gantry-tilt", "missing-slices"])).fit).toBe("no");
  expect(compareGrids(tilted("a", ["gantry-tilt", "uneven-spacing"]), tilted("b", ["gantry-tilt", "uneven-spacing"])).fit).toBe("no");
});
