import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FrameHeader } from "../../../../src-main/services/dicom/index.ts";
import { planVolumes } from "../../../../src-main/services/volumes/planVolumes.ts";
import type { SeriesInstance } from "../../../../src-main/services/volumes/seriesFrame.ts";
import { frame, instance, oneEach } from "./madeInstances.ts";

const plan = (instances: readonly SeriesInstance[]) => planVolumes("1.1", "1.1.1", instances);
const volumesOf = (instances: readonly SeriesInstance[]) => plan(instances).map(({ volume }) => volume);
const stack = (positions: readonly number[], given: Partial<FrameHeader> = {}) => positions.map((z) => frame(z, given));
const coronal: Partial<FrameHeader> = { orientation: [1, 0, 0, 0, 0, -1] };
const sagittal: Partial<FrameHeader> = { orientation: [0, 1, 0, 0, 0, -1] };

describe("one volume", () => {
  it("is sorted along the normal whatever the order of the files, on an even grid", () => {
    const [volume] = volumesOf(oneEach(stack([5, -10, 0, -5])));
    expect(volume).toMatchObject({
      columns: 4,
      rows: 3,
      slices: 4,
      spacingMm: [2, 2, 5],
      originMm: [10, 20, -10],
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      slicePositionsMm: [0, 5, 10, 15],
      isRegular: true,
      warnings: [],
      label: "",
    });
  });

  it("has a right-handed grid in any plane", () => {
    // Coronal: rows run to the left, columns to the feet; (1,0,0) x (0,0,-1) = (0,1,0), to posterior.
    const frames = [30, 20, 40].map((y) => frame(0, { ...coronal, position: [0, y, 100] }));
    const [volume] = volumesOf(oneEach(frames));
    expect(volume!.direction).toEqual([1, 0, 0, 0, 0, 1, 0, -1, 0]);
    expect(volume!.originMm).toEqual([0, 20, 100]);
    expect(volume!.spacingMm).toEqual([2, 2, 10]);
  });

  it("keeps row and column spacing apart: Pixel Spacing is rows first", () => {
    expect(volumesOf(oneEach(stack([0, 5], { pixelSpacing: [3, 1.5] })))[0]!.spacingMm).toEqual([1.5, 3, 5]);
  });

  it("takes the spacing of a single slice from the file", () => {
    expect(volumesOf(oneEach(stack([0], { spacingBetweenSlices: 6 })))[0]!.spacingMm[2]).toBe(6);
    expect(volumesOf(oneEach(stack([0])))[0]!.spacingMm[2]).toBe(5);
    const [unknown] = volumesOf(oneEach(stack([0], { sliceThickness: null })));
    expect(unknown).toMatchObject({ isRegular: false, spacingMm: [2, 2, 1] });
  });

  it("does not take rounding in the file for uneven spacing", () => {
    expect(volumesOf(oneEach(stack([0, 3.3, 6.59, 9.9, 13.2])))[0]).toMatchObject({ isRegular: true, warnings: [] });
  });

  it("puts the k-th slice where the file says, for any even stack in any order", () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.double({ min: -1, max: 1, noNaN: true }),
          fc.double({ min: -1, max: 1, noNaN: true }),
          fc.double({ min: 0.2, max: 12, noNaN: true }),
        ),
        fc.integer({ min: 2, max: 30 }),
        fc.integer(),
        ([a, b, spacing], count, seed) => {
          // Row and column of a rotation by a about z, then by b about the new x.
          const row = [Math.cos(a), Math.sin(a), 0] as const;
          const column = [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)] as const;
          const normal = [Math.sin(a) * Math.sin(b), -Math.cos(a) * Math.sin(b), Math.cos(b)] as const;
          const at = (k: number) => [50 + normal[0] * k * spacing, -20 + normal[1] * k * spacing, 7 + normal[2] * k * spacing] as const;
          const frames = Array.from({ length: count }, (_, k) => frame(0, { orientation: [...row, ...column], position: at(k) }));
          const shuffled = frames
            .map((each, k) => ({ each, key: Math.sin(seed + k * 7919) }))
            .sort((x, y) => x.key - y.key)
            .map(({ each }) => each);
          const planned = plan(oneEach(shuffled));
          expect(planned).toHaveLength(1);
          const { volume, frames: sorted } = planned[0]!;
          expect(volume.isRegular).toBe(true);
          expect(volume.spacingMm[2]).toBeCloseTo(spacing, 9);
          for (const [k, slice] of sorted.entries())
            for (const axis of [0, 1, 2] as const) {
              expect(volume.originMm[axis] + volume.direction[axis * 3 + 2]! * volume.spacingMm[2] * k).toBeCloseTo(
                slice.frame.position![axis],
                6,
              );
            }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("what is wrong is told", () => {
  const codes = (instances: readonly SeriesInstance[]) => volumesOf(instances).map(({ warnings }) => warnings.map(({ code }) => code));

  it("missing slices", () => {
    const [volume] = volumesOf(oneEach(stack([0, 5, 15, 20])));
    expect(volume).toMatchObject({
      isRegular: false,
      slices: 4,
      spacingMm: [2, 2, 5],
      slicePositionsMm: [0, 5, 15, 20],
      warnings: [{ code: "missing-slices", message: expect.stringContaining("1 slice is missing (the first gap is behind slice 2)") }],
    });
  });

  it("uneven spacing", () => {
    const [volume] = volumesOf(oneEach(stack([0, 5, 12, 17, 25.5])));
    expect(volume).toMatchObject({
      isRegular: false,
      slicePositionsMm: [0, 5, 12, 17, 25.5],
      warnings: [{ code: "uneven-spacing", message: expect.stringContaining("from 5 mm to 8.5 mm") }],
    });
  });

  it("one slice twice", () => {
    const [volume] = volumesOf(oneEach(stack([0, 5, 10, 10, 15])));
    expect(volume).toMatchObject({
      slices: 5,
      isRegular: false,
      spacingMm: [2, 2, 5],
      slicePositionsMm: [0, 5, 10, 10, 15],
      warnings: [{ code: "duplicate-positions" }],
    });
  });

  it("all slices at one position", () => {
    expect(codes(oneEach(stack([7, 7, 7])))).toEqual([["single-position"]]);
  });

  it("a tilted gantry, with its angle", () => {
    // 20 degrees: each 5 mm along the normal moves the corner by 5 tan 20 mm.
    const frames = [0, 1, 2, 3].map((k) => frame(0, { position: [10, 20 + k * 5 * Math.tan(Math.PI / 9), k * 5] }));
    const [volume] = volumesOf(oneEach(frames));
    expect(volume).toMatchObject({
      isRegular: false,
      slicePositionsMm: null,
      warnings: [{ code: "gantry-tilt", message: expect.stringContaining("20.0°") }],
    });
  });

  it("no position: a stack in the order of instance numbers", () => {
    const planned = plan([instance(2, [frame(0, { position: null })]), instance(1, [frame(9, { position: null })])]);
    expect(planned[0]!.volume).toMatchObject({
      hasPatientGeometry: false,
      isRegular: false,
      slicePositionsMm: null,
      warnings: [{ code: "no-geometry" }],
    });
    expect(planned[0]!.frames.map((slice) => slice.instance.header.instanceNumber)).toEqual([1, 2]);
  });

  it("a mosaic that could not be split", () => {
    expect(codes([instance(1, [frame(0, { imageType: ["ORIGINAL", "PRIMARY", "M", "MOSAIC"] })])])).toEqual([["no-geometry"]]);
  });

  it("other content under the same identifier", () => {
    const volumes = volumesOf([instance(1, [frame(0)]), instance(1, [frame(0)], { variant: 1 })]);
    expect(volumes.map(({ warnings }) => warnings.map(({ code }) => code))).toEqual([[], ["conflicting-instance"]]);
    expect(volumes[0]!.id).not.toBe(volumes[1]!.id);
  });
});

describe("a series becomes several volumes where these differ", () => {
  const labels = (frames: readonly FrameHeader[]) => volumesOf(oneEach(frames)).map(({ label, slices }) => `${label}: ${slices}`);

  it("the planes of a localizer, however many slices each has", () => {
    const frames = [
      ...stack([0]),
      ...[0, 10, 20].map((y) => frame(0, { ...coronal, position: [0, y, 0] })),
      ...[0, 10].map((x) => frame(0, { ...sagittal, position: [x, 0, 0] })),
    ];
    expect(labels(frames)).toEqual(["plane: axial: 1", "plane: coronal: 3", "plane: sagittal: 2"]);
  });

  it("Dixon's images", () => {
    const frames = ["W", "F", "IP", "OP"].flatMap((kind) => stack([0, 5, 10], { imageType: ["DERIVED", "PRIMARY", kind] }));
    expect(labels(frames)).toEqual(["water: 3", "fat: 3", "in phase: 3", "out of phase: 3"]);
  });

  it("Dixon's images as Philips and enhanced objects name them", () => {
    const frames = ["WATER", "FAT", "IN_PHASE", "OUT_PHASE"].flatMap((kind) =>
      stack([0, 5], { imageType: ["DERIVED", "PRIMARY", "DIXON", kind] }),
    );
    expect(labels(frames)).toEqual(["water: 2", "fat: 2", "in phase: 2", "out of phase: 2"]);
  });

  it("echoes", () => {
    expect(labels([...stack([0, 5], { echoTime: 80 }), ...stack([0, 5], { echoTime: 20 })])).toEqual([
      "echo 2, 80 ms: 2",
      "echo 1, 20 ms: 2",
    ]);
  });

  it("b-values, and their directions", () => {
    const frames = [
      ...stack([0, 5], { bValue: 0 }),
      ...stack([0, 5], { bValue: 1000, gradientOrientation: [1, 0, 0] }),
      ...stack([0, 5], { bValue: 1000, gradientOrientation: [0, 1, 0] }),
    ];
    expect(labels(frames)).toEqual(["b 0: 2", "b 1000, direction 1: 2", "b 1000, direction 2: 2"]);
  });

  it("temporal positions; not where these only count the slices", () => {
    expect(labels([1, 2, 3].flatMap((time) => stack([0, 5], { temporalPosition: time })))).toEqual(["time 1: 2", "time 2: 2", "time 3: 2"]);
    expect(labels([0, 5, 10].map((z, index) => frame(z, { temporalPosition: index + 1 })))).toEqual([": 3"]);
  });

  it("frame of reference and matrix", () => {
    expect(volumesOf([instance(1, [frame(0)]), instance(2, [frame(5)], { frameOfReferenceUid: "9.9" })])).toHaveLength(2);
    expect(volumesOf([instance(1, [frame(0)]), instance(2, [frame(5)], { pixels: { rows: 6 } })]).map(({ rows }) => rows)).toEqual([3, 6]);
  });

  it("an enhanced file beside single-frame files of the same series", () => {
    const volumes = volumesOf([instance(1, stack([0, 5]), { isEnhanced: true }), instance(2, [frame(0)]), instance(3, [frame(5)])]);
    expect(volumes.map(({ label }) => label)).toEqual(["from the enhanced file", "from single-frame files"]);
  });

  it("repetitions told apart by acquisition number", () => {
    expect(labels([1, 2].flatMap((acquisitionNumber) => stack([0, 5, 10], { acquisitionNumber })))).toEqual([
      "acquisition 1: 3",
      "acquisition 2: 3",
    ]);
  });

  it("repetitions told apart by nothing but their order, the last one cut off", () => {
    expect(labels([...stack([0, 5, 10]), ...stack([0, 5, 10]), ...stack([0, 5])])).toEqual([
      "repetition 1: 3",
      "repetition 2: 3",
      "repetition 3: 2",
    ]);
    expect(labels([0, 0, 5, 5, 10, 10].map((z) => frame(z)))).toEqual(["repetition 1: 3", "repetition 2: 3"]);
  });

  it("cine: trigger times that differ by slice do not tear slices apart", () => {
    expect(labels([0, 5, 10].map((z, index) => frame(z, { triggerTime: index * 100 })))).toEqual([": 3"]);
    const phases = [0, 40, 80].flatMap((triggerTime) => stack([0, 5], { triggerTime }));
    expect(labels(phases)).toEqual(["trigger 0 ms: 2", "trigger 40 ms: 2", "trigger 80 ms: 2"]);
  });
});

describe("type of the voxels", () => {
  const type = (given: Partial<FrameHeader>, pixels: Partial<SeriesInstance["header"]["pixels"]> = {}) =>
    volumesOf([instance(1, [frame(0, given)], { pixels })])[0]!.scalarType;
  it.each([
    ["12 bits", {}, {}, "uint16"],
    ["8 bits", {}, { bitsAllocated: 8, bitsStored: 8 }, "uint8"],
    ["12 bits less 1024", { intercept: -1024 }, {}, "int16"],
    ["16 bits, signed", {}, { isSigned: true, bitsStored: 16 }, "int16"],
    ["16 bits, signed, less 1024", { intercept: -1024 }, { isSigned: true, bitsStored: 16 }, "int32"],
    ["slope 2.5", { slope: 2.5 }, {}, "float64"],
    ["slope 3", { slope: 3 }, { bitsStored: 16 }, "uint32"],
    ["32 bits times 2", { slope: 2 }, { bitsAllocated: 32, bitsStored: 32 }, "float64"],
    ["single precision", {}, { floatingPoint: "float32", bitsAllocated: 32 }, "float32"],
    ["single precision, rescaled", { slope: 2 }, { floatingPoint: "float32", bitsAllocated: 32 }, "float64"],
    ["a table of 16 bits", { modalityLutBits: 16 }, {}, "uint16"],
  ] as const)("%s", (_, given, pixels, expected) => {
    expect(type(given, pixels)).toBe(expected);
  });

  it("one slice with a broken slope makes the whole volume float64", () => {
    expect(volumesOf(oneEach([frame(0), frame(5, { slope: 1.5 })]))[0]!.scalarType).toBe("float64");
  });

  it("colours are uint8; MONOCHROME1 is inverted", () => {
    expect(
      volumesOf([instance(1, [frame(0)], { pixels: { photometricInterpretation: "PALETTE COLOR", bitsStored: 8 } })])[0],
    ).toMatchObject({ scalarType: "uint8", samplesPerPixel: 3 });
    expect(volumesOf([instance(1, [frame(0)], { pixels: { photometricInterpretation: "MONOCHROME1" } })])[0]).toMatchObject({
      invert: true,
      samplesPerPixel: 1,
    });
  });
});

describe("ids", () => {
  it("do not depend on the order of the files, and hold no UID", () => {
    const instances = oneEach(stack([0, 5, 10]));
    const [id] = volumesOf(instances).map((volume) => volume.id);
    expect(volumesOf(instances.toReversed())[0]!.id).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(volumesOf(instances.slice(1))[0]!.id).not.toBe(id);
  });
});
