import { z } from "zod";
import type { FeatureAgreement, FeatureSummary, Stability } from "../domain/agreement/featureAgreement.ts";
import type { GroupDifference, ScoreSource } from "../domain/agreement/groupDifferences.ts";
import type { PooledKappa } from "../domain/agreement/scoreAgreement.ts";
import { longestSetName, stableRuleSchema, type StableRule, type StableSet } from "../domain/agreement/stableSet.ts";
import type { FeaturePart } from "../domain/project/featurePart.ts";
import type { Volume } from "../domain/volume.ts";
import type { AgreementReport, ByWeighting, Kappa, MeasurementReport } from "../statistics/agreement/agreementReport.ts";
import type { BootstrapInterval } from "../statistics/bootstrap.ts";
import type { Weighting } from "../statistics/agreement/gradeWeights.ts";
import type { IccForm } from "../statistics/agreement/intraclassCorrelation.ts";
import type { ReaderComparison } from "../statistics/agreement/readerComparisons.ts";
import { consensusMethods, type ConsensusMethod } from "../statistics/overlap/consensusMask.ts";
import type { SliceOverlap, SlicesOverlap } from "../statistics/overlap/sliceOverlap.ts";

/** Who is compared with whom. */
export type ComparisonName = Omit<ReaderComparison, "slots">;

export const agreementOfProjectSchema = z.strictObject({ projectId: z.string() });
/** `part`: the partKey of a part of the drawings; left out for all of them. */
export const agreementOfRoleSchema = agreementOfProjectSchema.extend({ region: z.string(), role: z.string(), part: z.string().optional() });
export const agreementOfFeatureSchema = agreementOfRoleSchema.extend({ feature: z.string() });
export const agreementOfColumnSchema = agreementOfProjectSchema.extend({ column: z.string() });
/** `comparison`: its comparisonKey. */
export const agreementOfComparisonSchema = agreementOfProjectSchema.extend({ comparison: z.string() });
export const readingPairSchema = agreementOfRoleSchema.omit({ part: true }).extend({ comparison: z.string(), caseCode: z.string() });
export const consensusOfProjectSchema = agreementOfProjectSchema.extend({ method: z.enum(consensusMethods) });
export const heatMapSourceSchema = agreementOfProjectSchema.extend({ readerNumber: z.number().int(), pass: z.number().int() });
export const stableRuleOfProjectSchema = agreementOfProjectSchema.extend({ rule: stableRuleSchema });
export const newStableSetSchema = stableRuleOfProjectSchema.extend({ name: z.string().trim().min(1).max(longestSetName) });
export const namedStableSetSchema = agreementOfProjectSchema.extend({ name: z.string() });

/** Agreement on the features of one region and role, or of a part of its drawings. */
export interface RoleAgreement {
  readonly region: string;
  readonly role: string;
  readonly part: FeaturePart;
  /** "thigh, T1-weighted", "thigh, T1-weighted, level proximal". */
  readonly words: string;
  /** Sentences on the settings that belong into every heading. */
  readonly notes: readonly string[];
  /** Readings with features, of those that are locked. */
  readonly readings: number;
  readonly features: readonly FeatureAgreement[];
  readonly summary: readonly FeatureSummary[];
}

/** What is there to be compared, and what is missing. */
export interface AgreementStatus {
  readonly name: string;
  readonly state: "running" | "closed";
  /** Locked readings of cases that count, and the readings that are left out. */
  readonly readings: number;
  readonly cases: number;
  readonly leftOut: { readonly training: number; readonly excluded: number; readonly withdrawn: number; readonly notSubmitted: number };
  /** Drawings, and parts of them, whose features the protocol asks for: with features, without or with ones that are out of date, and refused. */
  readonly drawings: { readonly extracted: number; readonly missing: number; readonly refused: number };
  /** Of the missing ones, those with features that are out of date. */
  readonly outOfDate: number;
  /** A hash of all that results are made of: another one means other results. */
  readonly stateHash: string;
}

