import { array, assert, constantFrom, integer, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { edgeFeatures } from "../../../../src-shared/domain/drawing/edgeFeatures.ts";
import {
  linkCosts,
  LivewirePaths,
  placeOfCorner,
  snappedCorner,
  trainedOn,
  untrained,
  usedBy,
} from "../../../../src-shared/domain/drawing/livewire.ts";

const neighbours = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/** Noise of a standard deviation of about one, always the same (a linear congruential generator; twelve even numbers are nearly normal). */
function noise(seed: number): () => number {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, next).reduce((sum, each) => sum + each, -6);
}

const image = (columns: number, rows: number, of: (column: number, row: number) => number) =>
  Float32Array.from({ length: columns * rows }, (_, at) => of(at % columns, Math.floor(at / columns)));

describe("livewire", () => {
  it("finds paths as cheap as brute force does", () => {
    assert(
      property(
        integer({ min: 2, max: 6 }),
        integer({ min: 2, max: 6 }),
        array(integer({ min: 0, max: 50 }), { minLength: 36, maxLength: 36 }),
        constantFrom([1, 1] as const, [0.5, 2] as const),
        nat(),
        (columns, rows, values, spacing, any) => {
          const features = edgeFeatures(values.slice(0, columns * rows), columns, rows, spacing);
          const count = features.columns * features.rows;
          const seed = any % count;
          const paths = new LivewirePaths(features, untrained, seed);
          const { costOf } = linkCosts(features, untrained);
          // Bellman & Ford: every link is tried until nothing gets cheaper.
          const best = Array.from({ length: count }, () => Infinity);
          best[seed] = 0;
          const linkTo = (from: number, link: number) => {
            const [x, y] = [(from % features.columns) + neighbours[link]![0], Math.floor(from / features.columns) + neighbours[link]![1]];
            return x < 0 || y < 0 || x >= features.columns || y >= features.rows ? -1 : y * features.columns + x;
          };
          for (let round = 0; round < count; round++)
            for (let from = 0; from < count; from++)
              for (let link = 0; link < 8; link++) {
                const to = linkTo(from, link);
                if (to >= 0) best[to] = Math.min(best[to]!, best[from]! + costOf(from, link));
              }
          for (let corner = 0; corner < count; corner++) {
            expect(paths.costTo(corner)).toBe(best[corner]);
            const path = paths.pathTo(corner);
            expect([path[0], path.at(-1)]).toEqual([seed, corner]);
            const steps = path.slice(1).map((to, at) => {
              const link = neighbours.findIndex((_, each) => linkTo(path[at]!, each) === to);
              return costOf(path[at]!, link);
            });
            expect(steps.reduce((sum, cost) => sum + cost, 0)).toBe(best[corner]);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("costs a link what Mortensen & Barrett say", () => {
    // A step of 100 between columns 3 and 4. Along it: zero crossing, the strongest gradient, the edge's own direction.
    const features = edgeFeatures(
      image(8, 8, (column) => (column < 4 ? 0 : 100)),
      8,
      8,
      [1, 1],
    );
    const { costOf } = linkCosts(features, untrained);
    const onEdge = 4 * 9 + 4;
    expect(costOf(onEdge, 2)).toBe(1);
    // Straight across it from outside: both angles are 90 degrees, so that the direction costs 2/3; the crossing costs nothing.
    expect(costOf(onEdge - 1, 0)).toBe(Math.round(1 + 255 * 0.14 * (2 / 3)));
    // Away from it along a flat row: no crossing, next to no gradient.
    expect(costOf(4 * 9 + 1, 4)).toBe(Math.round(1 + 255 * (0.43 + 0.43 + 0.14 * (2 / 3))));
  });

  it("runs along a noisy step within one pixel of it", () => {
    const random = noise(7);
    // The edge lies at 20.5 + row / 4; noise of a fifth of the step.
    const values = image(60, 80, (column, row) => (column > 20.5 + row / 4 ? 100 : 0) + 20 * random());
    const features = edgeFeatures(values, 60, 80, [1, 1]);
    const corner = (row: number) => snappedCorner(features, [20.5 + row / 4, row], 2);
    const path = new LivewirePaths(features, untrained, corner(5)).pathTo(corner(75));
    for (const [i, j] of path.map((each) => placeOfCorner(features, each)))
      expect(Math.abs(i - 20.5 - j / 4) / Math.hypot(1, 1 / 4)).toBeLessThanOrEqual(1.5);
    const away = path.map((each) => placeOfCorner(features, each)).map(([i, j]) => Math.abs(i - 20.5 - j / 4) / Math.hypot(1, 1 / 4));
    expect(away.reduce((sum, each) => sum + each, 0) / away.length).toBeLessThan(1);
  });

  it("goes round a disc by four seeds within one pixel of its edge", () => {
    const [middle, radius] = [40, 25];
    const values = image(81, 81, (column, row) => (Math.hypot(column - middle, row - middle) < radius ? 200 : 50));
    const features = edgeFeatures(values, 81, 81, [1, 1]);
    const seeds = [0, 1, 2, 3, 4].map((turn) =>
      snappedCorner(features, [middle + radius * Math.cos((turn * Math.PI) / 2), middle + radius * Math.sin((turn * Math.PI) / 2)], 2),
    );
    for (const [at, seed] of seeds.slice(0, 4).entries()) {
      const path = new LivewirePaths(features, untrained, seed).pathTo(seeds[at + 1]!);
      for (const [i, j] of path.map((each) => placeOfCorner(features, each)))
        expect(Math.abs(Math.hypot(i - middle, j - middle) - radius)).toBeLessThanOrEqual(1);
      expect(path.length).toBeGreaterThan(radius);
    }
  });

  it("stays on a weak edge that it was trained on, beside a strong one", () => {
    // A weak edge at column 20 and a strong one at column 26, of the same length; seeds on the weak one.
    const values = image(50, 120, (column) => (column < 20 ? 0 : column < 26 ? 25 : 225));
    const features = edgeFeatures(values, 50, 120, [1, 1]);
    const corner = (row: number) => row * features.columns + 20;
    const edge = Array.from({ length: 64 }, (_, at) => corner(10 + at));
    const columnsOf = (path: readonly number[]) => path.map((each) => each % features.columns);
    expect(Math.max(...columnsOf(new LivewirePaths(features, untrained, corner(10)).pathTo(corner(110))))).toBe(26);
    expect(columnsOf(new LivewirePaths(features, trainedOn(features, edge), corner(10)).pathTo(corner(110)))).toEqual(
      Array.from({ length: 101 }, () => 20),
    );
  });

  it("does not run back along itself", () => {
    const features = edgeFeatures(
      image(60, 60, (column) => (column < 30 ? 0 : 100)),
      60,
      60,
      [1, 1],
    );
    const corner = (column: number, row: number) => row * features.columns + column;
    const edge = new LivewirePaths(features, untrained, corner(30, 10)).pathTo(corner(30, 50));
    const out = [...edge, corner(20, 50)];
    const columnsOf = (paths: LivewirePaths) => paths.pathTo(corner(20, 10)).map((each) => each % features.columns);
    // By the edge is the cheaper way, were it not taken.
    expect(Math.max(...columnsOf(new LivewirePaths(features, untrained, corner(20, 50))))).toBe(30);
    const after = new LivewirePaths(features, untrained, corner(20, 50), { isUsed: usedBy(features, out) });
    expect(Math.max(...columnsOf(after))).toBeLessThan(25);
  });

  it("goes straight on beyond its reach, and takes values that are none", () => {
    const features = edgeFeatures(
      image(30, 3, (column) => (column === 4 ? NaN : 0)),
      30,
      3,
      [1, 1],
    );
    const path = new LivewirePaths(features, untrained, 31, { reach: 5 }).pathTo(31 + 20);
    expect([path[0], path.at(-2)! % 31, path.at(-1)]).toEqual([31, 5, 51]);
    expect(new LivewirePaths(features, untrained, 31, { reach: 5 }).costTo(51)).toBe(Infinity);
  });
});
