import { array, assert, asyncProperty, nat, tuple, uint8Array, uniqueArray } from "fast-check";
import { describe, expect, test } from "vitest";
import { PlainError } from "#shared/domain/plainError.ts";
import { obliqueGrid, openSegmentations, strokeOf } from "./sampleVolume.ts";

const perSlice = obliqueGrid.size[0] * obliqueGrid.size[1];

describe("segmentations", () => {
  test("are made, listed, renamed, removed; a removed one can still be described", () => {
    const { segmentations } = openSegmentations();
    const first = segmentations.create({ volumeId: "a", name: " Reader 1 " });
    segmentations.create({ volumeId: "b", name: "Other" });
    expect(first).toMatchObject({ volumeId: "a", name: "Reader 1", revision: 0, segments: [] });
    expect(segmentations.list({ volumeId: "a" }).map(({ id }) => id)).toEqual([first.id]);
    expect(segmentations.rename(first.id, "Pass 2").name).toBe("Pass 2");
    segmentations.remove(first.id);
    expect(segmentations.list({ volumeId: "a" })).toEqual([]);
    expect(segmentations.describe(first.id).name).toBe("Pass 2");
    expect(() => segmentations.rename(first.id, "x")).toThrow("was removed");
    expect(() => segmentations.describe("none")).toThrow(PlainError);
    expect(() => segmentations.create({ volumeId: "a", name: " " })).toThrow("name");
  });

  test("segments get numbers that were never used, and colours", () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create({ volumeId: "a", name: "s" });
    segmentations.addSegment(id, { name: "RFEM left", side: "left" });
    const two = segmentations.addSegment(id, { name: "VME", color: "#112233" });
    expect(two.segments.map(({ number, name, side }) => [number, name, side])).toEqual([[1, "RFEM left", "left"], [2, "VME", "none"]]);
    expect(two.segments[1]!.color).toBe("#112233");
    segmentations.removeSegment(id, 2);
    expect(segmentations.addSegment(id, { name: "VIN" }).segments.map(({ number }) => number)).toEqual([1, 3]);
    expect(segmentations.updateSegment(id, 3, { side: "right" }).segments[1]).toMatchObject({ number: 3, name: "VIN", side: "right" });
    expect(() => segmentations.updateSegment(id, 2, { name: "x" })).toThrow("no segment 2");
    expect(() => segmentations.addSegment(id, { name: "x", color: "red" })).toThrow("colour");
  });

  test("at most 255 segments, all of which may be removed and added again", () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create({ volumeId: "a", name: "s" });
    const all = Array.from({ length: 255 }, (_, index) => ({ number: index + 1, name: `n${index}`, color: "#000000", side: "none" as const }));
    expect(segmentations.setSegments(id, all).segments).toEqual(all);
    expect(() => segmentations.addSegment(id, { name: "one more" })).toThrow("255");
    segmentations.setSegments(id, all.slice(1));
    expect(segmentations.addSegment(id, { name: "again" }).segments.at(-1)).toMatchObject({ number: 1, name: "again" });
    expect(() => segmentations.setSegments(id, [all[0]!, all[0]!])).toThrow("same number");
  });

  test("a stroke on another revision than the newest is refused, in words, and changes nothing", async () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create({ volumeId: "a", name: "s" });
    segmentations.addSegment(id, { name: "one" });
    expect(segmentations.applyStroke(id, 0, strokeOf("brush", obliqueGrid, [1], (index) => (index < 3 ? 1 : 0)))).toEqual({ revision: 1 });
    expect(() => segmentations.applyStroke(id, 0, strokeOf("brush", obliqueGrid, [1], () => 1))).toThrow("another window");
    expect((await segmentations.readLabelMap(id)).labels.reduce((sum, label) => sum + label, 0)).toBe(3);
  });

  test("strokes that do not fit are refused", () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create({ volumeId: "a", name: "s" });
    segmentations.addSegment(id, { name: "one" });
    expect(() => segmentations.applyStroke(id, 0, strokeOf("brush", obliqueGrid, [4], () => 0))).toThrow("slice 4");
    expect(() => segmentations.applyStroke(id, 0, strokeOf("brush", obliqueGrid, [1, 1], () => 0))).toThrow("slice 1 twice");
    expect(() => segmentations.applyStroke(id, 0, strokeOf("brush", obliqueGrid, [0], () => 2))).toThrow("segment 2");
    expect(() => segmentations.applyStroke(id, 0, { tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(perSlice + 1) }] })).toThrow(`${perSlice + 1} voxels`);
    expect(() => segmentations.applyStroke(id, 0, { tool: "brush", slices: [] })).toThrow("no slice");
    expect(segmentations.describe(id).revision).toBe(0);
  });

  test("removing a segment clears its voxels by a stroke; without voxels there is none", async () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create({ volumeId: "a", name: "s" });
    for (const name of ["one", "two", "three"]) segmentations.addSegment(id, { name });
    segmentations.applyStroke(id, 0, strokeOf("brush", obliqueGrid, [0, 2], (index) => index % 3), "Reader 1");
    expect(segmentations.removeSegment(id, 3).revision).toBe(1);
    expect(segmentations.removeSegment(id, 1, "Reader 2").revision).toBe(2);
    const { labels, segmentation } = await segmentations.readLabelMap(id);
    expect(segmentation.segments.map(({ number }) => number)).toEqual([2]);
    expect([...labels.subarray(0, perSlice)]).toEqual(Array.from({ length: perSlice }, (_, index) => (index % 3 === 2 ? 2 : 0)));
    const before = await segmentations.readLabelMap(id, 1);
    expect(before.segmentation.segments.map(({ number }) => number)).toEqual([1, 2]);
    expect([...before.labels.subarray(0, 4)]).toEqual([0, 1, 2, 0]);
    expect(segmentations.history(id).map(({ revision, tool, reader, slices }) => ({ revision, tool, reader, slices }))).toEqual([
      { revision: 1, tool: "brush", reader: "Reader 1", slices: [0, 2] },
      { revision: 2, tool: "delete segment", reader: "Reader 2", slices: [0, 2] },
    ]);
    await expect(segmentations.readLabelMap(id, 3)).rejects.toThrow("no revision 3");
  });

  test("every revision is what had been drawn by then, also after closing and opening (property)", async () => {
    const stroke = uniqueArray(nat({ max: 3 }), { minLength: 1, maxLength: 4 }).chain((slices) =>
      tuple(...slices.map((sliceIndex) => uint8Array({ minLength: perSlice, maxLength: perSlice, max: 5 }).map((labels) => ({ sliceIndex, labels })))));
    await assert(asyncProperty(array(stroke, { maxLength: 8 }), async (strokes) => {
      const { segmentations, dataFolder, close } = openSegmentations();
      const { id } = segmentations.create({ volumeId: "a", name: "s" });
      segmentations.setSegments(id, [1, 2, 3, 4, 5].map((number) => ({ number, name: String(number), color: "#000000", side: "none" })));
      const truth = [new Uint8Array(perSlice * obliqueGrid.size[2])];
      for (const [revision, slices] of strokes.entries()) {
        segmentations.applyStroke(id, revision, { tool: "brush", slices });
        const next = truth.at(-1)!.slice();
        for (const { sliceIndex, labels } of slices) next.set(labels, sliceIndex * perSlice);
        truth.push(next);
      }
      close();
      const again = openSegmentations(obliqueGrid, dataFolder);
      for (const [revision, labels] of truth.entries()) expect((await again.segmentations.readLabelMap(id, revision)).labels).toEqual(labels);
      expect((await again.segmentations.readLabelMap(id)).labels).toEqual(truth.at(-1));
      again.close();
    }), { numRuns: 25 });
  });
});
