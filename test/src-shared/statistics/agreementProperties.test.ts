import * as fc from "fast-check";
import { expect, test } from "vitest";
import { agreementReport, measurementReport } from "#shared/statistics/agreement/agreementReport.ts";
import { chanceCorrected } from "#shared/statistics/agreement/chanceCorrected.ts";
import { cohenKappa } from "#shared/statistics/agreement/cohenKappa.ts";
import { gradeTable, gradeWeights, weightings } from "#shared/statistics/agreement/gradeWeights.ts";
import { iccForms, intraclassCorrelation } from "#shared/statistics/agreement/intraclassCorrelation.ts";
import { bootstrapInterval } from "#shared/statistics/bootstrap.ts";
import { signedRank } from "#shared/statistics/tests/signedRank.ts";
import { countVoxels, diceOf, type MaskPair } from "#shared/statistics/overlap/maskPair.ts";
import { sliceOverlap } from "#shared/statistics/overlap/sliceOverlap.ts";
import { volumeDistances } from "#shared/statistics/overlap/volumeDistances.ts";

const scores = fc
  .record({ readers: fc.integer({ min: 2, max: 4 }), subjects: fc.integer({ min: 3, max: 12 }) })
  .chain(({ readers, subjects }) =>
    fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: readers, maxLength: readers }), {
      minLength: subjects,
      maxLength: subjects,
    }),
  );

test("ICC stays the same when a constant is added to all values, and when all are multiplied", () => {
  fc.assert(
    fc.property(scores, fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 9 }), (table, constant, factor) => {
      const plain = intraclassCorrelation(table);
      const moved = intraclassCorrelation(table.map((row) => row.map((value) => factor * value + constant)));
      for (const form of iccForms) {
        for (const key of ["value", "lower", "upper", "p"] as const) {
          const [one, other] = [plain[form][key], moved[form][key]];
          expect(other === null).toBe(one === null);
          expect(Math.abs((one ?? 0) - (other ?? 0))).toBeLessThan(1e-9 * Math.max(1, Math.abs(one ?? 0)));
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("ICC(C) stays the same when a constant is added to one reader; ICC(A) of readers that differ by it alone falls", () => {
  const table = [1, 2, 3, 4, 5, 6].map((value) => [value, value + 10]);
  const icc = intraclassCorrelation(table);
  expect(icc["C,1"]).toMatchObject({ value: 1, lower: null, reason: "the readers agree exactly: the interval cannot be computed" });
  // By hand: MSR = 7, MSE = 0, MSC = 300: 7 / (7 + 2 * 300 / 6).
  expect(icc["A,1"].value).toBeCloseTo(7 / 107, 12);
});

test("readers who agree exactly have no interval, of no coefficient, and a reason in its place", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 40 }),
      fc.integer({ min: 2, max: 5 }),
      (values, given, readers) => {
        fc.pre(Math.max(...values) - Math.min(...values) > 1e-3 && new Set(given).size > 1);
        const repeated = (row: readonly number[]) => row.map((value) => Array.from({ length: readers }, () => value));
        const { icc, ccc } = measurementReport(repeated(values));
        const { kappa, ac, fleiss, conger } = agreementReport(repeated(given), { matrix: repeated(given), count: grades });
        const all = [...Object.values(icc), ...[ac, fleiss, conger].flatMap((each) => Object.values(each))];
        for (const each of [...all, ...(readers === 2 ? [ccc, ...Object.values(kappa)] : [])]) {
          expect(each).toMatchObject({ lower: null, upper: null });
          expect(each.value).toBeCloseTo(1, 12);
          expect(each.reason).toMatch(/^the readers agree exactly: /);
        }
        // Every resample agrees exactly too.
        const limits = readers === 2 ? Object.values(kappa).flatMap(({ bootstrap }) => [bootstrap!.lower, bootstrap!.upper]) : [];
        expect(limits.filter((limit) => limit !== null)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

const grades = 6;
const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: grades - 1 }), fc.integer({ min: 0, max: grades - 1 })), {
  minLength: 2,
  maxLength: 40,
});

test("unweighted kappa stays the same when grades change their names, and every kappa when the scale is turned round", () => {
  fc.assert(
    fc.property(pairs, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: grades, maxLength: grades }), (given, names) => {
      const kappaOf = (rename: (grade: number) => number, weighting: (typeof weightings)[number]) =>
        cohenKappa(
          gradeTable(
            given.map(([a]) => rename(a)),
            given.map(([, b]) => rename(b)),
            grades,
          ),
          gradeWeights(weighting, grades),
        );
      const same = (one: ReturnType<typeof kappaOf>, other: ReturnType<typeof kappaOf>) => {
        expect(other.reason).toBe(one.reason);
        expect(Math.abs((one.value ?? 0) - (other.value ?? 0))).toBeLessThan(1e-9);
        // A standard error of 0 is the root of a rounding error.
        expect(Math.abs((one.se ?? 0) ** 2 - (other.se ?? 0) ** 2)).toBeLessThan(1e-9);
      };
      same(
        kappaOf((grade) => grade, "unweighted"),
        kappaOf((grade) => names[grade]!, "unweighted"),
      );
      for (const weighting of weightings)
        same(
          kappaOf((grade) => grade, weighting),
          kappaOf((grade) => grades - 1 - grade, weighting),
        );
    }),
  );
});

