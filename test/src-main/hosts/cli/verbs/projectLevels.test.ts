import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { projectVerb } from "../../../../../src-main/hosts/cli/verbs/project.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { csv, limbStudies, openLimbs, type Limbs } from "../../../services/projects/limbStudies.ts";
import { runVerb } from "./runVerb.ts";

let limbs: Limbs;
let id: string;
beforeAll(async () => {
  // T1-weighted from 0 to 20 mm, water-only from 10 to 20 mm, every 5 mm.
  limbs = await openLimbs(limbStudies.slice(0, 2), (description) => (description.includes("water") ? [2, 3, 4] : [0, 1, 2, 3, 4]));
  createReaders(limbs.store);
});
beforeEach(async () => {
  limbs.clear();
  id = (await as("create", "--template", "myopathy", "--name", "Muscles")).stdout.trim();
  await as("cases", "add", id, file("cases.csv", csv("Patient ID,Case code", "HOSP-4711,X1")));
});
afterAll(() => limbs.close());

const run = (...args: string[]) => runVerb(projectVerb, ...args, "--data", limbs.dataFolder);
const as = (...args: string[]) => run(...args, "--as", "Coordinator");
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(limbs.folder, name), content);
  return join(limbs.folder, name);
};

test("levels are set one by one and by a table, listed with the other series, and taken back", async () => {
  expect(await as("cases", "level", id, "X1", "thigh", "proximal", "1")).toMatchObject({ code: 0, stdout: "1 level was set.\n" });
  expect((await as("cases", "level", id, "X1", "thigh", "proximal", "1")).stdout).toBe(
    "Nothing changed: these slices were chosen already.\n",
  );
  const levels = file("levels.csv", csv("Case code,Region,Level,Slice", "X1,thigh,middle,5", "X1,thigh,distal,4", "X1,calf,middle,3"));
  const { stdout } = await as("cases", "levels", "Muscles", levels);
  expect(stdout).toMatch(/^3 levels were set\.\nNote: Case X1, thigh: the slices of proximal \(1\), middle \(5\), distal \(4\) do not run/);
  const listed = (await as("cases", "list", id)).stdout;
  expect(listed).toContain(
    [
      "  thigh level proximal: t1 slice 1, water none (not there: the nearest slice is 10 mm away)",
      "  thigh level middle: t1 slice 5, water slice 3",
      "  thigh level distal: t1 slice 4, water slice 2",
      "  calf level proximal: not chosen",
      "  calf level middle: t1 slice 3, water slice 1",
    ].join("\n"),
  );
  expect((await as("cases", "level", id, "X1", "thigh", "middle", "none", "--reason", "motion")).stdout).toBe(
    "The choice of the slice was taken back.\n",
  );
  expect(JSON.parse((await as("cases", "level", id, "X1", "thigh", "middle", "2", "--json")).stdout)).toEqual({ changed: 1, notes: [] });
  const scout = limbs.volumeOf("2.25.101", 3);
  expect((await as("cases", "role", id, "X1", "thigh", "t1", scout)).stdout).toBe(
    "The volume was set and confirmed. Dropped, to be chosen again: case X1, thigh, level distal; case X1, thigh, level middle; " +
      "case X1, thigh, level proximal.\n",
  );
  await expect(as("cases", "levels", id, file("levels.csv", csv("Case code,Region,Level,Slice", "X1,thigh,middle,9")))).rejects.toThrow(
    "levels.csv cannot be used. No level was changed.\n  row 1, Slice: there is no slice 9; T1-weighted has 5 slices.",
  );
  await expect(as("cases", "levels", id, join(limbs.folder, "none.csv"))).rejects.toThrow("none.csv: the table of levels cannot be read");
  expect((await run("verify", id)).code).toBe(0);
}, 120_000);

test("a series that was looked at is kept with what is hidden of it", async () => {
  await expect(as("cases", "looked", id, "X1", "thigh", "t1", "--mask", "0,0,8,2")).rejects.toThrow(
    /^Nothing was kept\. The series has 5 slices/,
  );
  expect((await as("cases", "list", id)).stdout).not.toContain("looked at");
  expect((await as("cases", "looked", id, "X1", "thigh", "t1", "--mask", "0,0,8,2", "--yes")).stdout).toBe(
    "It is kept that the series was looked at, and what is hidden of it.\n",
  );
  expect((await as("cases", "looked", id, "X1", "thigh", "water", "--yes")).stdout).toBe(
    "It is kept that the series was looked at; nothing of it is hidden.\n",
  );
  const listed = (await as("cases", "list", id)).stdout;
  expect(listed).toMatch(/ {2}thigh t1: found {2}\S+ {2}looked at \d{4}-\S+Z, hidden: 0,0,8,2\n/);
  expect(listed).toMatch(/ {2}thigh water: found {2}\S+ {2}looked at \d{4}-\S+Z\n/);
  await expect(as("cases", "looked", id, "X1", "thigh", "t1", "--mask", "0,0,9,2", "--yes")).rejects.toThrow("reaches beyond the image");
  expect((await run("verify", id)).code).toBe(0);
});

test.each([
  [["cases", "level", "x", "X1", "thigh", "proximal"], "fascicle project cases level: give ID CODE REGION LEVEL SLICE."],
  [["cases", "level", "x", "X1", "thigh", "proximal", "1.5"], "fascicle project cases level: SLICE is a whole number from 1, or none."],
  [["cases", "levels", "x"], "fascicle project cases levels: give ID TABLE."],
  [["cases", "looked", "x", "X1", "thigh", "t1", "--mask", "1,2,3"], "fascicle project cases looked: --mask is four whole numbers"],
  [
    ["cases", "level", "x", "X1", "thigh", "proximal", "1", "--mask", "1,2,3,4"],
    "fascicle project cases level: --mask does not belong to it.",
  ],
])("%j is wrong use", async (args, words) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.startsWith(words)).toBe(true);
});
