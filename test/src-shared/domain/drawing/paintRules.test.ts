import { describe, expect, it } from "vitest";
import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import { mayErase, mayTake, paintOverAll, withinRules, type PaintOver } from "#shared/domain/drawing/paintRules.ts";
import { volumeOf } from "../../../src-renderer/volumeOf.ts";

// 1 is drawn, 3 is locked, 2 and 4 are others, of which 4 is chosen.
const locked = new Set([3]);
const rulesOf = (over: PaintOver) => ({ activeSegment: 1, locked, rule: { over, chosen: new Set([4, 3]), range: null } });
const taken = (over: PaintOver) => [0, 1, 2, 3, 4].filter((current) => mayTake(current, rulesOf(over)));

describe("the rules of painting", () => {
  it("say over what a stroke paints, never over locked segments", () => {
    expect(taken("all")).toEqual([0, 2, 4]);
    expect(taken("background")).toEqual([0]);
    expect(taken("inside")).toEqual([4]);
    expect(taken("outside")).toEqual([0, 2]);
    expect(mayTake(0, { ...rulesOf("all"), locked: new Set([1]) })).toBe(false);
  });

  it("erase the active segment only", () => {
    expect([0, 1, 2].map((current) => mayErase(current, rulesOf("all")))).toEqual([false, true, false]);
    expect(mayErase(1, { activeSegment: 1, locked: new Set([1]) })).toBe(false);
  });

  it("hold for what is made of many segments at once, and count it", () => {
    const before = Uint8Array.from([0, 1, 2, 3, 3, 2, 0]);
    const wanted = Uint8Array.from([1, 0, 1, 1, 0, 3, 2]);
    const made = withinRules(before, wanted, { locked, rule: paintOverAll }, null);
    expect([...made.labels]).toEqual([1, 0, 1, 3, 3, 2, 2]);
    expect([[...made.gained], [...made.lost], made.changed, made.kept]).toEqual([
      [
        [1, 2],
        [2, 1],
      ],
      [
        [1, 1],
        [2, 1],
      ],
      4,
      3,
    ]);
  });

  it("keep what has values out of the range, or unknown ones", () => {
    const rules = { locked, rule: { ...paintOverAll, range: [5, 6] as const } };
    const change = (values: ArrayLike<number> | null) => [
      ...withinRules(Uint8Array.of(0, 1, 1), Uint8Array.of(1, 0, 0), rules, values).labels,
    ];
    expect(change([5, 6, 6.5])).toEqual([1, 0, 1]);
    expect(change(null)).toEqual([0, 1, 1]);
  });
});

describe("slices are neighbours", () => {
  it("where they lie evenly in known places, the gaps no larger than they are thick", () => {
    const evenly = { spacingMm: [1, 1, 8] as [number, number, number], sliceThicknessMm: 4 };
    expect(whyNotAcrossSlices(volumeOf(evenly))).toBeNull();
    expect(whyNotAcrossSlices(volumeOf({ ...evenly, sliceThicknessMm: 3 }))).toBe(
      "The slices are no neighbours: 8 mm apart and 3 mm thick.",
    );
    expect(whyNotAcrossSlices(volumeOf({ ...evenly, sliceThicknessMm: null }))).toBeNull();
    expect(whyNotAcrossSlices(volumeOf({ isRegular: false }))).toMatch(/unevenly/);
    expect(whyNotAcrossSlices(volumeOf({ hasPatientGeometry: false }))).toMatch(/not known/);
    expect(whyNotAcrossSlices(volumeOf({ slices: 1 }))).toMatch(/one slice/);
  });
});
