import { assert, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Segment } from "#shared/domain/segment.ts";
import { countPairs, differs, paintDifference, segmentPairs } from "#shared/domain/segmentPairs.ts";

const segment = (number: number, name: string, side: Segment["side"] = "none"): Segment => ({ number, name, side, color: "#ff0000" });
const a = [segment(1, "Gracilis", "left"), segment(2, "Gracilis", "right"), segment(5, "Bone")];
const b = [segment(3, "gracilis right"), segment(4, "Gracilis", "left"), segment(6, "Fat")];

describe("two segmentations", () => {
  it("have segments of one name and side in common, whatever their numbers", () => {
    expect(segmentPairs(a, b)).toEqual([
      { words: "Gracilis, left", a: 1, b: 4 },
      { words: "Gracilis, right", a: 2, b: 3 },
      { words: "Bone", a: 5, b: null },
      { words: "Fat", a: null, b: 6 },
    ]);
    expect(segmentPairs(b, b).map((pair) => pair.b)).toEqual([3, 4, 6]);
  });

  it("are counted voxel by voxel, by hand", () => {
    const pairs = segmentPairs(a, b);
    const labelsA = Uint8Array.of(1, 1, 1, 1, 2, 5, 0, 0, 0);
    const labelsB = Uint8Array.of(0, 4, 4, 3, 3, 0, 4, 6, 0);
    const [left, right, bone, fat] = countPairs(pairs, labelsA, labelsB);
    expect(left).toMatchObject({ counts: { a: 4, b: 3, both: 2 }, dice: 4 / 7 });
    expect(right).toMatchObject({ counts: { a: 1, b: 2, both: 1 }, dice: 2 / 3 });
    expect(bone).toMatchObject({ counts: { a: 1, b: 0, both: 0 }, dice: 0 });
    expect(fat).toMatchObject({ counts: { a: 0, b: 1, both: 0 }, dice: 0 });
    const painted = new Uint8Array(9);
    paintDifference(pairs, labelsA, labelsB, painted);
    const { onlyA, onlyB, both, otherSegment } = differs;
    expect([...painted]).toEqual([onlyA, both, both, otherSegment, both, onlyA, onlyB, onlyB, 0]);
    // Of one segment alone, what belongs to others is nothing.
    paintDifference([left!], labelsA, labelsB, painted);
    expect([...painted]).toEqual([onlyA, both, both, onlyA, 0, 0, onlyB, 0, 0]);
    expect(countPairs(pairs, new Uint8Array(3), new Uint8Array(3))[0]!.dice).toBeNull();
    expect(() => countPairs(pairs, new Uint8Array(3), new Uint8Array(4))).toThrow(RangeError);
  });

  it("of one segment are painted as they are counted", () => {
    const labels = uint8Array({ minLength: 40, maxLength: 40, max: 2 });
    const pair = { words: "x", a: 1, b: 2 };
    assert(
      property(labels, labels, (one, other) => {
        const painted = new Uint8Array(40);
        paintDifference([pair], one, other, painted);
        const { counts } = countPairs([pair], one, other)[0]!;
        const count = (what: number) => painted.filter((each) => each === what).length;
        expect([count(differs.onlyA), count(differs.onlyB), count(differs.both), count(differs.otherSegment)]).toEqual([
          counts.a - counts.both,
          counts.b - counts.both,
          counts.both,
          0,
        ]);
      }),
    );
  });
});