/** A project whose readings can be compared. */
export interface ComparedProject {
  readonly id: string;
  readonly name: string;
  readonly state: "running" | "closed";
}

/** The features of one region and role, or of a part of its drawings, in short. */
export interface RoleInShort extends Omit<RoleAgreement, "features"> {
  /** The two parts of `words`. */
  readonly regionName: string;
  readonly roleName: string;
  /** Of the protocol's extraction settings; null where they have gone since. */
  readonly settingsHash: string | null;
  readonly count: number;
  /** By the protocol's filter; null where it has none, or what it asks for cannot be compared. */
  readonly stable: number | null;
  /** Of these, with the lower limits as well. */
  readonly stableByLower: number | null;
}

/** All features of a study's regions and roles in short. */
export interface FeatureOverview {
  /** Of whole drawings. */
  readonly roles: readonly RoleInShort[];
  /** Of levels, segments or sides, where the protocol asks for them. */
  readonly parts: readonly RoleInShort[];
  /** The protocol's filter. */
  readonly rule: StableRule | null;
}

/** One comparison of all features of a region and role, a place a feature. Numbers have six digits: the whole ones are in icc.csv. */
export interface FeatureColumns extends ComparisonName {
  /** The form that the protocol counts, with its interval, and the one beside it. */
  readonly form: IccForm;
  readonly value: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly besideForm: IccForm;
  readonly beside: readonly (number | null)[];
  readonly n: readonly number[];
  /** Why there is no value, or no interval; null where both are there. */
  readonly reasons: readonly (string | null)[];
}

/** The features of a region and role as a table shows them. */
export interface RoleFeatures {
  readonly region: string;
  readonly role: string;
  readonly part: FeaturePart;
  readonly names: readonly string[];
  readonly stable: readonly (boolean | null)[];
  /** "value only" where the lower limit of an interval lies below the threshold: not to be shown as a plain yes. */
  readonly stability: readonly (Stability | null)[];
  readonly comparisons: readonly FeatureColumns[];
}

/** Two values of a case. */
export interface CasePoint {
  readonly caseCode: string;
  readonly first: number;
  readonly second: number;
}

/** One feature, or the total of an item's scores, in full. */
export interface ComparedValues<Report extends MeasurementReport = MeasurementReport> {
  readonly comparisons: readonly (ComparisonName & {
    readonly report: Report;
    /** The form that counts. */
    readonly form: IccForm;
    /** Cases with both values; null where more than two are compared. */
    readonly points: readonly CasePoint[] | null;
  })[];
}

/** A column of the forms as tables show it: a muscle and side, a level, or a field of the case. */
export interface ScoreHead {
  readonly key: string;
  /** "form/item". */
  readonly item: string;
  readonly words: string;
  /** The muscle's name. */
  readonly muscle: string | null;
  readonly side: "right" | "left" | null;
}

/** The agreement of a column in short. */
export interface ScoreCell extends Pick<AgreementReport, "n" | "incomplete" | "exactAgreement" | "withinOne"> {
  /** Of two; of more, Conger's kappa, which generalises Cohen's. */
  readonly kappa: ByWeighting<
    Pick<Kappa, "value" | "lower" | "upper" | "reason"> & {
      /** Where Wald's interval cannot be trusted: the one that resamples cases, which is to be reported. */
      readonly bootstrap: Pick<BootstrapInterval, "lower" | "upper"> | null;
    }
  >;
  readonly ac1: number | null;
  readonly alphaOrdinal: number | null;
}

/** Agreement on all scores. */
export interface ScoresInShort {
  readonly weightings: readonly Weighting[];
  readonly comparisons: readonly ComparisonName[];
  readonly items: readonly { readonly item: string; readonly label: string; readonly isGraded: boolean; readonly isPerMuscle: boolean }[];
  readonly rows: readonly (ScoreHead & { readonly cells: readonly ScoreCell[] })[];
  readonly pooled: readonly PooledKappa[];
  readonly totals: readonly (ComparedValues & { readonly item: string; readonly columns: number })[];
}

