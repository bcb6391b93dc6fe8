import { describe, expect, it } from "vitest";
import type { Volume } from "#shared/domain/volume.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { importVolumes } from "./importedVolumes.ts";

async function volumesOf(...path: string[]): Promise<Volume[]> {
  const imported = await importVolumes(sharedData("cases", ...path));
  try {
    return imported.all;
  } finally {
    await imported.close();
  }
}

// What is expected stands in each folder's expected.txt, with its reason.
describe.skipIf(noSharedData)("series that were parted by attributes although no two slices share a place", () => {
  it.each([
    ["split-echo-time", "dicom", 8, [1, 1, 4], 0],
    ["split-image-type", "dicom", 8, [1, 1, 4], 1],
    ["split-image-type", "dicom-one-word-more", 8, [1, 1, 4], 1],
    ["split-orientation", "dicom", 9, [1, 1, 4], 0],
    ["split-pixel-spacing", "dicom", 9, [0.78125, 0.78125, 4], 0],
  ] as const)("%s/%s is one volume", async (name, folder, slices, spacingMm, warnings) => {
    const volumes = await volumesOf(name, folder);
    expect(volumes).toHaveLength(1);
    expect(volumes[0]).toMatchObject({ columns: 24, rows: 20, slices, isRegular: true, label: "" });
    for (const axis of [0, 1, 2] as const) expect(volumes[0]!.spacingMm[axis]).toBeCloseTo(spacingMm[axis], 6);
    expect(volumes[0]!.warnings).toHaveLength(warnings);
  });
});

describe.skipIf(noSharedData)("padding in the first window", () => {
  it("does not count in the window, nor in the thumbnail's grey scale", async () => {
    const imported = await importVolumes(sharedData("cases", "padding-in-first-window", "dicom"));
    try {
      const [volume] = imported.all;
      expect(volume!.padding).toEqual([-2000, -2000]);
      const { minimum, percentile1, percentile99 } = await imported.volumes.statistics(volume!.id);
      // numpy.percentile(..., [1, 99]) of the values that are no padding.
      expect({ minimum, percentile1, percentile99 }).toEqual({ minimum: 100, percentile1: 100, percentile99: 539 });
      // What is measured keeps every voxel, as PyRadiomics would.
      expect((await imported.volumes.readImage(volume!.id)).voxels.some((value) => value === -2000)).toBe(true);
    } finally {
      await imported.close();
    }
  });
});
