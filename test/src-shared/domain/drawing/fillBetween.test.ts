import { array, assert, integer, property, record } from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fillBetween, type LabelSlices } from "#shared/domain/drawing/fillBetween.ts";

type Inside = (x: number, y: number) => number;

/** A slice whose pixels hold what a function says of their centres, in mm. */
function slice(columns: number, rows: number, [sx, sy]: readonly [number, number], label: Inside): Uint8Array {
  return Uint8Array.from({ length: columns * rows }, (_, at) => label((at % columns) * sx, Math.floor(at / columns) * sy));
}

function stack(
  columns: number,
  rows: number,
  spacingMm: readonly [number, number],
  positionsMm: number[],
  labels: Uint8Array[],
): LabelSlices {
  return { columns, rows, spacingMm, positionsMm, slice: (k) => labels[k]! };
}

const disc =
  (x0: number, y0: number, radius: number, label = 1): Inside =>
  (x, y) =>
    Math.hypot(x - x0, y - y0) < radius ? label : 0;

function dice(a: Uint8Array, b: Uint8Array, label = 1): number {
  let [one, other, both] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [inA, inB] = [a[at] === label, b[at] === label];
    one += Number(inA);
    other += Number(inB);
    both += Number(inA && inB);
  }
  return (2 * both) / (one + other);
}

const count = (labels: Uint8Array, label: number) => labels.reduce((sum, each) => sum + Number(each === label), 0);

/** What ITK makes of the slices between: see test/oracles/README.md. */
const itkSlices = (
  JSON.parse(readFileSync(join(import.meta.dirname, "../../../oracles/contourInterpolation.json"), "utf8")) as { slices: number[][] }
).slices.map((runs) =>
  Uint8Array.from(runs.flatMap((each, at) => (at % 2 === 0 ? Array.from({ length: runs[at + 1]! }, () => each) : []))),
);

