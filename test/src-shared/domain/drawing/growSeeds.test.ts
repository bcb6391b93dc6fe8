import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { growSeeds, noSeed } from "../../../../src-shared/domain/drawing/growSeeds.ts";

const [columns, rows] = [6, 5];
const count = columns * rows;

const neighboursOf = (at: number) =>
  [
    at % columns > 0 && at - 1,
    at % columns < columns - 1 && at + 1,
    at >= columns && at - columns,
    at < count - columns && at + columns,
  ].filter((each) => each !== false);

/** Seeds of three classes, among values from 0 to 1000, both of which occur, so that a value is its own level; and fixed voxels. */
const grids = record({
  values: array(integer({ min: 0, max: 1000 }), { minLength: count - 2, maxLength: count - 2 }).map((inner) => [0, ...inner, 1000]),
  seeds: array(constantFrom(noSeed, noSeed, noSeed, 0, 1, 2), { minLength: count, maxLength: count }),
  fixed: array(constantFrom(0, 0, 0, 0, 1), { minLength: count, maxLength: count }),
});

const grown = (seeds: readonly number[], fixed: readonly number[], values: readonly number[]) =>
  growSeeds(Int16Array.from(seeds), Uint8Array.from(fixed), values, columns, [1, 1]);

describe("growing from seeds", () => {
  it("gives each voxel a class whose seed is as near as brute force finds, by a path of that class", () => {
    assert(
      property(grids, ({ values, seeds, fixed }) => {
        const { classes, costs } = grown(seeds, fixed, values);
        // Bellman & Ford for each class by itself.
        const best = [0, 1, 2].map((own) => {
          const cost = seeds.map((each, at) => (each === own && fixed[at] === 0 ? 0 : Infinity));
          for (let round = 0; round < count; round++)
            for (let at = 0; at < count; at++)
              for (const to of neighboursOf(at))
                if (fixed[to] === 0) cost[to] = Math.min(cost[to]!, cost[at]! + 1 + Math.abs(values[at]! - values[to]!));
          return cost;
        });
        const least = seeds.map((_, at) => Math.min(...best.map((cost) => cost[at]!)));
        const isOut = (at: number) => fixed[at] === 1 || least[at] === Infinity;
        const all = [...classes.keys()];
        expect(all.filter((at) => (classes[at] === noSeed) !== isOut(at))).toEqual([]);
        const inside = all.filter((at) => !isOut(at));
        expect(inside.map((at) => costs[at])).toEqual(inside.map((at) => least[at]));
        expect(inside.map((at) => best[classes[at]!]![at])).toEqual(inside.map((at) => least[at]));
        expect(inside.filter((at) => seeds[at] !== noSeed && classes[at] !== seeds[at])).toEqual([]);
      }),
    );
  });

  it("connects every class to its seeds, and gives permuted classes permuted", () => {
    assert(
      property(grids, ({ values, seeds, fixed }) => {
        const { classes } = grown(seeds, fixed, values);
        const reached = new Set([...classes.keys()].filter((at) => seeds[at] !== noSeed && fixed[at] === 0));
        for (const at of reached) for (const to of neighboursOf(at)) if (classes[to] === classes[at]) reached.add(to);
        expect([...classes.keys()].filter((at) => classes[at] !== noSeed && !reached.has(at))).toEqual([]);
        const turned = (each: number) => (each === noSeed ? noSeed : (each + 1) % 3);
        expect([...grown(seeds.map(turned), fixed, values).classes]).toEqual([...classes].map(turned));
      }),
    );
  });

  it("stops at the edge between two tissues, and goes round what is fixed", () => {
    const values = Array.from({ length: count }, (_, at) => (at % columns < 4 ? 100 : 900));
    const seeds = Array.from({ length: count }, () => noSeed);
    seeds[2 * columns] = 0;
    seeds[2 * columns + 5] = 1;
    const fixed = Array.from({ length: count }, (_, at) => (at % columns === 1 && at !== 1 ? 1 : 0));
    const { classes } = grown(seeds, fixed, values);
    for (let at = 0; at < count; at++) expect(classes[at]).toBe(fixed[at] === 1 ? noSeed : at % columns < 4 ? 0 : 1);
  });

  it("takes voxels without a value as far from every other", () => {
    const { classes, costs } = grown(
      [0, ...Array.from({ length: count - 1 }, () => noSeed)],
      Array.from({ length: count }, () => 0),
      Array.from({ length: count }, (_, at) => (at === 7 ? NaN : 5)),
    );
    expect([classes[7], costs[7], costs[8]]).toEqual([0, 1002, 3]);
  });
});

it("through slices each voxel gets a class of the seed with the cheapest way to it, found otherwise by trying all steps until nothing is cheaper (property)", () => {
  const [wide, high, slices] = [4, 3, 3];
  const size = wide * high * slices;
  assert(
    property(
      array(constantFrom(-1, -1, -1, 0, 1, 2), { minLength: size, maxLength: size }),
      array(integer({ min: 0, max: 9 }), { minLength: size, maxLength: size }),
      (seeds, values) => {
        const made = growSeeds(Int16Array.from(seeds), new Uint8Array(size), values, wide, [1, 1], { perSlice: 12, spacingMm: 4 });
        // Differences as parts of a thousand of the range between the lowest and the highest value; a step costs 1, between slices 4.
        const [least, most] = [Math.min(...values), Math.max(...values)];
        const level = values.map((value) => (most > least ? Math.round((1000 * (value - least)) / (most - least)) : 0));
        const costs = seeds.map((seed) => (seed < 0 ? Infinity : 0));
        const place = (at: number) => [at % wide, Math.floor(at / wide) % high, Math.floor(at / 12)] as const;
        const steps = [...costs.keys()].flatMap((from) =>
          [...costs.keys()].flatMap((to) => {
            const [across = 0, down = 0, deep = 0] = place(from).map((each, axis) => Math.abs(each - place(to)[axis]!));
            return across + down + deep === 1 ? [{ from, to, cost: (deep === 1 ? 4 : 1) + Math.abs(level[from]! - level[to]!) }] : [];
          }),
        );
        for (let round = 0; round < size; round++)
          for (const { from, to, cost } of steps) costs[to] = Math.min(costs[to]!, costs[from]! + cost);
        const isReached = seeds.some((seed) => seed >= 0);
        expect([...made.costs]).toEqual(costs.map((cost) => (isReached ? cost : 2 ** 31 - 1)));
        const wrong = [...seeds.keys()].filter((at) =>
          seeds[at]! >= 0
            ? made.classes[at] !== seeds[at]
            : isReached &&
              !steps.some(
                ({ from, to, cost }) => to === at && costs[from]! + cost === costs[at] && made.classes[from] === made.classes[at],
              ),
        );
        expect(wrong).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});
