import { describe, expect, it } from "vitest";
import { fillBetween, type LabelSlices } from "../../../../../src-shared/domain/drawing/fillBetween.ts";
import { fitBetween } from "../../../../../src-shared/domain/drawing/fit/fitBetween.ts";
import { SliceMotions } from "../../../../../src-shared/domain/drawing/fit/sliceMotions.ts";
import { piecesOf, rectsOf } from "../../../../../src-shared/domain/drawing/pieces.ts";

const [columns, rows] = [96, 80];
const area = columns * rows;
const spacingMm = [1.2, 1.2] as const;

/** Two muscles that share a border, about a bone, in fat: their middle and size go their own way, which no two drawn slices tell. */
function thigh(k: number): Uint8Array {
  const [middleX, middleY, radius] = [44 + 5 * Math.sin(k * 1.1), 40 + 4 * Math.cos(k * 0.9), 24 + 3 * Math.sin(k * 0.8)];
  const border = 3 * Math.cos(k);
  return Uint8Array.from({ length: area }, (_, at) => {
    const [x, y] = [(at % columns) - middleX, Math.floor(at / columns) - middleY];
    if (x * x + y * y > radius * radius || x * x + y * y < 36) return 0;
    return Math.abs(x - border) < 1 ? 0 : x < border ? 1 : 2;
  });
}

/** Noise that is the same each time, uniform about 0. */
function noise(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32 - 0.5;
}

/** Fat 1000, muscle 300, bone 30, with noise. */
function imageOf(labels: Uint8Array, k: number, amplitude = 60): Float32Array {
  const random = noise(k + 1);
  const [middleX, middleY] = [44 + 5 * Math.sin(k * 1.1), 40 + 4 * Math.cos(k * 0.9)];
  return Float32Array.from(labels, (label, at) => {
    const isBone = ((at % columns) - middleX) ** 2 + (Math.floor(at / columns) - middleY) ** 2 < 36;
    return (isBone ? 30 : label === 0 ? 1000 : 300) + amplitude * random();
  });
}

const truth = Array.from({ length: 5 }, (_, k) => thigh(k));
const images = new Map(truth.map((labels, k) => [k, imageOf(labels, k)]));

function stackOf(drawn: readonly Uint8Array[]): LabelSlices {
  return { columns, rows, spacingMm, positionsMm: drawn.map((_, k) => 6 * k), slice: (k) => drawn[k]! };
}

const drawnOn = (those: readonly number[]) => truth.map((labels, k) => (those.includes(k) ? labels : new Uint8Array(area)));

function fitted(drawn: readonly Uint8Array[], values: ReadonlyMap<number, ArrayLike<number>>, { bandMm = 12, segments = [1, 2] } = {}) {
  const slices = stackOf(drawn);
  const filled = fillBetween(slices, segments);
  const fit = fitBetween(slices, filled, { motions: new SliceMotions(values, slices), values: (k) => values.get(k)!, bandMm });
  return { filled, fit };
}

function dice(a: Uint8Array, b: Uint8Array): number {
  let [both, sum] = [0, 0];
  for (const [at, label] of a.entries()) {
    sum += Number(label !== 0) + Number(b[at] !== 0);
    if (label !== 0 && label === b[at]) both += 2;
  }
  return both / sum;
}

const between = [1, 2, 3];

