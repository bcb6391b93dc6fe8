import { assert, nat, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { slicePrints, sliceWork, workOfAll } from "#shared/domain/drawing/slicePrints.ts";

describe("slicePrints", () => {
  it("is FNV-1a over the indices, four bytes each, lowest first", () => {
    // Both computed with Python's integers: of index 0, and of 3 and 300.
    expect(slicePrints(Uint8Array.of(7))).toEqual(new Map([[7, 0x4b95f515]]));
    const two = new Uint8Array(400);
    two[3] = two[300] = 2;
    expect(slicePrints(two)).toEqual(new Map([[2, 1934794229]]));
    expect(slicePrints(new Uint8Array(9))).toEqual(new Map());
  });

  it("depends on a segment's own voxels only, and on each of them", () => {
    const labels = uint8Array({ minLength: 30, maxLength: 30, max: 3 });
    assert(
      property(labels, nat(29), (slice, at) => {
        const before = slicePrints(slice);
        const changed = slice.slice();
        changed[at] = slice[at] === 3 ? 0 : slice[at]! + 1;
        const after = slicePrints(changed);
        for (const segment of [1, 2, 3]) {
          const isTouched = slice[at] === segment || changed[at] === segment;
          expect(before.get(segment) === after.get(segment)).toBe(!isTouched);
        }
      }),
    );
  });
});

describe("sliceWork", () => {
  it("tells what is drawn, finished, and changed since", () => {
    expect(sliceWork(undefined, undefined)).toBe("empty");
    expect(sliceWork(5, undefined)).toBe("drawn");
    expect(sliceWork(5, 5)).toBe("done");
    expect(sliceWork(6, 5)).toBe("changed");
    // Finished with nothing drawn; then something was; then it was erased.
    expect(sliceWork(undefined, 0)).toBe("done");
    expect(sliceWork(6, 0)).toBe("changed");
    expect(sliceWork(undefined, 6)).toBe("changed");
  });

  it("of all segments is done where all that are drawn are", () => {
    expect(workOfAll(["empty", "empty"])).toBe("empty");
    expect(workOfAll(["done", "empty"])).toBe("done");
    expect(workOfAll(["done", "drawn"])).toBe("drawn");
    expect(workOfAll(["done", "drawn", "changed"])).toBe("changed");
  });
});
