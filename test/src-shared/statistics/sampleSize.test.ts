import { expect, test } from "vitest";
import {
  iccWidthOf,
  subjectsForBinaryKappa,
  subjectsForIcc,
  subjectsForIccWidth,
  subjectsForKappa,
  subjectsForKappaLimit,
} from "#shared/statistics/agreement/sampleSize.ts";
import { iccOfMeanSquares } from "#shared/statistics/agreement/intraclassCorrelation.ts";
import { linearProgram } from "#shared/statistics/agreement/linearProgram.ts";
import { noSharedData } from "../../sharedData.ts";
import { oracleFile, type OracleCall } from "./oracleDifferences.ts";

test.skipIf(noSharedData)("every case of samplesize.json that its programs could compute", () => {
  const file = oracleFile("samplesize.json") as Record<string, OracleCall[]>;
  const numbers = (call: string) => [...call.slice(call.indexOf("(")).matchAll(/0?\.\d+|\d+/g)].map(([text]) => Number(text));
  const outcomes = {
    iccHypothesis: ({ output }: OracleCall) => {
      const { p, p0, k, power, N } = output as Record<string, number>;
      return [subjectsForIcc({ icc: p!, iccToExceed: p0!, readers: k!, power: power! }), N];
    },
    iccWidth: ({ output }: OracleCall) => {
      const { rho, k, confWidth, n } = output as Record<string, number>;
      return [subjectsForIccWidth(rho!, k!, confWidth!), n];
    },
    kappaTwoCategories: ({ call, output }: OracleCall) => [
      subjectsForBinaryKappa({ kappa: 0.8, kappaNull: 0.6, twoSided: call.includes("twosided=TRUE") }, [0.5, 0.5]),
      (output as { N: number }).N,
    ],
    kappaManyCategories: ({ call, output }: OracleCall) => {
      const shares = numbers(call.slice(call.indexOf("c("), call.indexOf("),k1")));
      return [subjectsForKappa({ kappa: 0.8, kappaNull: 0.6 }, shares), (output as { N: number }).N];
    },
    kappaGoodnessOfFit: ({ call, output }: OracleCall) => {
      const { N } = output as { N: number | null };
      if (N === null) return [null, null];
      const value = (name: string) => Number(new RegExp(`${name}=([\\d.]+)`).exec(call)![1]);
      return [subjectsForKappaLimit({ kappa: value("kappa0"), lower: value("kappaL"), share: value("props") }), N];
    },
  };
  for (const [list, outcome] of Object.entries(outcomes)) {
    const compared = file[list]!.map((call) => outcome(call));
    expect(compared.length).toBeGreaterThan(0);
    expect({ [list]: compared.map(([ours]) => ours) }).toEqual({ [list]: compared.map(([, theirs]) => theirs) });
  }
  // presize adds 5 rho to the subjects of two readers here as well, where it is to be taken off: its widths are no inverse of its own
  // sizes. Three readers only.
  const [, , three] = file["iccWidthAtN"]!;
  const { rho, k, n, confWidth } = three!.output as Record<string, number>;
  expect(iccWidthOf(rho!, k!, n!)).toBeCloseTo(confWidth!, 9);
});

test("the width of an ICC's interval is the inverse of its sample size, and near to that of the F interval", () => {
  for (const [icc, readers] of [
    [0.9, 2],
    [0.85, 2],
    [0.6, 2],
    [0.8, 3],
  ] as const) {
    expect(subjectsForIccWidth(icc, readers, iccWidthOf(icc, readers, 75) * (1 + 1e-12))).toBe(75);
    // Mean squares that give this ICC(C,1).
    const msr = (1 + (readers - 1) * icc) / (1 - icc);
    const { lower, upper } = iccOfMeanSquares({ n: 75, k: readers, msr, msc: 1, mse: 1, msw: 1, hasNoVariation: false })["C,1"];
    expect(Math.abs(iccWidthOf(icc, readers, 75) - (upper! - lower!))).toBeLessThan(0.004);
  }
});

test(".9 against .81 with two readers and a power of .8 takes 67 subjects", () => {
  expect(subjectsForIcc({ icc: 0.9, iccToExceed: 0.81, readers: 2 })).toBe(67);
});

test("a linear program: the corner by hand, none that fits, a row that says nothing new", () => {
  // 3x + 2y at most where x + y + s = 4 and x + 3y + t = 6: at (4, 0).
  const rows = [
    [1, 1, 1, 0],
    [1, 3, 0, 1],
  ];
  expect(linearProgram([3, 2, 0, 0], rows, [4, 6])).toBeCloseTo(12, 12);
  // -x + 2y at most: at (0, 2).
  expect(linearProgram([-1, 2, 0, 0], rows, [4, 6])).toBeCloseTo(4, 12);
  expect(
    linearProgram(
      [1, 1],
      [
        [1, 1],
        [1, 1],
      ],
      [1, 2],
    ),
  ).toBeNull();
  expect(
    linearProgram(
      [1, 0],
      [
        [1, 1],
        [1, 1],
      ],
      [1, 1],
    ),
  ).toBeCloseTo(1, 12);
  expect(linearProgram([1, 0], [[0, 1]], [1])).toBeNull();
});
