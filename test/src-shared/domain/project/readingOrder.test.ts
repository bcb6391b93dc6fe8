import { describe, expect, test } from "vitest";
import { codeAlphabet } from "#shared/domain/codeAlphabet.ts";
import { caseCodePattern, makeCaseCodes } from "#shared/domain/project/caseCode.ts";
import { readingOrder, shuffled, subsetOfCases } from "#shared/domain/project/readingOrder.ts";
import { createRandom } from "#shared/statistics/random.ts";
import { sha256 } from "./sha256.ts";

const cases = ["a", "b", "c", "d", "e", "f", "g", "h"];
const order = (given: Partial<Parameters<typeof readingOrder>[0]>) =>
  readingOrder({ project: "project-1", reader: "reader-2", pass: 1, cases, earlier: null, ...given }, sha256);

describe("Fisher and Yates", () => {
  test("changes places as worked by hand", () => {
    // ABCDE: 4 <-> 1: AECDB; 3 <-> 3: AECDB; 2 <-> 0: CEADB; 1 <-> 0: ECADB.
    const draws = [1, 3, 0, 0];
    const bounds: number[] = [];
    const list = shuffled("ABCDE".split(""), {
      index: (count) => {
        bounds.push(count);
        return draws[bounds.length - 1]!;
      },
    });
    expect(list.join("")).toBe("ECADB");
    expect(bounds).toEqual([5, 4, 3, 2]);
  });
});

describe("the order of reading", () => {
  // Worked out by a program in Python: hashlib's SHA-256, xoshiro128** and splitmix32 written anew.
  test("comes from project, reader and pass", () => {
    expect(order({})).toEqual({ seed: 1224884232, order: "cgbdefah".split("") });
    expect(order({ pass: 2 })).toEqual({ seed: 4251399023, order: "ecbhafgd".split("") });
  });

  test("does not depend on the order in which cases were added", () => {
    expect(order({ cases: cases.toReversed() })).toEqual(order({}));
  });

  test("has every case once, in every place alike: 10,000 seeds", () => {
    const ten = Array.from({ length: 10 }, (_, at) => `case-${at}`);
    const counts = ten.map(() => ten.map(() => 0));
    const seeds = 10_000;
    for (let reader = 0; reader < seeds; reader++) {
      const places = order({ reader: `reader-${reader}`, cases: ten }).order;
      expect(new Set(places).size).toBe(10);
      places.forEach((id, place) => (counts[ten.indexOf(id)]![place]! += 1));
    }
    const expected = seeds / 10;
    const statistic = counts.map((row) => row.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0));
    // Chi-squared with 9 degrees of freedom for each case: 0.1 % quantile 27.877 (SciPy); with (10 - 1)^2 = 81 for the table, of which the sum is 10/9: 126.08.
    for (const ofCase of statistic) expect(ofCase).toBeLessThan(27.877);
    expect(statistic.reduce((sum, ofCase) => sum + ofCase, 0) * 0.9).toBeLessThan(126.08);
  });

  test("is another one in the second pass, also of two cases", () => {
    for (let reader = 0; reader < 500; reader++) {
      for (const some of [cases.slice(0, 2), cases.slice(0, 3), cases]) {
        const first = order({ reader: `reader-${reader}`, cases: some });
        const second = order({ reader: `reader-${reader}`, cases: some, pass: 2, earlier: first.order });
        expect(second.order).not.toEqual(first.order);
        expect(second.order.toSorted()).toEqual(some);
      }
    }
  });

  test("of a subset differs from the order of the same cases before", () => {
    for (let reader = 0; reader < 200; reader++) {
      const first = order({ reader: `reader-${reader}` });
      const second = order({ reader: `reader-${reader}`, cases: ["b", "e"], pass: 2, earlier: first.order });
      expect(second.order).toEqual(first.order.filter((id) => id === "b" || id === "e").toReversed());
    }
  });

  test("is that of one case where there is only one", () => {
    expect(order({ cases: ["a"], pass: 2, earlier: ["a"] }).order).toEqual(["a"]);
    expect(order({ cases: [] }).order).toEqual([]);
  });
});

describe("a random subset", () => {
  test("comes from project and pass, and is refused where cases are too few", () => {
    expect(subsetOfCases({ project: "project-1", pass: 2, cases, size: 3 }, sha256)).toEqual({ seed: 1844897307, cases: ["c", "d", "h"] });
    expect(subsetOfCases({ project: "project-1", pass: 2, cases: cases.toReversed(), size: 3 }, sha256).cases).toEqual(["c", "d", "h"]);
    expect(() => subsetOfCases({ project: "p", pass: 2, cases, size: 9 }, sha256)).toThrow(
      "Pass 2 is of a random subset of 9 cases, but the project has 8",
    );
  });

  test("holds every case equally often", () => {
    const counts = new Map(cases.map((id) => [id, 0]));
    for (let project = 0; project < 8000; project++)
      for (const id of subsetOfCases({ project: `p-${project}`, pass: 2, cases, size: 3 }, sha256).cases)
        counts.set(id, counts.get(id)! + 1);
    // 3 of 8 in 8000: 3000, standard deviation sqrt(8000 * 3/8 * 5/8) = 43; four of them.
    for (const count of counts.values()) expect(Math.abs(count - 3000)).toBeLessThan(4 * 43.3);
  });
});

describe("case codes", () => {
  const { index } = createRandom(7);
  const many = Array.from({ length: 2000 }, (_, at) => `case-${at}`);

  test("have one length, no sign that looks like another, and are all different from each other and from those taken", () => {
    const first = makeCaseCodes(many, new Set(), index);
    const taken = new Set(first.map(({ code }) => code));
    const second = makeCaseCodes(many, taken, index);
    const all = [...first, ...second].map(({ code }) => code);
    expect(new Set(all).size).toBe(4000);
    for (const code of all) {
      expect(code).toMatch(/^[2-9A-Z]{6}$/);
      expect(code).not.toMatch(/[01OILAEU]/);
      expect(code).toMatch(caseCodePattern);
    }
    expect(new Set(first.map((pair) => pair.case))).toEqual(new Set(many));
  });

  test("draws again where a code is taken", () => {
    const draws = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let at = 0;
    expect(makeCaseCodes(["x"], new Set(["222222"]), () => draws[at++]!)).toEqual([{ case: "x", code: "222223" }]);
  });

  test("say nothing of the order of adding, neither by themselves nor by their own order", () => {
    const pairs = makeCaseCodes(many, new Set(), index);
    const places = pairs.map((pair) => many.indexOf(pair.case));
    const byCode = pairs.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map((pair) => many.indexOf(pair.case));
    // Pearson's correlation of ranks without a relation: standard deviation 1 / sqrt(n - 1) = 0.022; four of them.
    for (const ranks of [places, byCode]) {
      const mean = (many.length - 1) / 2;
      const covariance = ranks.reduce((sum, rank, at) => sum + (rank - mean) * (at - mean), 0);
      const variance = (many.length * (many.length ** 2 - 1)) / 12;
      expect(Math.abs(covariance / variance)).toBeLessThan(0.09);
    }
    expect(codeAlphabet).toHaveLength(new Set(codeAlphabet).size);
  });
});
