import { describe, expect, test } from "vitest";
import { anonymousReaders, casesToAdjudicate, type ComparedCase } from "#shared/domain/project/adjudication.ts";
import { sha256 } from "./sha256.ts";

const compared = (code: string, positions: readonly (number | null)[], dice: number | null): ComparedCase => ({
  code,
  grades: [{ about: "soleus left", positions }],
  overlaps: [{ about: "thigh", dice }],
});

describe("cases for adjudication", () => {
  const cases = [
    compared("ALIKE", [2, 2], 0.9),
    compared("ONE", [2, 3], 0.7),
    compared("TWO", [1, 3], 0.9),
    compared("DICE", [4, 4], 0.6999),
    compared("BOTH", [5, 0], 0),
    compared("EMPTY", [null, null], null),
    compared("HALF", [null, 0], null),
  ];

  test("are those that differ by the limit or more, or lie below the limit of Dice", () => {
    expect(casesToAdjudicate({ gradeDifference: 2, diceBelow: 0.7 }, cases)).toEqual([
      { code: "TWO", reasons: ["soleus left: 2 grades apart"] },
      { code: "DICE", reasons: ["thigh: Dice 0.700, below 0.7"] },
      { code: "BOTH", reasons: ["soleus left: 5 grades apart", "thigh: Dice 0.000, below 0.7"] },
      { code: "HALF", reasons: ["soleus left: graded by one reader, not assessable for another"] },
    ]);
  });

  test("follow each rule alone, and no rule", () => {
    const codes = (rule: Parameters<typeof casesToAdjudicate>[0]) => casesToAdjudicate(rule, cases).map(({ code }) => code);
    expect(codes({ gradeDifference: 1, diceBelow: null })).toEqual(["ONE", "TWO", "BOTH", "HALF"]);
    expect(codes({ gradeDifference: null, diceBelow: 0.95 })).toEqual(["ALIKE", "ONE", "TWO", "DICE", "BOTH"]);
    expect(codes({ gradeDifference: null, diceBelow: null })).toEqual([]);
  });

  test("of three readers are judged by the highest and the lowest", () => {
    expect(casesToAdjudicate({ gradeDifference: 2, diceBelow: null }, [compared("THREE", [1, 2, 3], null)])).toHaveLength(1);
  });
});

describe("readers as A and B", () => {
  const lettersOf = (caseId: string, readers = ["reader-1", "reader-2"]) =>
    anonymousReaders({ project: "project-1", caseId, readers }, sha256);

  test("are the same whenever it is asked, whoever is named first", () => {
    // By the program in Python that readingOrder.test.ts names.
    expect(lettersOf("case-1")).toEqual([
      { letter: "A", reader: "reader-2" },
      { letter: "B", reader: "reader-1" },
    ]);
    expect(lettersOf("case-2").map(({ reader }) => reader)).toEqual(["reader-1", "reader-2"]);
    expect(lettersOf("case-1", ["reader-2", "reader-1"])).toEqual(lettersOf("case-1"));
  });

  test("change from case to case, each as often", () => {
    const first = Array.from({ length: 4000 }, (_, at) => lettersOf(`case-${at}`)[0]!.reader).filter((reader) => reader === "reader-1");
    // 2000, standard deviation sqrt(4000) / 2 = 32; four of them.
    expect(Math.abs(first.length - 2000)).toBeLessThan(4 * 31.7);
  });
});
