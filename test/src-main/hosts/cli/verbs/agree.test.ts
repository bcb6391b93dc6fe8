import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { Comparison } from "../../../../../src-main/app/commands/agreeTable.ts";
import { agreeVerb } from "../../../../../src-main/hosts/cli/verbs/agree.ts";
import { noSharedData } from "../../../../sharedData.ts";
import { oracleFile } from "../../../../src-shared/statistics/oracleDifferences.ts";
import { runVerb } from "./runVerb.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

function tableFile(text: string): string {
  writeFileSync(join(folder, "scores.csv"), text);
  return join(folder, "scores.csv");
}

interface Answer {
  readonly values: Readonly<Record<string, { readonly comparisons: readonly Comparison[] }>>;
}

async function agree(path: string, ...args: string[]): Promise<{ answer: Answer; stderr: string }> {
  const { code, stdout, stderr } = await runVerb(agreeVerb, path, ...args, "--json");
  if (code !== 0) throw new Error(stderr);
  return { answer: JSON.parse(stdout) as Answer, stderr };
}

// Shrout & Fleiss 1979, table 2: 6 targets, 4 judges.
const judges = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];
const shroutFleiss = `target,judge,score\n${judges.flatMap((row, target) => row.map((score, judge) => `t${target},j${judge},${score}\n`)).join("")}`;

test("all readers of a table, and every pair of them: the published values of Shrout and Fleiss", async () => {
  const { answer } = await agree(tableFile(shroutFleiss), "--subject", "target", "--reader", "judge", "--values", "score");
  const { comparisons } = answer.values["score"]!;
  expect(comparisons.map(({ kind }) => kind)).toEqual(["inter", ...Array.from({ length: 6 }, () => "pair")]);
  const [all, first] = comparisons;
  expect(all).toMatchObject({ readers: ["j0", "j1", "j2", "j3"], passes: [], n: 6 });
  const published = { "1": 0.17, "A,1": 0.29, "C,1": 0.71, "1,k": 0.44, "A,k": 0.62, "C,k": 0.91 } as const;
  for (const [form, value] of Object.entries(published)) expect(all!.icc[form as keyof typeof published].value).toBeCloseTo(value, 2);
  expect(all!.blandAltman).toMatchObject({ bias: null, reason: "defined for two readers: see the pairs" });
  // First reader minus second: judge 0 gives 46 in all, judge 1 gives 15.
  expect(first).toMatchObject({ readers: ["j0", "j1"], kind: "pair" });
  expect(first!.blandAltman.bias).toBeCloseTo((46 - 15) / 6, 12);
  expect(all!.kappa.unweighted).toMatchObject({ value: null, reason: "no scale declared" });
});

test.skipIf(noSharedData)("kappa of every muscle, readers and passes: the values of vcd on the full scale", async () => {
  const mercuri = oracleFile("mercuri.json") as unknown as {
    scores: { muscle: string; side: string; readerA: (number | null)[]; readerB: (number | null)[]; readerA_pass2: (number | null)[] }[];
    perMuscleSide: { inter: Record<string, number>; intra: Record<string, number> }[];
  };
  const { scores } = mercuri;
  const readings = [
    ["A", "1", "readerA"],
    ["B", "1", "readerB"],
    ["A", "2", "readerA_pass2"],
  ] as const;
  const lines = readings.flatMap(([reader, pass, key]) =>
    scores[0]!.readerA.map((_, subject) =>
      ["", `case ${subject}`, reader, pass, ...scores.map((score) => score[key][subject] ?? "")].slice(1).join(","),
    ),
  );
  const names = scores.map(({ muscle, side }) => `${muscle} ${side}`);
  const path = tableFile(`subject,reader,pass,${names.join(",")}\n${lines.join("\n")}\n`);
  const { answer } = await agree(path, "--subject", "subject", "--reader", "reader", "--pass", "pass", "--all", "--scale", "0,1,2,3,4,5");
  const differences = names.flatMap((name, at) => {
    const [inter, intra] = answer.values[name]!.comparisons;
    return [[inter!, mercuri.perMuscleSide[at]!.inter] as const, [intra!, mercuri.perMuscleSide[at]!.intra] as const].flatMap(
      ([ours, theirs]) => [
        ours.n - theirs["n"]!,
        ours.exactAgreement! - theirs["exact"]!,
        ...(["unweighted", "linear", "quadratic"] as const).flatMap((weighting) => [
          ours.kappa[weighting].value! - theirs[weighting]!,
          ours.kappa[weighting].se! - theirs[`${weighting}ASE`]!,
        ]),
      ],
    );
  });
  expect(differences).toHaveLength(34 * 2 * 8);
  expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-9);
  expect(answer.values[names[0]!]!.comparisons).toMatchObject([
    { kind: "inter", readers: ["A", "B"], passes: ["1"] },
    { kind: "intra", readers: ["A"], passes: ["1", "2"] },
  ]);
});

