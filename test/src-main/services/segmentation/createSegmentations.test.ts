import { array, assert, asyncProperty, nat, tuple, uint8Array, uniqueArray } from "fast-check";
import { describe, expect, test } from "vitest";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Author } from "../../../../src-main/services/store/index.ts";
import { obliqueGrid, openSegmentations, strokeOf } from "./sampleVolume.ts";
import { addReader, by } from "../../author.ts";

const perSlice = obliqueGrid.size[0] * obliqueGrid.size[1];

describe("segmentations", () => {
  test("are made, listed, renamed, removed and put back; a removed one can still be described", () => {
    const { segmentations } = openSegmentations();
    const first = segmentations.create(by, { volumeId: "a", name: " Reader 1 " });
    segmentations.create(by, { volumeId: "b", name: "Other" });
    expect(first).toMatchObject({ volumeId: "a", name: "Reader 1", revision: 0, segments: [] });
    expect(segmentations.list({ volumeId: "a" }).map(({ id }) => id)).toEqual([first.id]);
    expect(segmentations.rename(by, first.id, "Pass 2").name).toBe("Pass 2");
    segmentations.remove(by, first.id);
    expect(segmentations.list({ volumeId: "a" })).toEqual([]);
    expect(segmentations.describe(first.id).name).toBe("Pass 2");
    expect(() => segmentations.rename(by, first.id, "x")).toThrow("was removed");
    expect(segmentations.restore(by, first.id).name).toBe("Pass 2");
    expect(segmentations.list({ volumeId: "a" }).map(({ id }) => id)).toEqual([first.id]);
    expect(() => segmentations.restore(by, "none")).toThrow(PlainError);
    expect(() => segmentations.describe("none")).toThrow(PlainError);
    expect(() => segmentations.create(by, { volumeId: "a", name: " " })).toThrow("name");
  });

  test("segments get numbers that were never used, and colours", () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create(by, { volumeId: "a", name: "s" });
    segmentations.addSegment(by, id, { name: "RFEM left", side: "left" });
    const two = segmentations.addSegment(by, id, { name: "VME", color: "#112233" });
    expect(two.segments.map(({ number, name, side }) => [number, name, side])).toEqual([
      [1, "RFEM left", "left"],
      [2, "VME", "none"],
    ]);
    expect(two.segments[1]!.color).toBe("#112233");
    segmentations.removeSegment(by, id, 2);
    expect(segmentations.addSegment(by, id, { name: "VIN" }).segments.map(({ number }) => number)).toEqual([1, 3]);
    expect(segmentations.updateSegment(by, id, 3, { side: "right" }).segments[1]).toMatchObject({ number: 3, name: "VIN", side: "right" });
    expect(() => segmentations.updateSegment(by, id, 2, { name: "x" })).toThrow("no segment 2");
    expect(() => segmentations.addSegment(by, id, { name: "x", color: "red" })).toThrow("colour");
  });

  test("at most 255 segments, all of which may be removed and added again", () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create(by, { volumeId: "a", name: "s" });
    const all = Array.from({ length: 255 }, (_, index) => ({
      number: index + 1,
      name: `n${index}`,
      color: "#000000",
      side: "none" as const,
    }));
    expect(segmentations.setSegments(by, id, all).segments).toEqual(all);
    expect(() => segmentations.addSegment(by, id, { name: "one more" })).toThrow("255");
    segmentations.setSegments(by, id, all.slice(1));
    expect(segmentations.addSegment(by, id, { name: "again" }).segments.at(-1)).toMatchObject({ number: 1, name: "again" });
    expect(() => segmentations.setSegments(by, id, [all[0]!, all[0]!])).toThrow("same number");
  });

  test("a stroke on another revision than the newest is refused, in words, and changes nothing", async () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create(by, { volumeId: "a", name: "s" });
    segmentations.addSegment(by, id, { name: "one" });
    expect(
      segmentations.applyStroke(
        by,
        id,
        1,
        strokeOf("brush", obliqueGrid, [1], (index) => (index < 3 ? 1 : 0)),
      ),
    ).toEqual({ revision: 2 });
    expect(() =>
      segmentations.applyStroke(
        by,
        id,
        1,
        strokeOf("brush", obliqueGrid, [1], () => 1),
      ),
    ).toThrow("another window");
    expect((await segmentations.readLabelMap(id)).labels.reduce((sum, label) => sum + label, 0)).toBe(3);
  });

  test("strokes that do not fit are refused", () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create(by, { volumeId: "a", name: "s" });
    segmentations.addSegment(by, id, { name: "one" });
    expect(() =>
      segmentations.applyStroke(
        by,
        id,
        1,
        strokeOf("brush", obliqueGrid, [4], () => 0),
      ),
    ).toThrow("slice 4");
    expect(() =>
      segmentations.applyStroke(
        by,
        id,
        1,
        strokeOf("brush", obliqueGrid, [1, 1], () => 0),
      ),
    ).toThrow("slice 1 twice");
    expect(() =>
      segmentations.applyStroke(
        by,
        id,
        1,
        strokeOf("brush", obliqueGrid, [0], () => 2),
      ),
    ).toThrow("segment 2");
    expect(() =>
      segmentations.applyStroke(by, id, 1, { tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(perSlice + 1) }] }),
    ).toThrow(`${perSlice + 1} voxels`);
    expect(() => segmentations.applyStroke(by, id, 1, { tool: "brush", slices: [] })).toThrow("no slice");
    expect(segmentations.describe(id).revision).toBe(1);
  });

  test("removing a segment clears its voxels in the same revision; changes of segments are revisions too", async () => {
    const { segmentations, store } = openSegmentations();
    const { id } = segmentations.create(by, { volumeId: "a", name: "s" });
    const [one, two] = ["Reader 1", "Reader 2"].map((name) => addReader(store, name)) as [Author, Author];
    for (const name of ["one", "two", "three"]) segmentations.addSegment(one, id, { name });
    segmentations.applyStroke(
      one,
      id,
      3,
      strokeOf("brush", obliqueGrid, [0, 2], (index) => index % 3),
    );
    expect(segmentations.removeSegment(one, id, 3).revision).toBe(5);
    expect(segmentations.removeSegment(two, id, 1).revision).toBe(6);
    const { labels, segmentation } = await segmentations.readLabelMap(id);
    expect(segmentation.segments.map(({ number }) => number)).toEqual([2]);
    expect([...labels.subarray(0, perSlice)]).toEqual(Array.from({ length: perSlice }, (_, index) => (index % 3 === 2 ? 2 : 0)));
    const before = await segmentations.readLabelMap(id, 4);
    expect(before.segmentation.segments.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect([...before.labels.subarray(0, 4)]).toEqual([0, 1, 2, 0]);
    expect(segmentations.history(id).map(({ revision, tool, reader, slices }) => ({ revision, tool, reader, slices }))).toEqual([
      { revision: 1, tool: "add segment", reader: "Reader 1", slices: [] },
      { revision: 2, tool: "add segment", reader: "Reader 1", slices: [] },
      { revision: 3, tool: "add segment", reader: "Reader 1", slices: [] },
      { revision: 4, tool: "brush", reader: "Reader 1", slices: [0, 2] },
      { revision: 5, tool: "delete segment", reader: "Reader 1", slices: [] },
      { revision: 6, tool: "delete segment", reader: "Reader 2", slices: [0, 2] },
    ]);
    await expect(segmentations.readLabelMap(id, 7)).rejects.toThrow("no revision 7");
  });

  test("every revision is what had been drawn by then, also after closing and opening (property)", async () => {
    const stroke = uniqueArray(nat({ max: 3 }), { minLength: 1, maxLength: 4 }).chain((slices) =>
      tuple(
        ...slices.map((sliceIndex) =>
          uint8Array({ minLength: perSlice, maxLength: perSlice, max: 5 }).map((labels) => ({ sliceIndex, labels })),
        ),
      ),
    );
    await assert(
      asyncProperty(array(stroke, { maxLength: 8 }), async (strokes) => {
        const { segmentations, dataFolder, close } = openSegmentations();
        const { id } = segmentations.create(by, { volumeId: "a", name: "s" });
        segmentations.setSegments(
          by,
          id,
          [1, 2, 3, 4, 5].map((number) => ({ number, name: String(number), color: "#000000", side: "none" })),
        );
        const truth = [new Uint8Array(perSlice * obliqueGrid.size[2])];
        for (const [revision, slices] of strokes.entries()) {
          segmentations.applyStroke(by, id, revision + 1, { tool: "brush", slices });
          const next = truth.at(-1)!.slice();
          for (const { sliceIndex, labels } of slices) next.set(labels, sliceIndex * perSlice);
          truth.push(next);
        }
        close();
        const again = openSegmentations(obliqueGrid, dataFolder);
        for (const [revision, labels] of truth.entries())
          expect((await again.segmentations.readLabelMap(id, revision + 1)).labels).toEqual(labels);
        expect((await again.segmentations.readLabelMap(id)).labels).toEqual(truth.at(-1));
        again.close();
      }),
      { numRuns: 25 },
    );
  });
});
