import { expect, test } from "vitest";
import type { AnalysedReading } from "#shared/domain/agreement/analysedReading.ts";
import { groupDifferences, scoreSources } from "#shared/domain/agreement/groupDifferences.ts";
import { scoreAgreement } from "#shared/domain/agreement/scoreAgreement.ts";
import { scoreColumns } from "#shared/domain/agreement/scoreColumns.ts";
import type { Answer } from "#shared/domain/project/answer.ts";
import { templateProtocol } from "../../../../src-main/services/projects/index.ts";
import { noSharedData } from "../../../sharedData.ts";
import { oracleFile } from "../../statistics/oracleDifferences.ts";

interface Oracle {
  readonly group: readonly string[];
  readonly scores: readonly ({ readonly muscle: string; readonly side: string } & Record<
    "readerA" | "readerB" | "readerA_pass2",
    readonly (number | null)[]
  >)[];
  readonly perMuscleSide: readonly ({
    readonly muscle: string;
    readonly side: string;
    readonly W: number;
    readonly pUncorrected: number;
  } & Record<
    "inter" | "intra",
    { readonly n: number; readonly exact: number } & Record<"unweighted" | "unweightedASE" | "linear" | "quadratic", number>
  >)[];
  readonly totalScore: {
    readonly n: number;
    readonly ICC_A1: number;
    readonly lower: number;
    readonly upper: number;
    readonly ICC_C1: number;
  };
  readonly allPooled: { readonly n: number; readonly exact: number } & Record<"unweighted" | "linear" | "quadratic", number>;
}

const form = "mercuri-modified";
const columns = scoreColumns(templateProtocol("myopathy")).filter((column) => column.form === form);

/** The readings of the oracle's study: reader 1 twice, reader 2 once. */
function readingsOf({ group, scores }: Oracle): AnalysedReading[] {
  const item = columns[0]!.item.id;
  return (
    [
      ["readerA", 1, 1],
      ["readerA_pass2", 1, 2],
      ["readerB", 2, 1],
    ] as const
  ).flatMap(([name, readerNumber, pass]) =>
    group.map((of, at): AnalysedReading => ({
      caseCode: `C${at + 1}`,
      group: of,
      readerNumber,
      pass,
      answers: new Map(
        scores.map((score): [string, Answer] => {
          const grade = score[name][at]!;
          const key = `${form}/${item}/${score.muscle}/${score.side}`;
          return [
            key,
            grade === null ? { type: "not assessable", reason: "artefact", words: "" } : { type: "grade", value: String(grade) },
          ];
        }),
      ),
    })),
  );
}

test.skipIf(noSharedData)("scores of a study as R has them: kappa of every muscle and side, of all together, and the groups", () => {
  const oracle = oracleFile("mercuri.json") as unknown as Oracle;
  const readings = readingsOf(oracle);
  const { columns: agreed, pooled, totals } = scoreAgreement(readings, columns);
  const [source] = scoreSources(readings);
  const differences = groupDifferences(readings, columns, source!);
  expect(differences).toMatchObject({ tests: 34, withoutGroup: 0, source: { readerNumber: 1, pass: 1 } });
  expect(agreed).toHaveLength(34);
  for (const theirs of oracle.perMuscleSide) {
    const isSame = ({ column }: { readonly column: { readonly muscle: string | null; readonly side: string | null } }) =>
      column.muscle === theirs.muscle && column.side === theirs.side;
    const { comparisons } = agreed.find(isSame)!;
    for (const kind of ["inter", "intra"] as const) {
      const ours = comparisons.find((comparison) => comparison.kind === kind)!;
      expect(ours.n).toBe(theirs[kind].n);
      expect(ours.exactAgreement).toBeCloseTo(theirs[kind].exact, 9);
      expect(ours.kappa.unweighted.value).toBeCloseTo(theirs[kind].unweighted, 9);
      expect(ours.kappa.unweighted.se).toBeCloseTo(theirs[kind].unweightedASE, 9);
      expect(ours.kappa.linear.value).toBeCloseTo(theirs[kind].linear, 9);
      expect(ours.kappa.quadratic.value).toBeCloseTo(theirs[kind].quadratic, 9);
    }
    const difference = differences.differences.find(isSame)!;
    const [imnm, lgmd] = difference.groups;
    expect([imnm!.name, lgmd!.name]).toEqual(["IMNM", "LGMDR2"]);
    // R's W is U of its first group, which is ours second by name.
    expect(difference.mannWhitney!.u).toBeCloseTo(imnm!.n * lgmd!.n - theirs.W, 9);
    expect(difference.p).toBeCloseTo(theirs.pUncorrected, 9);
  }
  const together = pooled.find(({ kind }) => kind === "inter")!;
  expect(together).toMatchObject({ cases: 75, pairs: oracle.allPooled.n });
  expect(together.exactAgreement).toBeCloseTo(oracle.allPooled.exact, 9);
  for (const weighting of ["unweighted", "linear", "quadratic"] as const) {
    const { value, interval } = together.kappa[weighting];
    expect(value).toBeCloseTo(oracle.allPooled[weighting], 9);
    expect(interval.lower!).toBeLessThan(value!);
    expect(interval.upper!).toBeGreaterThan(value!);
  }
  const total = totals[0]!.comparisons.find(({ kind }) => kind === "inter")!;
  expect(total.n).toBe(oracle.totalScore.n);
  expect(total.icc["A,1"]).toMatchObject({
    value: expect.closeTo(oracle.totalScore.ICC_A1, 9) as number,
    lower: expect.closeTo(oracle.totalScore.lower, 9) as number,
    upper: expect.closeTo(oracle.totalScore.upper, 9) as number,
  });
  expect(total.icc["C,1"].value).toBeCloseTo(oracle.totalScore.ICC_C1, 9);
});