describe("filling between slices, fitted to the image", () => {
  it("finds the borders that the image shows, where the shape alone misses them", () => {
    const { filled, fit } = fitted(drawnOn([0, 4]), images);
    for (const k of between) {
      expect(dice(filled.labelsOn(k), truth[k]!)).toBeLessThan(0.9);
      expect(dice(fit.labelsOn(k), truth[k]!)).toBeGreaterThan(0.95);
    }
    expect([...fit.segmentsOn]).toEqual([...filled.segmentsOn]);
  });

  it("gives just the shape's fill where the image has no edge, or is missing", () => {
    const constant = new Map(truth.map((_, k) => [k, new Float32Array(area).fill(300)]));
    const nowhere = new Map(truth.map((_, k) => [k, new Float32Array(area).fill(Number.NaN)]));
    for (const values of [constant, nowhere, new Map([[0, images.get(0)!]]), new Map<number, Float32Array>()]) {
      const { filled, fit } = fitted(drawnOn([0, 4]), values);
      for (const k of between) expect(fit.labelsOn(k)).toEqual(filled.labelsOn(k));
    }
  });

  it("keeps close to the shape's fill where the image is nothing but noise", () => {
    const random = noise(5);
    const noisy = new Map(truth.map((_, k) => [k, Float32Array.from({ length: area }, () => random())]));
    const { filled, fit } = fitted(drawnOn([0, 4]), noisy);
    for (const k of between) expect(dice(fit.labelsOn(k), filled.labelsOn(k))).toBeGreaterThan(0.9);
  });

  it.each([1, 3, 6])("moves no border farther than the band of %i mm, give or take a pixel", (bandMm) => {
    const { filled, fit } = fitted(drawnOn([0, 4]), images, { bandMm });
    const moved = between.map((k) => farthest(filled.labelsOn(k), fit.labelsOn(k)));
    expect(Math.max(...moved)).toBeLessThan(bandMm + 1.2);
    expect(Math.max(...moved)).toBeGreaterThan(0);
  });

  it("touches neither drawn slices nor what other segments hold, and leaves no piece apart from the shape's fill", () => {
    const drawn = drawnOn([0, 4]).map((labels) => labels.slice());
    // A third segment, drawn on a slice between.
    for (let at = 30 * columns; at < 34 * columns; at++) drawn[2]![at] = 3;
    const before = drawn.map((labels) => labels.slice());
    const { filled, fit } = fitted(drawn, images, { segments: [1, 2, 3] });
    const overwritten = between.flatMap((k) =>
      [...before[k]!.entries()].filter(([at, label]) => label !== 0 && fit.labelsOn(k)[at] !== label),
    );
    expect(overwritten).toEqual([]);
    const apart = between.flatMap((k) => {
      const [shape, found] = [filled.labelsOn(k), fit.labelsOn(k)];
      return [1, 2].flatMap((segment) =>
        piecesOf(found, columns, segment, rectsOf(found, columns).get(segment)!).filter(
          ({ pixels }) => !pixels.some((pixel) => shape[pixel] === segment),
        ),
      );
    });
    expect(apart).toEqual([]);
    expect(drawn).toEqual(before);
    expect(fit.segmentsOn.has(0)).toBe(false);
  });

  it("makes no difference of what values are counted in, but for rounding", () => {
    const { fit } = fitted(drawnOn([0, 4]), images);
    const other = new Map([...images].map(([k, values]) => [k, values.map((value) => 3 * value - 500)]));
    for (const k of between) expect(dice(fitted(drawnOn([0, 4]), other).fit.labelsOn(k), fit.labelsOn(k))).toBeGreaterThan(0.995);
  });

  it("says where the two drawn slices differ most", () => {
    const { fit } = fitted(drawnOn([0, 4]), images);
    const doubts = between.flatMap((k) => [...fit.doubtOn(k).values()]);
    expect(doubts).toHaveLength(6);
    // Each half has some 1,000 mm2.
    expect(Math.max(...doubts)).toBeLessThan(300);
    // A muscle that is drawn elsewhere on the last slice: both slices cannot be right.
    const wrong = drawnOn([0, 4]).map((labels, k) => (k === 4 ? labels.map((label) => (label === 2 ? 0 : label)) : labels));
    for (let y = 60; y < 70; y++) for (let x = 60; x < 80; x++) wrong[4]![y * columns + x] = 2;
    const doubtful = fitted(wrong, images).fit.doubtOn(2);
    expect(doubtful.get(2)).toBeGreaterThan(600);
    expect(doubtful.get(1)).toBeLessThan(300);
  });
});

/** How far a pixel that changed lies from the border of the segment that it went to or left, at most, mm. */
function farthest(shape: Uint8Array, found: Uint8Array): number {
  const nearest = (is: (label: number) => boolean, at: number) => {
    let best = Infinity;
    for (const [other, label] of shape.entries()) {
      if (!is(label)) continue;
      const [x, y] = [(other % columns) - (at % columns), Math.floor(other / columns) - Math.floor(at / columns)];
      best = Math.min(best, Math.hypot(x * spacingMm[0], y * spacingMm[1]));
    }
    return best;
  };
  let most = 0;
  for (const [at, label] of found.entries()) {
    const was = shape[at]!;
    if (was === label) continue;
    if (label !== 0)
      most = Math.max(
        most,
        nearest((each) => each === label, at),
      );
    if (was !== 0)
      most = Math.max(
        most,
        nearest((each) => each !== was, at),
      );
  }
  return most;
}