test("grades may be words: weights by position, whichever grades occur", async () => {
  const path = tableFile("s,r,g\n1,x,2a\n2,x,0\n3,x,4\n4,x,2b\n1,y,2b\n2,y,0\n3,y,4\n4,y,2b\n");
  const { answer } = await agree(path, "--subject", "s", "--reader", "r", "--values", "g", "--scale", "0,1,2a,2b,3,4");
  const [comparison] = answer.values["g"]!.comparisons;
  expect(comparison).toMatchObject({ n: 4, exactAgreement: 0.75, withinOne: 1 });
  // By hand: one of four differs by one of five steps; po = 1 - 0.2 / 4. Shares x: 0, 2a, 2b, 4 a quarter each; y: 0, 4 a quarter, 2b a half.
  const apart = (2 * 3 + 5 + (2 + 3 + 2 * 1) + (3 + 2 + 0) + (5 + 2 * 2)) / 16 / 5;
  expect(comparison!.kappa.linear.value).toBeCloseTo((apart - 0.2 / 4) / apart, 12);
  expect(comparison!.blandAltman.bias).toBeCloseTo(-0.25, 12);
});

test("missing values leave a subject out of the comparison it is missing in; n says so", async () => {
  const path = tableFile("s,r,v,w\n1,x,1,1\n1,y,2,1\n2,x,,3\n2,y,3,4\n3,x,5,nan\n3,y,4,2\n4,x,7,9\n4,y,6,8\n");
  const { answer } = await agree(path, "--subject", "s", "--reader", "r", "--values", "v,w");
  expect(answer.values["v"]!.comparisons[0]).toMatchObject({ n: 3, incomplete: 1 });
  expect(answer.values["w"]!.comparisons[0]).toMatchObject({ n: 3, incomplete: 1 });
});

test("what is undefined is null, with a reason", async () => {
  const path = tableFile("s,r,v\n1,x,2\n1,y,2\n2,x,2\n2,y,2\n3,x,2\n3,y,2\n");
  const { answer } = await agree(path, "--subject", "s", "--reader", "r", "--values", "v", "--scale", "0,1,2");
  const [comparison] = answer.values["v"]!.comparisons;
  for (const form of Object.values(comparison!.icc))
    expect(form).toMatchObject({ value: null, reason: "no variation: all values are alike" });
  expect(comparison!.kappa.linear.reason).toContain("agreement 100 %");
  expect(JSON.stringify(answer)).not.toMatch(/NaN|Infinity/);
});

test("numbers are written in decimals: other notations are refused by row and column, and count as no number", async () => {
  const options = ["--subject", "s", "--reader", "r"];
  for (const cell of ["0x10", "0b1", "0o7", "1_000", "1e400", "1 000", "1,5e", "--1", "."]) {
    const path = tableFile(`s,r,v,w\n1,x,1,1\n1,y,2,2\n2,x,3,4\n2,y,"${cell}",5\n`);
    await expect(agree(path, ...options, "--values", "v")).rejects.toThrow(`row 4, v: "${cell}" is no number`);
    await expect(agree(path, ...options, "--all")).rejects.toThrow(`row 4, v: "${cell}" is no number`);
    const graded = agree(path, ...options, "--values", "v", "--scale", "0,1,2,3,7,16");
    await expect(graded).rejects.toThrow(`row 4, v: "${cell}" is no grade`);
  }
  // By hand: x is 1000, 0.5, -3; y is 1000, 1, 2.
  const { answer } = await agree(
    tableFile("s,r,v\n1,x,1e3\n1,y, +1000. \n2,x,.5\n2,y,1\n3,x,-3\n3,y,2E+0\n4,x,Infinity\n4,y,1\n"),
    ...options,
    "--values",
    "v",
  );
  expect(answer.values["v"]!.comparisons[0]).toMatchObject({ n: 3, incomplete: 1 });
  expect(answer.values["v"]!.comparisons[0]!.blandAltman.bias).toBeCloseTo(-5.5 / 3, 12);
});

