import { z } from "zod";
import { answerSchema } from "../domain/project/answer.ts";
import type { ConsensusAsked } from "../domain/project/consensus.ts";
import type { ReadingState } from "../domain/project/states.ts";

/** What the desk of a consensus shows beside what a reading has. Nothing in it says who A or B is. */
export const consensusSchema = z.strictObject({
  /** Who makes it, and signs; `isSelf` is the one who asks. */
  signers: z.array(z.strictObject({ number: z.number().int(), name: z.string(), isSelf: z.boolean() })),
  /** Why scores are decided, in words; empty where they are not. */
  scores: z.array(z.string()),
  /** The images that are drawn anew, and why. */
  drawings: z.array(z.strictObject({ imageId: z.string(), reasons: z.array(z.string()) })),
  /** Of every image that either reading drew on: under which name the drawing of A and of B is read; null where there is none. */
  outlines: z.array(z.strictObject({ imageId: z.string(), a: z.string().nullable(), b: z.string().nullable() })),
  /** The answers of both readings, by the key of the field. */
  a: z.array(z.tuple([z.string(), answerSchema])),
  b: z.array(z.tuple([z.string(), answerSchema])),
});
export type Consensus = z.infer<typeof consensusSchema>;

/** What one reader has to adjudicate in one project. */
export interface OwnAdjudications {
  readonly projectId: string;
  readonly project: string;
  /** Why none is opened now, in words; then `cases` is empty, as it would tell which cases two readers differ on. Null where they are. */
  readonly whyNone: string | null;
  /** In random order. */
  readonly cases: readonly {
    /** Stands in place of a reading's id. */
    readonly readingId: string;
    readonly code: string;
    readonly state: ReadingState;
    readonly isOpened: boolean;
    /** UTC. */
    readonly submittedAt: string | null;
    /** Why it cannot be opened, in words; null where it can. */
    readonly whyNot: string | null;
  }[];
}

/** A consensus as coordinators see it. */
export interface AdjudicationOfProject {
  readonly adjudicationId: string;
  readonly caseCode: string;
  /** From 1 for each case. */
  readonly number: number;
  readonly adjudicators: readonly string[];
  /** Numbers of the readers who are shown as A and as B. */
  readonly a: number;
  readonly b: number;
  readonly seed: number;
  readonly asked: ConsensusAsked;
  readonly state: ReadingState;
  readonly version: number;
  readonly openedAt: string | null;
  readonly submittedAt: string | null;
  readonly activeMs: number;
  /** Why its pair of readings is not any more what it was; null where it is. */
  readonly outdated: string | null;
  readonly signatures: readonly {
    readonly version: number;
    readonly name: string;
    readonly content: string;
    readonly publicKey: string;
    readonly signature: string;
  }[];
}

/** The cases that a study's rule asks a consensus of. */
export interface CasesToAdjudicate {
  readonly cases: readonly {
    readonly code: string;
    readonly asked: ConsensusAsked;
    /** The one that is not withdrawn; null where nobody was assigned yet. */
    readonly adjudication: AdjudicationOfProject | null;
  }[];
  /** So many cases wait for a first reading to be locked. */
  readonly waiting: number;
}

export const adjudicationByIdSchema = z.strictObject({ adjudicationId: z.string() });
export const adjudicationsOfProjectSchema = z.strictObject({ projectId: z.string() });
export const assignAdjudicationSchema = z.strictObject({
  projectId: z.string(),
  /** Codes of cases; null for all that the rule names and nobody was assigned to. */
  codes: z.array(z.string().max(120)).min(1).nullable(),
  readerIds: z.array(z.number().int()).min(1).max(2),
});
/** `others` are the passphrases of who signs beside the one who submits. */
export const submitConsensusSchema = z.strictObject({
  readingId: z.string(),
  passphrase: z.string().max(1024),
  others: z.array(z.strictObject({ number: z.number().int(), passphrase: z.string().max(1024) })).max(1),
  meaning: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => text.isWellFormed()),
});
