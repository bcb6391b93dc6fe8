import { z } from "zod";
import { iccForms } from "../../statistics/agreement/intraclassCorrelation.ts";
import { weightings } from "../../statistics/agreement/gradeWeights.ts";
import { durationProblem } from "./duration.ts";
import { formSchema } from "./form.ts";
import { identifierSchema, longTextSchema, pictureNameSchema, shortTextSchema } from "./identifier.ts";
import { regionSchema } from "./region.ts";

/** Once through the cases by some of the readers. The first in the list is pass 1. */
const passSchema = z.strictObject({
  /** All cases, or a random subset of `size` of them, which is the same for every reader. */
  cases: z.discriminatedUnion("of", [
    z.strictObject({ of: z.literal("all") }),
    z.strictObject({ of: z.literal("random subset"), size: z.number().int().min(1) }),
  ]),
  /** All readers, or some by their numbers in the project, from 1. */
  readers: z.union([z.literal("all"), z.array(z.number().int().min(1)).min(1)], {
    error: 'must be "all" or a list of numbers of readers, from 1',
  }),
  /** From a reader's own last submission of a case to its opening in this pass; ISO 8601. Null in pass 1. */
  washout: z
    .string()
    .superRefine((text, context) => {
      const message = durationProblem(text);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .nullable(),
  /** Each case has another code than in the pass before. */
  hasNewCodes: z.boolean(),
});

const blindingSchema = z.strictObject({
  isBlinded: z.boolean(),
  /** What a blinded reader sees beside the images and the names of roles. Everything else is left out. */
  shown: z.array(z.enum(["age", "sex", "series descriptions"])).max(3),
  /** Results and drawings of models on the study are seen in a reading. */
  showsModelResults: z.boolean(),
  /** The coordinator may be one of the readers. */
  coordinatorMayRead: z.boolean(),
});

const scoringSchema = z.strictObject({
  order: z.enum(["before drawing", "after drawing", "at any time"]),
  /** The reader's own drawing is shown while scoring. */
  showsOwnDrawing: z.boolean(),
});

/** What "complete" means. Required answers are always asked for. */
const completenessSchema = z.strictObject({
  /** Every segment on every level of every series that is drawn on or copied to; or no rule. */
  drawing: z.enum(["every segment on every level", "not required"]),
});

const share = z.number().min(0).max(1);

/** What a reader must reach against the coordinator's reading of the training cases before others open; null in a field for no condition. */
const passMarkSchema = z.strictObject({
  /** Dice of every segment, at least. */
  dice: share.nullable(),
  /** Grades apart, at most, in every field. */
  gradeDifference: z.number().int().min(0).nullable(),
});

/** Cases for which a consensus is made. */
const adjudicationRuleSchema = z.strictObject({
  /** Positions on the scale by which two readers differ, from this on; null for no such rule. */
  gradeDifference: z.number().int().min(1).nullable(),
  /** Dice of a segment below this; null for no such rule. */
  diceBelow: share.nullable(),
});
export type AdjudicationRule = z.infer<typeof adjudicationRuleSchema>;

/** By what a region's drawing is parted for its features. */
export const featureParts = ["level", "segment", "side"] as const;

const agreementSchema = z.strictObject({
  icc: z.strictObject({
    /** The form that counts between readers, and between passes of one reader. */
    betweenReaders: z.enum(iccForms),
    withinReader: z.enum(iccForms),
    /** Shown beside them. */
    beside: z.array(z.enum(iccForms)).max(iccForms.length),
  }),
  confidence: z.number().min(0.5).max(0.999),
  /** Features that are kept as reproducible; null where none are left out. */
  featureFilter: z
    .strictObject({
      threshold: share,
      /** The value itself reaches the threshold, or the lower limit of its interval. */
      by: z.enum(["value", "lower limit"]),
      comparisons: z
        .array(z.enum(["between readers", "within reader"]))
        .min(1)
        .max(2),
      /** On training cases only where a model follows; on all cases information leaks into the test. */
      computedOn: z.enum(["training cases", "all cases"]),
    })
    .nullable(),
  /** Parts of a drawing that are measured beside all of it, each apart; left out for none. */
  featuresPer: z.array(z.enum(featureParts)).min(1).max(featureParts.length).optional(),
  kappaWeightings: z.array(z.enum(weightings)).min(1).max(3),
  adjudication: adjudicationRuleSchema,
});

/** More readers than any study has. */
export const mostReaders = 50;

/** The fields of a protocol; what one says of another is checked by protocolProblems. */
export const protocolShape = z.strictObject({
  formatVersion: z.literal(1),
  name: shortTextSchema,
  /** What the study asks, in plain words. */
  description: longTextSchema,
  regions: z.array(regionSchema).max(12),
  forms: z.array(formSchema).max(20),
  /** The project's own reference pictures of grades, in place of those that come with the program; left out where there are none. */
  gradePictures: z
    .array(z.strictObject({ scale: identifierSchema, grade: z.string().max(3), picture: pictureNameSchema }))
    .max(200)
    .optional(),
  /** How many readers read independently of each other. */
  readerCount: z.number().int().min(1).max(mostReaders),
  passes: z.array(passSchema).min(1).max(10),
  scoring: scoringSchema,
  blinding: blindingSchema,
  completeness: completenessSchema,
  passMark: passMarkSchema.nullable(),
  /** Seconds without a key, a click or a movement after which a reader's time is not counted. */
  idleAfterSeconds: z.number().int().min(10).max(3600),
  agreement: agreementSchema,
});
export type Protocol = z.infer<typeof protocolShape>;
