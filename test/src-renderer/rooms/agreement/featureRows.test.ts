import { expect, test } from "vitest";
import type { FeatureOverview, RoleFeatures } from "#shared/api/agreement.ts";
import { wholeRegion } from "#shared/domain/project/featurePart.ts";
import { sortRows } from "../../../../src-renderer/ui/table/sortRows.ts";
import {
  allFeatures,
  featureRows,
  featureSortValue,
  filterFeatures,
} from "../../../../src-renderer/rooms/agreement/features/featureRows.ts";

const role = { region: "thigh", role: "t1" };
const proximal = { ...wholeRegion, level: "l1" };
const overview = {
  roles: [{ ...role, part: wholeRegion, words: "thigh, T1-weighted" }],
  parts: [{ ...role, part: proximal, words: "thigh, T1-weighted, level proximal" }],
  rule: null,
} as unknown as FeatureOverview;
const names = ["a_firstorder_Mean", "a_glcm_Contrast", "a_glcm_Energy"];
const answer: RoleFeatures = {
  ...role,
  part: wholeRegion,
  names,
  stable: [true, true, false],
  stability: ["value only", "yes", "no"],
  comparisons: [],
};

test("a feature that is stable by its value alone is no plain yes: it passes and is sorted as what it is", () => {
  const { rows } = featureRows(overview, [answer]);
  const shown = (stability: "stable" | "lower limit too" | null) =>
    filterFeatures(rows, { ...allFeatures, stability }).map(({ feature }) => feature);
  expect([shown(null), shown("stable"), shown("lower limit too")]).toEqual([names, names.slice(0, 2), ["a_glcm_Contrast"]]);
  const sorted = sortRows(rows, featureSortValue("stable"), { column: "stable", isDescending: true });
  expect(sorted.map(({ stability }) => stability)).toEqual(["yes", "value only", "no"]);
});

test("features of a part have its words, and keys of their own", () => {
  const { rows } = featureRows(overview, [answer, { ...answer, part: proximal }]);
  expect(rows.filter(({ part }) => part === "level l1").map(({ words }) => words)).toEqual(
    names.map(() => "thigh, T1-weighted, level proximal"),
  );
  expect(new Set(rows.map(({ key }) => key)).size).toBe(6);
});
