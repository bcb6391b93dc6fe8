import { array, assert, integer, property, tuple, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRuns, encodeRuns, labelsOfRuns, lengthOfRuns, withoutLabel } from "#shared/domain/runLength.ts";

const runs = array(tuple(integer({ min: 0, max: 255 }), integer({ min: 1, max: 40_000 })), { maxLength: 12 }).map((pairs) =>
  Uint8Array.from(pairs.flatMap(([label, length]) => Array.from({ length }, () => label))),
);

function decoded(bytes: Uint8Array, length: number): Uint8Array {
  const labels = new Uint8Array(length).fill(99);
  decodeRuns(bytes, labels);
  return labels;
}

describe("runs", () => {
  test("give back the labels (property: long runs, and noise)", () => {
    const comesBack = (labels: Uint8Array) => {
      expect(decoded(encodeRuns(labels), labels.length)).toEqual(labels);
      expect(lengthOfRuns(encodeRuns(labels))).toBe(labels.length);
      // As a slice of a label map, which may lie at any byte.
      for (const lead of [1, 2, 3]) expect(encodeRuns(labels.subarray(lead))).toEqual(encodeRuns(labels.slice(lead)));
    };
    assert(property(runs, comesBack), { numRuns: 30 });
    assert(property(uint8Array({ maxLength: 3000 }), comesBack));
  });

  test("are written as their description says: label, then length in base 128, least significant first", () => {
    expect([...encodeRuns(Uint8Array.from([7, 7, 7, 0]))]).toEqual([7, 3, 0, 1]);
    // 300 = 2 * 128 + 44
    expect([...encodeRuns(new Uint8Array(300).fill(5))]).toEqual([5, 44 + 128, 2]);
  });

  test("know their labels (property)", () => {
    assert(
      property(uint8Array({ maxLength: 300 }), (labels) => {
        expect(labelsOfRuns(encodeRuns(labels))).toEqual([...new Set(labels)].sort((a, b) => a - b));
      }),
    );
  });

  test("with one label taken out are those of the labels with it taken out (property)", () => {
    assert(
      property(runs, integer({ min: 1, max: 255 }), (labels, chosen) => {
        const label = labels[0] === undefined || labels[0] === 0 ? chosen : labels[0];
        const without = withoutLabel(encodeRuns(labels), label);
        const truth = labels.includes(label) ? labels.map((value) => (value === label ? 0 : value)) : undefined;
        expect(without && decoded(without, labels.length)).toEqual(truth);
      }),
      { numRuns: 30 },
    );
  });

  test("that do not fill a slice exactly are refused", () => {
    const bytes = encodeRuns(new Uint8Array(300).fill(5));
    for (const length of [299, 301]) expect(() => decodeRuns(bytes, new Uint8Array(length))).toThrow(RangeError);
    expect(() => decodeRuns(bytes.subarray(0, 2), new Uint8Array(300))).toThrow("cut short");
    expect(() => decodeRuns(Uint8Array.from([5, 0]), new Uint8Array(0))).toThrow(RangeError);
    for (const wrong of [bytes.subarray(0, 2), bytes.subarray(0, 1), Uint8Array.from([5, 0])])
      expect(() => lengthOfRuns(wrong)).toThrow(RangeError);
  });
});