test("of two readers Conger's kappa is Cohen's", () => {
  fc.assert(
    fc.property(pairs, fc.constantFrom(...weightings), (given, weighting) => {
      const weights = gradeWeights(weighting, grades);
      const cohen = cohenKappa(
        gradeTable(
          given.map(([a]) => a),
          given.map(([, b]) => b),
          grades,
        ),
        weights,
      );
      const conger = chanceCorrected(given, weights, "conger");
      expect(Math.abs((cohen.value ?? 0) - (conger.value ?? 0))).toBeLessThan(1e-9);
    }),
  );
});

test("the prevalence paradox is flagged by AC1: kappa -.023, AC1 .941 (Feinstein & Cicchetti 1990)", () => {
  const table = [
    [118, 5],
    [2, 0],
  ];
  const matrix = table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j])));
  expect(cohenKappa(table, gradeWeights("unweighted", 2)).value).toBeCloseTo(-0.023, 3);
  expect(chanceCorrected(matrix, gradeWeights("unweighted", 2), "ac").value).toBeCloseTo(0.941, 3);
});

const maskPairs = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain((size) => {
  const length = size[0] * size[1] * size[2];
  const mask = fc.uint8Array({ min: 0, max: 1, minLength: length, maxLength: length });
  return fc.record({ a: mask, b: mask, size: fc.constant(size), spacingMm: fc.constantFrom([1, 1, 1], [0.9, 1.3, 3]) });
}) as fc.Arbitrary<MaskPair>;

/** The masks with their axes in another order, some of them backwards, in a wider box. */
function moved({ a, b, size, spacingMm }: MaskPair, order: readonly number[], flips: readonly boolean[], pad: number): MaskPair {
  const to = order.map((axis) => size[axis]! + 2 * pad) as [number, number, number];
  const place = (mask: Uint8Array) => {
    const out = new Uint8Array(to[0] * to[1] * to[2]);
    for (let k = 0, at = 0; k < size[2]; k++)
      for (let j = 0; j < size[1]; j++)
        for (let i = 0; i < size[0]; i++, at++) {
          const index = [i, j, k].map((position, axis) => (flips[axis] ? size[axis]! - 1 - position : position));
          const [x, y, z] = order.map((axis) => index[axis]! + pad) as [number, number, number];
          out[(z * to[1] + y) * to[0] + x] = mask[at]!;
        }
    return out;
  };
  return { a: place(a), b: place(b), size: to, spacingMm: order.map((axis) => spacingMm[axis]!) as [number, number, number] };
}

/** Both as text, numbers to nine digits. */
const rounded = (value: object | null) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "number" ? Number(part.toPrecision(9)) : part));
test("Dice and distances in space stay the same when both masks are flipped, permuted and padded", () => {
  const orders = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(
      maskPairs,
      orders,
      fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
      fc.integer({ min: 0, max: 2 }),
      (pair, order, flips, pad) => {
        const other = moved(pair, order, flips, pad);
        expect(diceOf(countVoxels(other.a, other.b))).toBe(diceOf(countVoxels(pair.a, pair.b)));
        expect(rounded(volumeDistances(other, 1))).toBe(rounded(volumeDistances(pair, 1)));
      },
    ),
  );
});

