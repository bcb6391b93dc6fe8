import { z } from "zod";
import { iccForms } from "../../statistics/agreement/intraclassCorrelation.ts";
import type { Protocol } from "../project/protocol.ts";
import type { AnalysedReading } from "./analysedReading.ts";
import { isStable, type FeatureAgreement } from "./featureAgreement.ts";

/** By what features are kept: the threshold that every comparison asked for must reach, by the ICC itself or by the lower limit of its interval. */
export const stableRuleSchema = z.strictObject({
  threshold: z.number().min(0).max(1),
  by: z.enum(["value", "lower limit"]),
  comparisons: z
    .array(z.enum(["between readers", "within reader"]))
    .min(1)
    .max(2),
});
export type StableRule = z.infer<typeof stableRuleSchema>;

/** The longest name of a set. */
export const longestSetName = 80;

/** Features that were found stable over readers, by a name; what it was made of is kept with it. */
export const stableSetSchema = z.strictObject({
  formatVersion: z.literal(1),
  rule: stableRuleSchema,
  /** The forms of the ICC that counted. */
  icc: z.strictObject({ betweenReaders: z.enum(iccForms), withinReader: z.enum(iccForms) }),
  /** PyRadiomics' names, in its order, of each region and role (ids of the protocol); `of` is how many were compared. */
  features: z.array(z.strictObject({ region: z.string(), role: z.string(), of: z.number().int(), names: z.array(z.string()) })),
  /** The readings that were compared: SHA-256 of what was signed. */
  readings: z.array(
    z.strictObject({ caseCode: z.string(), readerNumber: z.number().int(), pass: z.number().int(), signedHash: z.string() }),
  ),
  protocolVersion: z.number().int(),
  engineVersion: z.string(),
});
export type StableSet = z.infer<typeof stableSetSchema>;

/** "ICC ≥ 0.81 (value), between readers and within reader". */
export function ruleInWords({ threshold, by, comparisons }: StableRule): string {
  return `${by === "value" ? "ICC" : "lower limit of the ICC"} ≥ ${threshold}, ${comparisons.join(" and ")}`;
}

/** The features of regions and roles that pass a rule. Null of one of them: the readings do not allow what the rule asks to compare. */
export function stableFeatures(
  roles: readonly { readonly region: string; readonly role: string; readonly features: readonly FeatureAgreement[] }[],
  rule: StableRule,
  icc: Protocol["agreement"]["icc"],
): StableSet["features"] | null {
  const found = roles.map(({ region, role, features }) => ({
    region,
    role,
    features: features.map(({ feature, comparisons }) => ({ feature, isStable: isStable(comparisons, icc, rule) })),
  }));
  if (found.some(({ features }) => features.some((each) => each.isStable === null))) return null;
  return found.map(({ region, role, features }) => ({
    region,
    role,
    of: features.length,
    names: features.filter((each) => each.isStable).map(({ feature }) => feature),
  }));
}

/** Whether the readings are still those that a set was made of. */
export function isOfReadings(
  { readings }: Pick<StableSet, "readings">,
  now: readonly (Pick<AnalysedReading, "caseCode" | "readerNumber" | "pass"> & { readonly signedHash: string })[],
): boolean {
  const keys = (all: StableSet["readings"]) =>
    all.map(({ caseCode, readerNumber, pass, signedHash }) => JSON.stringify([caseCode, readerNumber, pass, signedHash])).toSorted();
  return JSON.stringify(keys(readings)) === JSON.stringify(keys([...now]));
}