describe("filling between drawn slices", () => {
  it.each([
    ["square pixels, even slices", [1, 1], [0, 6, 12, 18]],
    ["pixels of 0.6 x 1.4 mm, uneven slices", [0.6, 1.4], [0, 5, 17, 18]],
  ] as const)("makes a truncated cone of two of its discs: %s", (_, spacing, positions) => {
    const [columns, rows] = [Math.ceil(80 / spacing[0]), Math.ceil(80 / spacing[1])];
    const radiusAt = (z: number) => 12 + z;
    const truth = positions.map((z) => slice(columns, rows, spacing, disc(40, 40, radiusAt(z))));
    const drawn = truth.map((labels, k) => (k === 0 || k === 3 ? labels : new Uint8Array(labels.length)));
    const filled = fillBetween(stack(columns, rows, spacing, [...positions], drawn), [1]);
    expect([...filled.segmentsOn]).toEqual([
      [1, [1]],
      [2, [1]],
    ]);
    for (const k of [1, 2]) expect(dice(filled.labelsOn(k), truth[k]!)).toBeGreaterThan(0.985);
  });

  it("follows a disc that moves by more than its diameter, and two that do so side by side", () => {
    const at =
      (z: number): Inside =>
      (x, y) =>
        disc(15 + z, 16 + z / 2, 8)(x, y) || disc(15 + z, 62 - z / 2, 6)(x, y);
    const truth = [0, 5, 10, 15, 20].map((z) => slice(80, 80, [1, 1], at(z)));
    const drawn = truth.map((labels, k) => (k % 4 === 0 ? labels : new Uint8Array(labels.length)));
    const filled = fillBetween(stack(80, 80, [1, 1], [0, 5, 10, 15, 20], drawn), [1]);
    for (const k of [1, 2, 3]) expect(dice(filled.labelsOn(k), truth[k]!)).toBeGreaterThan(0.95);
  });

  it("lets a piece without a counterpart run out to a point, as a cone does", () => {
    const lasting = disc(60, 40, 10);
    const truth = [0, 6, 12, 18].map((z) => slice(80, 80, [1, 1], (x, y) => lasting(x, y) || disc(20, 40, 12 * (1 - z / 18))(x, y)));
    const drawn = truth.map((labels, k) => (k === 0 || k === 3 ? labels : new Uint8Array(labels.length)));
    for (const turned of [false, true]) {
      const order = turned ? drawn.toReversed() : drawn;
      const filled = fillBetween(stack(80, 80, [1, 1], [0, 6, 12, 18], order), [1]);
      for (const k of [1, 2]) expect(dice(filled.labelsOn(k), (turned ? truth.toReversed() : truth)[k]!)).toBeGreaterThan(0.97);
    }
  });

  it("parts two muscles that touch along a border that moves, without a gap along it", () => {
    const at =
      (z: number): Inside =>
      (x, y) =>
        Math.hypot(x - 40, y - 40) >= 30 ? 0 : x < 32.5 + z ? 1 : 2;
    const truth = [0, 5, 10, 15].map((z) => slice(80, 80, [1, 1], at(z)));
    const drawn = truth.map((labels, k) => (k % 3 === 0 ? labels : new Uint8Array(labels.length)));
    const filled = fillBetween(stack(80, 80, [1, 1], [0, 5, 10, 15], drawn), [1, 2]);
    for (const k of [1, 2]) {
      const labels = filled.labelsOn(k);
      expect(dice(labels, truth[k]!, 1)).toBeGreaterThan(0.98);
      expect(dice(labels, truth[k]!, 2)).toBeGreaterThan(0.98);
      // But for the corners at its two ends, which a distance rounds.
      for (let row = 15; row <= 65; row++) {
        const own = labels.subarray(row * 80, row * 80 + 80);
        const [first, last] = [own.findIndex((label) => label !== 0), own.findLastIndex((label) => label !== 0)];
        expect([row, own.subarray(first, last + 1).includes(0)]).toEqual([row, false]);
      }
    }
  });

  it("leaves what is drawn as it is, and fills each segment between its own slices only", () => {
    const own = [
      slice(40, 40, [1, 1], disc(15, 20, 8, 1)),
      slice(40, 40, [1, 1], disc(24, 20, 9, 2)),
      slice(40, 40, [1, 1], disc(15, 20, 8, 1)),
      slice(40, 40, [1, 1], () => 0),
    ];
    const filled = fillBetween(stack(40, 40, [1, 1], [0, 5, 10, 15], own), [1, 2]);
    expect([...filled.segmentsOn]).toEqual([[1, [1]]]);
    const labels = filled.labelsOn(1);
    expect(count(labels, 2)).toBe(count(own[1]!, 2));
    // What the other disc does not hold of the column of discs.
    expect(count(labels, 1)).toBe(own[0]!.reduce((sum, label, at) => sum + Number(label === 1 && own[1]![at] === 0), 0));
  });

  it("is near to ITK's interpolation of five muscles that touch, and nearer to the truth", () => {
    // A round limb that runs obliquely and gets thinner, in five sectors about a bone.
    const muscles =
      (k: number): Inside =>
      (x, y) => {
        const [dx, dy] = [x - 30 - 1.5 * k, y - 33 + k];
        const radius = Math.hypot(dx, dy);
        if (radius > 27 - 2 * k || radius < 4) return 0;
        return 1 + Math.floor(((Math.atan2(dy, dx) + Math.PI) / (2 * Math.PI)) * 4.999);
      };
    const truth = [0, 1, 2, 3, 4].map((k) => slice(64, 64, [1, 1], muscles(k)));
    const drawn = truth.map((labels, k) => (k % 4 === 0 ? labels : new Uint8Array(labels.length)));
    const filled = fillBetween(stack(64, 64, [1, 1], [0, 6, 12, 18, 24], drawn), [1, 2, 3, 4, 5]);
    for (const k of [1, 2, 3]) {
      const [ours, itk] = [filled.labelsOn(k), itkSlices[k - 1]!];
      const mean = (a: Uint8Array, b: Uint8Array) => [1, 2, 3, 4, 5].reduce((sum, label) => sum + dice(a, b, label) / 5, 0);
      for (const label of [1, 2, 3, 4, 5]) expect(dice(ours, itk, label)).toBeGreaterThan(0.9);
      expect(mean(ours, truth[k]!)).toBeGreaterThan(0.97);
      expect(mean(ours, truth[k]!)).toBeGreaterThan(mean(itk, truth[k]!));
    }
  });

  it("is the same mirrored, upside down and from the other end", () => {
    const shape = record({ x: integer({ min: 6, max: 22 }), y: integer({ min: 6, max: 18 }), r: integer({ min: 2, max: 6 }) });
    const flipped = (labels: Uint8Array, isAcross: boolean) =>
      Uint8Array.from(labels, (_, at) => {
        const [column, row] = [at % 28, Math.floor(at / 28)];
        return labels[isAcross ? row * 28 + 27 - column : (23 - row) * 28 + column]!;
      });
    assert(
      property(array(shape, { minLength: 4, maxLength: 6 }), (shapes) => {
        const draw = (which: number) =>
          slice(28, 24, [1, 1.5], (x, y) =>
            shapes.reduce(
              (label, each, at) => (at % 2 === which ? disc(each.x, each.y * 1.5, each.r, ((at % 4) >> 1) + 1)(x, y) || label : label),
              0,
            ),
          );
        const empty = new Uint8Array(28 * 24);
        const labels = [draw(0), empty, empty, draw(1)];
        const fill = (those: Uint8Array[], k: number) => fillBetween(stack(28, 24, [1, 1.5], [0, 4, 8, 12], those), [1, 2]).labelsOn(k);
        const straight = fill(labels, 1);
        for (const isAcross of [true, false])
          expect(
            fill(
              labels.map((each) => flipped(each, isAcross)),
              1,
            ),
          ).toEqual(flipped(straight, isAcross));
        expect(fill(labels.toReversed(), 2)).toEqual(straight);
      }),
      { numRuns: 60 },
    );
  });
});
