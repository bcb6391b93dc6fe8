import { array, assert, boolean, constantFrom, double, integer, property, tuple } from "fast-check";
import { expect, it } from "vitest";
import { firstValues, ran, type EffectInput } from "../../../src-renderer/drawing/effect.ts";
import { effects } from "../../../src-renderer/drawing/effects.ts";

const size = [13, 11, 5] as const;
const voxels = size[0] * size[1] * size[2];
/** Boxes of labels, one over another: lumps, islands and holes. */
const boxes = array(
  tuple(
    integer({ min: 0, max: 3 }),
    integer({ min: 0, max: 12 }),
    integer({ min: 0, max: 10 }),
    integer({ min: 0, max: 4 }),
    integer({ min: 1, max: 6 }),
  ),
  { maxLength: 8 },
);

function labelsOf(all: ReadonlyArray<readonly [number, number, number, number, number]>): Uint8Array {
  const labels = new Uint8Array(voxels);
  for (const [label, i, j, k, edge] of all) {
    for (let at = 0; at < voxels; at++) {
      const [x, y, z] = [at % 13, Math.floor(at / 13) % 11, Math.floor(at / 143)] as const;
      if (x >= i && x < i + edge && y >= j && y < j + edge && z >= k && z < k + 2) labels[at] = label;
    }
  }
  return labels;
}

const reaching = effects.filter(({ reachMm }) => reachMm !== undefined);
const methods = ["median", "closing", "largest", "small", "split"];

it.each(reaching)("$name makes of the box that it reaches what it makes of all (property)", (effect) => {
  const choice = effect.options.find(({ id }) => id === "method" || id === "side");
  const ways =
    choice?.kind === "choice"
      ? choice.choices.map(({ value }) => value).filter((way) => choice.id === "side" || methods.includes(way))
      : ["none"];
  assert(
    property(boxes, boolean(), double({ min: 0, max: 4, noNaN: true }), constantFrom(...ways), (all, is3D, length, way) => {
      const labels = labelsOf(all);
      const values = { ...firstValues(effect), margin: length, radius: length, least: length, ...(choice && { [choice.id]: way }) };
      const input: EffectInput = {
        labels,
        grid: { size, spacingMm: [1, 1.3, 2] },
        is3D,
        segment: 1,
        segments: [1, 2, 3],
        fixed: new Set(),
        values,
        other: { mask: labels.map((label) => Number(label === 2)), number: 2 },
        added: [4, 5, 6, 7, 8],
      };
      expect(ran(effect, input)).toEqual(effect.run(input));
    }),
    { numRuns: 60 },
  );
});
