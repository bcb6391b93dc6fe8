import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { ValueComparison } from "../../../../../src-main/app/commands/compareTable.ts";
import { compareVerb } from "../../../../../src-main/hosts/cli/verbs/compare.ts";
import { noSharedData } from "../../../../sharedData.ts";
import { oracleFile } from "../../../../src-shared/statistics/oracleDifferences.ts";
import { runVerb } from "./runVerb.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

function tableFile(text: string): string {
  writeFileSync(join(folder, "cases.csv"), text);
  return join(folder, "cases.csv");
}

async function compare(path: string, ...args: string[]): Promise<Record<string, ValueComparison>> {
  const { code, stdout, stderr } = await runVerb(compareVerb, path, ...args, "--json");
  if (code !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as { values: Record<string, ValueComparison> }).values;
}

test.skipIf(noSharedData)("34 muscles of two groups: W and p of R; p adjusted over all of them", async () => {
  const mercuri = oracleFile("mercuri.json") as unknown as {
    group: string[];
    scores: { muscle: string; side: string; readerA: (number | null)[] }[];
    perMuscleSide: { W: number; pUncorrected: number }[];
  };
  const names = mercuri.scores.map(({ muscle, side }) => `${muscle} ${side}`);
  const lines = mercuri.group.map((group, subject) =>
    [subject, group, ...mercuri.scores.map(({ readerA }) => readerA[subject] ?? "")].join(","),
  );
  const path = tableFile(`case,diagnosis,${names.join(",")}\n${lines.join("\n")}\n`);
  const values = await compare(path, "--group", "diagnosis", "--subject", "case", "--values", names.join(","));
  const differences = names.flatMap((name, at) => {
    const { mannWhitney } = values[name]!;
    const { W, pUncorrected } = mercuri.perMuscleSide[at]!;
    return [mannWhitney!.u! - W, mannWhitney!.p! - pUncorrected];
  });
  expect(differences).toHaveLength(34 * 2);
  expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-9);
  // The smallest p is multiplied by the number of tests, the largest one by 1 (Benjamini and Hochberg).
  const rising = Object.values(values).toSorted((a, b) => a.p! - b.p!);
  expect(rising[0]!.pHolm).toBeCloseTo(34 * rising[0]!.p!, 12);
  expect(rising.at(-1)!.pBH).toBe(rising.at(-1)!.p);
  expect(values[names[0]!]!.groups.map(({ name }) => name)).toEqual(["LGMDR2", "IMNM"]);
});

test("U is that of the group that appears first; three groups and numbers have their own tests", async () => {
  const path = tableFile("g,stage,v\nb,1,5\na,2,1\nb,3,6\na,1,2\nb,2,3\na,3,4\n");
  // By hand: pairs in which b's value is the larger one: 5 beats 1, 2, 4; 6 beats all three; 3 beats 1, 2.
  expect((await compare(path, "--group", "g", "--values", "v"))["v"]).toMatchObject({
    groups: [
      { name: "b", n: 3 },
      { name: "a", n: 3 },
    ],
    mannWhitney: { u: 8, rankSum: 14, auc: 8 / 9, reason: null },
    spearman: null,
    test: "mannWhitney",
  });
  // As pROC has it: 1 to 1, which is no interval.
  const { v: apart } = await compare(tableFile("g,stage,v\nb,1,5\na,2,1\nb,3,6\na,1,2\nb,2,3\na,3,2\n"), "--group", "g", "--values", "v");
  expect(apart!.mannWhitney).toMatchObject({ auc: 1, lower: 1, upper: 1, reason: expect.stringContaining("standard error") as string });
  tableFile("g,stage,v\nb,1,5\na,2,1\nb,3,6\na,1,2\nb,2,3\na,3,4\n");
  // By hand: sums of ranks of the stages 5 + 2, 1 + 3 and 6 + 4; H = 12 / (6 * 7) * (7^2 + 4^2 + 10^2) / 2 - 3 * 7.
  const { v } = await compare(path, "--group", "stage", "--values", "v");
  expect(v!.kruskalWallis!.statistic).toBeCloseTo((12 / 42) * ((49 + 16 + 100) / 2) - 21, 12);
  expect(v!.mannWhitney).toBeNull();
  expect(v!.spearman).toMatchObject({ n: 6 });
});

test("pairs within subjects: the signed rank test, first condition minus second", async () => {
  const path = tableFile(
    "s,time,v\n1,before,3\n1,after,1\n2,after,2\n2,before,5\n3,before,4\n3,after,8\n4,before,7\n4,after,7\n5,before,1\n",
  );
  // Differences 2, 3, -4, 0; subject 5 has no pair. Ranks of positive ones: 1 + 2.
  const { v } = await compare(path, "--paired", "time", "--subject", "s", "--values", "v");
  expect(v).toMatchObject({
    groups: [
      { name: "before", n: 4 },
      { name: "after", n: 4 },
    ],
    signedRank: { v: 3, n: 3, zeros: 1 },
    test: "signedRank",
  });
  // The smaller tail holds the sums 0 to 3: 5 of 8 sign patterns, so that the whole distribution is as far away.
  expect(v!.signedRank!.pExact).toBe(1);
  expect(await compare(path, "--group", "time", "--paired", "s", "--subject", "s", "--values", "v")).toEqual({ v });
});

test("a subject that would be counted twice is refused", async () => {
  const path = tableFile("s,g,v\n1,a,3\n2,b,4\n1,a,5\n");
  await expect(compare(path, "--group", "g", "--subject", "s", "--values", "v")).rejects.toThrow(
    /Row 3 of cases\.csv is of the same subject \(s\) as row 1/,
  );
});

test("values that do not vary have p 1 and a reason; wrong use is 2", async () => {
  const path = tableFile("g,v\na,1\nb,1\na,1\nb,1\n");
  expect((await compare(path, "--group", "g", "--values", "v"))["v"]).toMatchObject({
    p: 1,
    pHolm: 1,
    reason: "no variation: all values are equal",
  });
  for (const args of [
    ["--values", "v"],
    ["--group", "g"],
    ["--paired", "g", "--values", "v"],
  ])
    expect((await runVerb(compareVerb, path, ...args)).code).toBe(2);
  const { stdout } = await runVerb(compareVerb, path, "--group", "g", "--values", "v");
  expect(stdout).toMatch(/v\s+a \(2\), b \(2\)\s+mannWhitney\s+U 2\s+1\.0000/);
});

test("the column of groups is no value to compare; a number is written in decimals", async () => {
  const path = tableFile("s,g,v\n1,0x1,1\n2,0x1,3\n3,0x2,0x10\n4,0x2,4\n");
  await expect(compare(path, "--group", "g", "--values", "g")).rejects.toThrow(
    "cases.csv: g is the column of --group, and holds no values",
  );
  await expect(compare(path, "--group", "g", "--subject", "s", "--values", "s")).rejects.toThrow("s is the column of --subject");
  await expect(compare(path, "--group", "g", "--values", "v")).rejects.toThrow('row 3, v: "0x10" is no number');
  // Groups named so are names: there is no order of them to correlate with.
  const named = tableFile("g,v\n0x1,1\n0x1,3\n0x2,2\n0x2,4\n");
  expect((await compare(named, "--group", "g", "--values", "v"))["v"]!.spearman).toBeNull();
});
