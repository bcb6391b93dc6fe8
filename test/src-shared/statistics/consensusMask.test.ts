import { expect, test } from "vitest";
import { consensusMask } from "#shared/statistics/overlap/consensusMask.ts";

const masks = ["110100", "110000", "101000", "100010"].map((text) => Uint8Array.from(text, Number));

test("of four readers a voxel that two of them have is a tie, and left out", () => {
  const { mask, ties, dice } = consensusMask(masks, [6, 1, 1], "majority");
  expect([...mask]).toEqual([1, 0, 0, 0, 0, 0]);
  expect(ties).toBe(1);
  expect(dice).toEqual([2 / 4, 2 / 3, 2 / 3, 2 / 3]);
});

test("padding the masks changes no consensus; two masks have none by rule", () => {
  const padded = masks.map((mask) => Uint8Array.from({ length: 10 * 3 * 2 }, (_, at) => (at >= 42 && at < 48 ? mask[at - 42]! : 0)));
  for (const method of ["majority", "STAPLE"] as const) {
    const [own, wide] = [consensusMask(masks, [6, 1, 1], method), consensusMask(padded, [10, 3, 2], method)];
    expect(wide.mask.slice(42, 48)).toEqual(own.mask);
    expect(wide.mask.reduce((sum, isIn) => sum + isIn, 0)).toBe(own.mask.reduce((sum, isIn) => sum + isIn, 0));
    expect(wide.staple).toEqual(own.staple);
  }
  expect(() => consensusMask(masks.slice(0, 2), [6, 1, 1], "majority")).toThrow(RangeError);
});

test("readers who drew the same have that as their consensus", () => {
  const same = [0, 1, 2].map(() => Uint8Array.of(0, 1, 1, 0, 1, 1));
  const { mask, dice, staple } = consensusMask(same, [3, 2, 1], "STAPLE");
  expect(mask).toEqual(same[0]);
  expect(dice).toEqual([1, 1, 1]);
  expect(staple).toMatchObject({ sensitivity: [1, 1, 1], specificity: [1, 1, 1] });
});

test("where nobody drew there is no consensus and no Dice", () => {
  const nothing = [0, 1, 2].map(() => new Uint8Array(4));
  expect(consensusMask(nothing, [2, 2, 1], "STAPLE")).toMatchObject({ mask: new Uint8Array(4), dice: [null, null, null], staple: null });
});
