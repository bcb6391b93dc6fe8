import { array, assert, asyncProperty, integer, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { firstOrderOf } from "#shared/statistics/firstOrder.ts";
import { SegmentMeter } from "../../../src-renderer/drawing/segmentMeter.ts";
import { volumeOf } from "../volumeOf.ts";

const labels = [Uint8Array.of(1, 1, 0, 2), Uint8Array.of(0, 1, 1, 0)];
const voxels = [Float32Array.of(2, 4, 100, 7), Float32Array.of(50, 4, 4, 60)];

const binning = { binWidth: 25 };

function meterOf(part: Parameters<typeof volumeOf>[0] = {}) {
  const volume = volumeOf({ columns: 2, rows: 2, slices: 2, spacingMm: [0.5, 2, 10], ...part });
  return new SegmentMeter(
    volume,
    (k) => labels[k]!,
    (k) => Promise.resolve(voxels[k]!),
  );
}

describe("SegmentMeter", () => {
  it("measures area, volume and grey values", async () => {
    // 2, 4, 4, 4: mean 3.5, squares 2.25 + 3 * 0.25 = 3, variance 0.75.
    expect(await meterOf().measure(1, 0, binning)).toMatchObject({
      sliceVoxels: 2,
      sliceAreaMm2: 2,
      voxels: 4,
      volumeMl: 0.04,
      firstOrder: { Mean: 3.5, Variance: 0.75, Median: 4, Minimum: 2, Maximum: 4, TotalEnergy: 520 },
    });
  });

  it("gives no millilitres of an uneven volume, and no millimetres of one without geometry", async () => {
    expect(await meterOf({ isRegular: false }).measure(1, 0, binning)).toMatchObject({ sliceAreaMm2: 2, volumeMl: null });
    expect(await meterOf({ hasPatientGeometry: false }).measure(1, 0, binning)).toMatchObject({
      sliceAreaMm2: null,
      volumeMl: null,
      voxels: 4,
    });
  });

  it("tells a volume of slices that are no neighbours", async () => {
    const drawn = (...slices: number[]) =>
      new SegmentMeter(
        volumeOf({ columns: 2, rows: 2, slices: 4 }),
        (k) => (slices.includes(k) ? labels[0]! : new Uint8Array(4)),
        () => Promise.resolve(voxels[0]!),
      ).measure(1, 0, binning);
    expect(await drawn(1, 2)).toMatchObject({ voxels: 4, hasGaps: false });
    expect(await drawn(0, 3)).toMatchObject({ voxels: 4, hasGaps: true });
    expect(await drawn()).toMatchObject({ voxels: 0, hasGaps: false });
  });

  it("shifts energy as the extraction does", async () => {
    // (2 + 10)² + 3 (4 + 10)² = 732.
    expect((await meterOf().measure(1, 0, { binWidth: 25, voxelArrayShift: 10 })).firstOrder).toMatchObject({
      Mean: 3.5,
      Energy: 732,
      TotalEnergy: 7320,
    });
  });

  it("has no mean of nothing", async () => {
    expect(await meterOf().measure(9, 0, binning)).toMatchObject({ voxels: 0, firstOrder: null });
  });

  it("sees a slice again after it has changed", async () => {
    const own = [labels[0]!.slice(), labels[1]!.slice()];
    const meter = new SegmentMeter(
      volumeOf({ columns: 2, rows: 2, slices: 2 }),
      (k) => own[k]!,
      (k) => Promise.resolve(voxels[k]!),
    );
    await meter.measure(1, 0, binning);
    own[0]![2] = 1;
    meter.forget(0);
    expect((await meter.measure(1, 0, binning)).firstOrder?.Mean).toBe((2 + 4 + 100 + 4 + 4) / 5);
  });

  it("knows which segments have voxels, after a change too", () => {
    const own = [labels[0]!.slice(), labels[1]!.slice()];
    const meter = new SegmentMeter(
      volumeOf({ columns: 2, rows: 2, slices: 2 }),
      (k) => own[k]!,
      (k) => Promise.resolve(voxels[k]!),
    );
    expect(meter.drawnSegments()).toEqual(new Set([1, 2]));
    own[0]!.fill(5);
    meter.forget(0);
    expect(meter.drawnSegments()).toEqual(new Set([1, 5]));
  });

  it("gives, after any strokes on any slices, what all voxels together give (property)", async () => {
    const stroke = tuple(integer({ min: 0, max: 3 }), integer({ min: 0, max: 8 }), integer({ min: 0, max: 2 }));
    await assert(
      asyncProperty(
        array(stroke, { maxLength: 25 }),
        array(integer({ min: -50, max: 50 }), { minLength: 36, maxLength: 36 }),
        async (strokes, grey) => {
          const own = Array.from({ length: 4 }, () => new Uint8Array(9).fill(1));
          const meter = new SegmentMeter(
            volumeOf({ columns: 3, rows: 3, slices: 4 }),
            (k) => own[k]!,
            (k) => Promise.resolve(grey.slice(9 * k, 9 * k + 9)),
          );
          for (const [slice, voxel, label] of strokes) {
            own[slice]![voxel] = label;
            meter.forget(slice);
            const { firstOrder, voxels: count } = await meter.measure(1, slice, { binWidth: 5 });
            const inside = grey.filter((_, at) => own[Math.floor(at / 9)]![at % 9] === 1);
            expect(count).toBe(inside.length);
            expect(firstOrder).toEqual(firstOrderOf(inside, { binWidth: 5, voxelVolumeMm3: 20 }));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