test("subjects, readers and passes are no values to compare", async () => {
  const path = tableFile("s,r,p,v\n1,1,1,4\n1,2,1,5\n2,1,1,6\n2,2,1,7\n");
  for (const [column, option] of [
    ["s", "--subject"],
    ["r", "--reader"],
    ["p", "--pass"],
  ] as const) {
    await expect(agree(path, "--subject", "s", "--reader", "r", "--pass", "p", "--values", `v,${column}`)).rejects.toThrow(
      `scores.csv: ${column} is the column of ${option}, and holds no values`,
    );
  }
});

test("values too large for double precision are said to be so, and NaN is not printed", async () => {
  const path = tableFile("s,r,v\n1,x,1e308\n1,y,-1e308\n2,x,0\n2,y,1e307\n3,x,-1e308\n3,y,1e308\n");
  const { stdout } = await runVerb(agreeVerb, path, "--subject", "s", "--reader", "r", "--values", "v");
  expect(stdout).toContain("v, x - y: ICC(A,1): overflow: values too large for double precision.");
  expect(stdout).not.toMatch(/NaN|Infinity|no variation/);
});

test("errors name the file, the row and the column; a decimal comma is named as such", async () => {
  const options = ["--subject", "s", "--reader", "r", "--values", "v"];
  const messageOf = async (text: string, ...more: string[]) =>
    agree(tableFile(text), ...options, ...more).then(String, (error: Error) => error.message);
  expect(await messageOf('s,r,v\n1,x,2\n1,y,"1,5"\n')).toMatch(/scores\.csv .*\n.*row 2, v: "1,5" is no number: it has a decimal comma/);
  expect(await messageOf("s;r;v\n1;x;2\n")).toContain("not separated by commas");
  expect(await messageOf("s,r,v\n1,x,2\n,y,3\n")).toContain("Row 2 of scores.csv: s is empty");
  expect(await messageOf("s,r,v\n1,x,2\n1,x,3\n")).toMatch(/Row 2 of scores\.csv is of the same subject, reader as row 1.*--pass COL/);
  expect(await messageOf("s,r,w\n1,x,2\n")).toContain('has no column "v" (--values). It has: s, r, w');
  expect(await messageOf("s,r,v\n1,x,2\n2,x,3\n")).toContain("holds one reader");
  expect(await messageOf("s,r,v\n1,x,2\n1,y,7\n", "--scale", "0,1,2")).toContain('row 2, v: "7" is no grade of the scale 0, 1, 2');
});

test("wrong use is 2, with words", async () => {
  const path = tableFile(shroutFleiss);
  for (const args of [
    [path],
    [path, "--subject", "target", "--reader", "judge"],
    [path, "--subject", "target", "--reader", "target", "--all"],
    [],
  ]) {
    const { code, stdout, stderr } = await runVerb(agreeVerb, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("fascicle agree: ");
  }
  const help = await runVerb(agreeVerb, "--help");
  expect(help.code).toBe(0);
});

test("for people it is a table with a line a comparison", async () => {
  const { stdout } = await runVerb(agreeVerb, tableFile(shroutFleiss), "--subject", "target", "--reader", "judge", "--all");
  expect(stdout).toContain("Research use only.");
  expect(stdout.split("\n").filter((line) => line.startsWith("score"))).toHaveLength(7);
  expect(stdout).toMatch(/score\s+j0, j1, j2, j3\s+6\s+0\.290\s+0\.019 to 0\.761\s+0\.715/);
});