test("distances per slice and pooled stay the same when both masks are flipped, permuted in the plane and padded", () => {
  const orders = fc.constantFrom([0, 1, 2], [1, 0, 2]);
  fc.assert(
    fc.property(
      maskPairs,
      orders,
      fc.tuple(fc.boolean(), fc.boolean(), fc.constant(false)),
      fc.integer({ min: 0, max: 2 }),
      (pair, order, flips, pad) => {
        const [one, other] = [sliceOverlap(pair, 1), sliceOverlap(moved(pair, order, flips, pad), 1)];
        expect(rounded(other.pooled)).toBe(rounded(one.pooled));
        expect(rounded(other.each.map((slice) => ({ ...slice, slice: slice.slice - pad })))).toBe(rounded(one.each));
      },
    ),
  );
});

test("one slice is no body: its distances in space are far below those of its contours", () => {
  // Two squares of 20 x 20 pixels, one moved by 2 pixels along the columns.
  const size = [30, 30, 1] as const;
  const square = (from: number) => {
    const mask = new Uint8Array(900);
    for (let j = 5; j < 25; j++) mask.fill(1, j * 30 + from, j * 30 + from + 20);
    return mask;
  };
  const pair: MaskPair = { a: square(3), b: square(5), size, spacingMm: [1, 1, 18] };
  expect(volumeDistances(pair, 1)!.assd).toBeLessThan(0.2);
  expect(sliceOverlap(pair, 1).pooled.assd).toBeGreaterThan(0.9);
});

test("a bootstrap is repeated by its seed, and holds the mean of what is drawn", () => {
  const values = Array.from({ length: 50 }, (_, index) => Math.sin(index));
  const mean = (units: Uint32Array) => units.reduce((sum, unit) => sum + values[unit]!, 0) / units.length;
  const one = bootstrapInterval(50, mean, { seed: 7 });
  expect(bootstrapInterval(50, mean, { seed: 7 })).toEqual(one);
  expect(bootstrapInterval(50, mean, { seed: 8 })).not.toEqual(one);
  // The half width of a mean's interval is about 1.96 standard errors.
  const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / 50 / 50);
  expect((one.upper! - one.lower!) / (2 * 1.96 * spread)).toBeCloseTo(1, 0);
  expect(bootstrapInterval(5, () => null, { seed: 1, resamples: 10 })).toMatchObject({ lower: null, undefinedIn: 10 });
});

test("values that double precision cannot square have a reason of their own, and no result is NaN or infinite", () => {
  const numbersIn = (value: unknown): number[] =>
    typeof value === "number" ? [value] : typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
  const extreme = fc.constantFrom(0, 1, -1, 1e307, -1e308, 1e308, 1e155, 1e-155, 1e80, -1e-80, 5e-324);
  fc.assert(
    fc.property(fc.array(fc.tuple(extreme, extreme), { minLength: 2, maxLength: 6 }), (table) => {
      expect(numbersIn(measurementReport(table)).filter((value) => !Number.isFinite(value))).toEqual([]);
      const tested = signedRank(
        table.map(([one]) => one),
        table.map(([, other]) => other),
      );
      expect(numbersIn(tested).filter((value) => !Number.isFinite(value))).toEqual([]);
    }),
    { numRuns: 3000 },
  );
  // Values whose ratio or whose square vanishes have no coefficient of variation.
  const tiny = [
    [5e-324, 1],
    [1e-155, 5e-324],
  ];
  expect(measurementReport(tiny).cv).toEqual({
    rms: null,
    log: null,
    ratio: null,
    reason: "underflow: a value is too near 0 for double precision",
  });
  const large = [
    [1e308, -1e308],
    [0, 1e307],
    [-1e308, 1e308],
  ];
  const { icc, sem, sdc, cv, ccc, blandAltman } = measurementReport(large);
  for (const { reason } of [icc["A,1"], icc["1,k"], sem, sdc, cv, ccc, blandAltman])
    expect(reason).toBe("overflow: values too large for double precision");
  // 1e308 - -1e308 and 1.5e308 - -1e308 are both infinite: they would be a tie that is none.
  expect(signedRank([1e308, 1.5e308, 3], [-1e308, -1e308, 1])).toMatchObject({
    p: null,
    reason: "overflow: values too large for double precision",
  });
  // Squares of 1e-200 are 0: the subjects vary all the same.
  const small = measurementReport([
    [1e-200, 2e-200],
    [3e-200, 3e-200],
  ]);
  expect(small.icc["C,1"].reason).toBe("underflow: the values differ by too little for double precision");
});