/** One column in full. */
export interface ScoreDetails extends ComparedValues<AgreementReport> {
  readonly head: ScoreHead;
  /** The scale's grades, the lowest first; null of a number. */
  readonly grades: readonly string[] | null;
}

/** Two drawings of a case, in short. Lengths in mm, areas in mm². */
export interface OverlapInShort extends Pick<
  SlicesOverlap["pooled"],
  "dice" | "hd95" | "assd" | "slicesBoth" | "slicesOnlyA" | "slicesOnlyB" | "reason"
> {
  readonly caseCode: string;
  readonly region: string;
  readonly role: string;
  /** "thigh, T1-weighted". */
  readonly words: string;
  readonly segment: string | null;
  readonly tauMm: number;
  readonly areaA: number;
  readonly areaB: number;
  /** Where each reader chose the levels: the slices (from 0) that both took for each, and their distance in mm. Null where the coordinator chose. */
  readonly chosen:
    | readonly { readonly level: string; readonly sliceA: number; readonly sliceB: number; readonly distanceMm: number | null }[]
    | null;
  readonly slices: readonly (Pick<SliceOverlap, "slice" | "dice" | "hd95" | "assd" | "surfaceDice" | "areaA" | "areaB" | "reason"> & {
    /** Its name. */
    readonly level: string | null;
  })[];
}

/** The drawings of one comparison. */
export interface DrawingsInShort {
  readonly comparisons: readonly ComparisonName[];
  readonly overlaps: readonly OverlapInShort[];
  readonly notes: readonly string[];
}

/** What two readings drew on one image of a case. */
export interface ReadingPair {
  readonly caseCode: string;
  /** "thigh, T1-weighted". */
  readonly words: string;
  readonly volume: Pick<Volume, "id" | "columns" | "rows" | "slices" | "spacingMm" | "samplesPerPixel" | "invert" | "window">;
  /** First and second of the comparison. */
  readonly drawings: readonly { readonly words: string; readonly segmentationId: string }[];
  /** The slices that are read, from 0; empty for all. */
  readonly levels: readonly { readonly level: string; readonly slice: number }[];
}

/** The consensus of three readers or more on one segment of a series, and how each of them agrees with it. Areas in mm², over the slices that are read. */
export interface ConsensusOfDrawing {
  readonly caseCode: string;
  readonly region: string;
  readonly role: string;
  readonly segment: string;
  readonly method: ConsensusMethod;
  readonly slices: number;
  readonly area: number;
  /** That exactly half of the readers drew: no part of a majority. */
  readonly tiedArea: number;
  readonly readers: readonly {
    readonly readerNumber: number;
    /** Against the consensus; null where both are empty. */
    readonly dice: number | null;
    /** As STAPLE estimates them; null of a majority. */
    readonly sensitivity: number | null;
    readonly specificity: number | null;
  }[];
}

/** Differences between the groups of the cases, on the scores of one source. */
export interface DifferencesInShort {
  readonly source: ScoreSource;
  readonly tests: number;
  readonly withoutGroup: number;
  readonly rows: readonly (Omit<GroupDifference, "column"> & ScoreHead)[];
}

/** What a set is asked to hold. */
export interface StableCount {
  /** Null where the readings do not allow what the rule asks to compare. */
  readonly roles: readonly { readonly region: string; readonly role: string; readonly of: number; readonly stable: number }[] | null;
}

/** A set that was kept. */
export interface KeptStableSet {
  readonly name: string;
  readonly set: StableSet;
  readonly createdAt: string;
  readonly by: string;
  /** Its readings, or what its features were made of, are others now. */
  readonly isOutOfDate: boolean;
  /** What changed, a sentence; null where nothing did. */
  readonly whyOutOfDate: string | null;
}

/** Words for a paper, and what to be careful of. */
export interface AgreementWords {
  readonly methods: string;
  readonly notes: readonly string[];
}
