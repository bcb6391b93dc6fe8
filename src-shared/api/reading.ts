import { z } from "zod";
import { answerSchema } from "../domain/project/answer.ts";
import { formSchema } from "../domain/project/form.ts";
import type { MissingDrawing } from "../domain/project/segmentsToDraw.ts";
import { readingStates, type ReadingState } from "../domain/project/states.ts";
import { consensusSchema } from "./adjudication.ts";

/**
 * Readings of reader studies. In a blinded project this is all that a reader gets: the code of the case, the images under the names of their roles, the
 * form, and the own work on this reading. A reading's id stands where a study's UID stands elsewhere, and the id of an image where a volume's id does.
 */

/** A reading as its reader finds it in the list. */
export const ownReadingSchema = z.strictObject({
  readingId: z.string(),
  code: z.string(),
  pass: z.number().int(),
  isTraining: z.boolean(),
  state: z.enum(readingStates),
  /** False until it was opened for the first time. */
  isOpened: z.boolean(),
  /** UTC; null where it has not been submitted. */
  submittedAt: z.string().nullable(),
  /** A question to the coordinator that has no answer yet. */
  isAsking: z.boolean(),
  /** A training case that was submitted, and that the reader may compare with the coordinator's reading of it. */
  canCompare: z.boolean(),
});
export type OwnReading = z.infer<typeof ownReadingSchema>;

/** What one reader has to do in one project. */
export const ownReadingsSchema = z.strictObject({
  projectId: z.string(),
  project: z.string(),
  /** It came as a packet: what is submitted is given back to the coordinator. */
  isPacket: z.boolean(),
  /** From 1. */
  readerNumber: z.number().int(),
  total: z.number().int(),
  submitted: z.number().int(),
  /** Opened and not submitted, the one opened last first; and what was submitted. */
  begun: z.array(ownReadingSchema),
  /** The next case; null where none can be opened now. */
  next: ownReadingSchema.nullable(),
  /** Why none can be opened, in words; null where one can. */
  whyNone: z.string().nullable(),
  /** So many wait for their washout; the next of them until the beginning of that day (UTC; null where what it waits for is not submitted yet). */
  waiting: z.strictObject({ count: z.number().int(), until: z.string().nullable() }),
});
export type OwnReadings = z.infer<typeof ownReadingsSchema>;

/** What is to be drawn on one level of one image. */
export const levelToDrawSchema = z.strictObject({
  region: z.string(),
  /** Null where the region has no levels: every slice is read. */
  level: z.string().nullable(),
  name: z.string(),
  /** The slice of it by image, from 0; an image on which the level does not lie is left out. */
  slices: z.record(z.string(), z.number().int()),
});

/** All of one reading that its desk shows beside the images themselves (study.describe of the reading's id). */
export const openReadingSchema = z.strictObject({
  readingId: z.string(),
  projectId: z.string(),
  project: z.string(),
  code: z.string(),
  pass: z.number().int(),
  version: z.number().int(),
  isTraining: z.boolean(),
  /** What the protocol shows of the patient: other fields are not there; null where the files do not say it. Whole years at the (first) study. */
  patient: z.strictObject({
    age: z.number().int().nullable().optional(),
    sex: z.enum(["female", "male", "other"]).nullable().optional(),
  }),
  /** reading.modelResults is answered. */
  showsModelResults: z.boolean(),
  state: z.enum(readingStates),
  regions: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      layout: z.string(),
      startLevel: z.string().nullable(),
      images: z.array(
        z.strictObject({
          imageId: z.string(),
          role: z.string(),
          name: z.string(),
          use: z.enum(["drawn on", "copied to", "shown beside"]),
        }),
      ),
      levels: z.array(levelToDrawSchema),
      /** The reader says which slices the levels are. */
      choosesLevels: z.boolean(),
      segments: z.array(z.string()),
      drawingRules: z.array(z.strictObject({ text: z.string(), picture: z.string().nullable() })),
    }),
  ),
  scoring: z.strictObject({ order: z.enum(["before drawing", "after drawing", "at any time"]), showsOwnDrawing: z.boolean() }),
  /** Something was drawn in this reading. */
  hasDrawn: z.boolean(),
  idleAfterSeconds: z.number().int(),
  forms: z.array(formSchema),
  /** The project's own reference pictures: by scale and grade the name of each. */
  gradePictures: z.array(z.strictObject({ scale: z.string(), grade: z.string(), picture: z.string() })),
  /** By the key of the field. */
  answers: z.array(z.tuple([z.string(), answerSchema])),
  questions: z.array(z.strictObject({ number: z.number().int(), text: z.string(), answer: z.string().nullable() })),
  /** The coordinator's reading of a training case that was submitted: its answers, and its drawings by the image they are on. */
  coordinators: z
    .strictObject({
      answers: z.array(z.tuple([z.string(), answerSchema])),
      drawings: z.array(z.strictObject({ imageId: z.string(), segmentationId: z.string() })),
    })
    .optional(),
  /** Where a consensus of two readings is made in place of a reading. */
  consensus: consensusSchema.optional(),
});
export type OpenReading = z.infer<typeof openReadingSchema>;

