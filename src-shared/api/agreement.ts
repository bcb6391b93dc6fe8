import type { FeatureAgreement, FeatureSummary } from "../domain/agreement/featureAgreement.ts";

/** Agreement on the features of one region and role. */
export interface RoleAgreement {
  readonly region: string;
  readonly role: string;
  /** "thigh, T1-weighted". */
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
  /** Drawings whose features the protocol asks for: with features, without or with ones that are out of date, and refused. */
  readonly drawings: { readonly extracted: number; readonly missing: number; readonly refused: number };
}
