import { describe, expect, it } from "vitest";
import { SegmentMeter } from "../../../../../src-renderer/rooms/reading/drawing/segmentMeter.ts";
import { volumeOf } from "../../../volumeOf.ts";

const labels = [Uint8Array.of(1, 1, 0, 2), Uint8Array.of(0, 1, 1, 0)];
const voxels = [Float32Array.of(2, 4, 100, 7), Float32Array.of(50, 4, 4, 60)];

function meterOf(part: Parameters<typeof volumeOf>[0] = {}) {
  const volume = volumeOf({ columns: 2, rows: 2, slices: 2, spacingMm: [0.5, 2, 10], ...part });
  return new SegmentMeter(volume, (k) => labels[k]!, (k) => Promise.resolve(voxels[k]!));
}

describe("SegmentMeter", () => {
  it("measures area, volume, mean and standard deviation", async () => {
    // 2, 4, 4, 4: mean 3.5, squares 2.25 + 3 * 0.25 = 3, variance 0.75.
    expect(await meterOf().measure(1, 0)).toEqual({
      sliceVoxels: 2, sliceAreaMm2: 2, voxels: 4, volumeMl: 0.04, mean: 3.5, standardDeviation: Math.sqrt(0.75),
    });
  });

  it("gives no millilitres of an uneven volume, and no millimetres of one without geometry", async () => {
    expect(await meterOf({ isRegular: false }).measure(1, 0)).toMatchObject({ sliceAreaMm2: 2, volumeMl: null });
    expect(await meterOf({ hasPatientGeometry: false }).measure(1, 0)).toMatchObject({ sliceAreaMm2: null, volumeMl: null, voxels: 4 });
  });

  it("has no mean of nothing", async () => {
    expect(await meterOf().measure(9, 0)).toMatchObject({ voxels: 0, mean: null, standardDeviation: null });
  });

  it("sees a slice again after it has changed", async () => {
    const own = [labels[0]!.slice(), labels[1]!.slice()];
    const meter = new SegmentMeter(volumeOf({ columns: 2, rows: 2, slices: 2 }), (k) => own[k]!, (k) => Promise.resolve(voxels[k]!));
    await meter.measure(1, 0);
    own[0]![2] = 1;
    meter.forget(0);
    expect((await meter.measure(1, 0)).mean).toBe((2 + 4 + 100 + 4 + 4) / 5);
  });
});
