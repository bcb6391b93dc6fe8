import { expect, test } from "vitest";
import { agreementOnFeature, comparisonsOfTable, summariseFeatures, type FeatureTable } from "#shared/domain/agreement/featureAgreement.ts";
import { wholeRegion } from "#shared/domain/project/featurePart.ts";
import { templateProtocol } from "../../../../src-main/services/projects/index.ts";

/** Shrout & Fleiss 1979, table 2: six targets, four judges. ICC(2,1) .29, ICC(3,1) .71. */
const judges = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

/** A table with a feature of the judges' values, one that all agree on, one that never varies, and one that one reader lacks. */
const table: FeatureTable = {
  region: "thigh",
  role: "t1",
  part: wholeRegion,
  names: ["judged", "agreed", "constant", "lacking"],
  rows: judges.flatMap((own, target) =>
    own.map((value, judge) => ({
      caseCode: `T${target}`,
      readerNumber: judge + 1,
      pass: 1,
      values: [value, target, 7, judge === 0 && target < 5 ? null : value],
    })),
  ),
};

const { agreement } = templateProtocol("myopathy");
const between = { ...agreement, featureFilter: { ...agreement.featureFilter!, comparisons: ["between readers" as const] } };

test("features are compared over all readers and each pair; the filter looks at the form that the protocol names", () => {
  const comparisons = comparisonsOfTable(table);
  expect(comparisons.map(({ kind, readers }) => `${kind} ${readers.join()}`)).toEqual([
    "inter 1,2,3,4",
    ...["1,2", "1,3", "1,4", "2,3", "2,4", "3,4"].map((pair) => `pair ${pair}`),
  ]);
  const features = table.names.map((_, at) => agreementOnFeature(table, at, comparisons, between));
  const [judged, agreed, constant, lacking] = features.map((feature) => feature.comparisons[0]!);
  expect(judged!.icc["A,1"].value).toBeCloseTo(0.2897638, 7);
  expect(judged!.icc["C,1"].value).toBeCloseTo(0.7148407, 7);
  expect(agreed!.icc["A,1"]).toMatchObject({ value: 1, lower: null });
  expect(constant!.icc["A,1"]).toMatchObject({ value: null, reason: "no variation: all values are alike" });
  expect(lacking).toMatchObject({ n: 1, incomplete: 5 });
  expect(features.map(({ isStable }) => isStable)).toEqual([false, true, false, false]);
  // C,1 of the judges lies above a threshold of .7, and A,1 below it.
  const consistency = {
    ...between,
    icc: { ...between.icc, betweenReaders: "C,1" as const },
    featureFilter: { ...between.featureFilter, threshold: 0.7 },
  };
  expect(agreementOnFeature(table, 0, comparisons, consistency).isStable).toBe(true);
  expect(agreementOnFeature(table, 0, comparisons, { ...consistency, icc: between.icc }).isStable).toBe(false);
  expect(agreementOnFeature(table, 0, comparisons, consistency).stability).toBe("value only");
  expect(features.map(({ stability }) => stability)).toEqual(["no", "value only", "no", "no"]);
  // Its lower limit, .34, does not.
  expect(
    agreementOnFeature(table, 0, comparisons, { ...consistency, featureFilter: { ...consistency.featureFilter, by: "lower limit" } })
      .isStable,
  ).toBe(false);
  // Nobody read twice.
  expect(agreementOnFeature(table, 1, comparisons, agreement).isStable).toBeNull();
  expect(agreementOnFeature(table, 1, comparisons, { ...agreement, featureFilter: null }).isStable).toBeNull();
});

test("a summary counts features without an ICC apart, and says what its interval is of", () => {
  const comparisons = comparisonsOfTable(table);
  const features = table.names.map((_, at) => agreementOnFeature(table, at, comparisons, between));
  const [all] = summariseFeatures(features, between);
  const mean = (0.2897637795 + 1) / 2;
  const half = (1.96 * (1 - 0.2897637795)) / Math.sqrt(2) / Math.sqrt(2);
  expect(all).toMatchObject({
    kind: "inter",
    form: "A,1",
    features: 4,
    undefinedFeatures: 2,
    threshold: 0.81,
    reached: 1,
    reachedByLower: 0,
  });
  expect(all!.mean).toBeCloseTo(mean, 9);
  expect(all!.meanLower).toBeCloseTo(mean - half, 9);
  expect(all!.meanUpper).toBeCloseTo(mean + half, 9);
});