/** A result of a model on images of a reading, where the protocol shows it: nothing of who ran the model, or when. */
export const readingResultSchema = z.strictObject({
  /** Name and version. */
  model: z.string(),
  /** What it was computed of: the images themselves, or features of what was drawn on them outside of readings. */
  from: z.enum(["images", "features"]),
  /** Images of the reading. */
  imageIds: z.array(z.string()),
  /** Null where the model tells a value. */
  classes: z
    .strictObject({
      /** By class, in the order of the model. */
      probabilities: z.array(z.tuple([z.string(), z.number()])),
      predictedClass: z.string(),
      positiveClass: z.string(),
      /** From this probability of the positive class on. */
      threshold: z.number(),
    })
    .nullable(),
  /** Null where it tells classes. */
  value: z.strictObject({ name: z.string(), unit: z.string(), number: z.number() }).nullable(),
  notice: z.string().nullable(),
});
export type ReadingResult = z.infer<typeof readingResultSchema>;

/** What a reading lacks before it can be submitted: drawings with their places, and answers in words. */
export interface ReadingLacks {
  /** Levels of which the reader has not chosen the slice. */
  readonly levels: readonly { readonly region: string; readonly level: string; readonly words: string }[];
  readonly drawings: readonly MissingDrawing[];
  readonly answers: readonly string[];
}

/** The training cases of one project, of which a coordinator makes a reading for the readers to compare theirs with. */
export interface ReferencesOfProject {
  readonly projectId: string;
  readonly project: string;
  readonly cases: readonly {
    readonly caseCode: string;
    /** One's own that was begun; null of another coordinator's, and where nobody has begun one. */
    readonly readingId: string | null;
    /** Null where nobody has begun one. */
    readonly state: ReadingState | null;
    readonly by: string | null;
  }[];
}
export const openReferenceSchema = z.strictObject({ projectId: z.string(), caseCode: z.string().max(200) });

export const readingByIdSchema = z.strictObject({ readingId: z.string() });
export const readingAnswerSchema = readingByIdSchema.extend({ key: z.string().max(400), answer: answerSchema.nullable() });
/** The slice that the reader takes for a level, from 0, of the series that is drawn on; null takes the choice back. */
export const readingLevelSchema = readingByIdSchema.extend({
  region: z.string().max(200),
  level: z.string().max(200),
  slice: z.number().int().min(0).nullable(),
});
export const readingQuestionSchema = readingByIdSchema.extend({
  text: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine((text) => text.isWellFormed()),
});
export const readingActiveSchema = readingByIdSchema.extend({ activeMs: z.number().int().min(0).max(3_600_000) });
/** `meaning` is what the reader says with the signature. */
export const readingSubmitSchema = readingByIdSchema.extend({
  passphrase: z.string().max(1024),
  meaning: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => text.isWellFormed()),
});

/** What a reader may see and do in this data folder. In a blinded session only `reading.*` and the images of open readings are answered. */
export const accessSchema = z.strictObject({ isBlinded: z.boolean() });
export type Access = z.infer<typeof accessSchema>;
