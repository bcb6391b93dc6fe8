import { z } from "zod";
import { answerSchema } from "#shared/domain/project/answer.ts";
import { identifierSchema } from "#shared/domain/project/identifier.ts";
import { sides } from "#shared/domain/segment.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();
const count = z.number().int().min(0);
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** A drawing with all its revisions; runs are base64 (src-shared/domain/runLength). */
export const returnedDrawingSchema = z.strictObject({
  id: z.uuid(),
  columns: count,
  rows: count,
  slices: count,
  createdAt: instant,
  modifiedAt: instant,
  segments: z
    .array(
      z.strictObject({
        number: z.number().int().min(1).max(255),
        addedRevision: count,
        removedRevision: count.nullable(),
        name: z.string().min(1).max(120),
        color: z.string().regex(/^#[0-9a-f]{6}$/),
        side: z.enum(sides),
        rank: z.number().int(),
        labelValue: z.number().int().nullable(),
      }),
    )
    .max(2000),
  /** From revision 1 on, without a gap. */
  strokes: z.array(
    z.strictObject({
      revision: z.number().int().min(1),
      tool: z.string().min(1).max(40),
      createdAt: instant,
      strokeId: z.string().min(1).max(100),
      reverses: z.string().max(100).nullable(),
      changesSegments: z.boolean(),
      slices: z.array(z.strictObject({ sliceIndex: count, runs: base64 })),
    }),
  ),
  /** What it was copied from, of the same reading; null where it was drawn. */
  copy: z.strictObject({ sourceId: z.uuid(), sourceRevision: count, copiedRevision: count, isResampled: z.boolean() }).nullable(),
});
export type ReturnedDrawing = z.infer<typeof returnedDrawingSchema>;

type ReturnedStroke = ReturnedDrawing["strokes"][number];

/** A stroke with its runs as bytes. */
export function strokeOf({ slices, ...stroke }: ReturnedStroke) {
  return { ...stroke, slices: slices.map(({ sliceIndex, runs }) => ({ sliceIndex, runs: Buffer.from(runs, "base64") })) };
}

const returnedReadingSchema = z.strictObject({
  id: z.uuid(),
  code: z.string(),
  version: z.number().int().min(1),
  openedAt: instant,
  submittedAt: instant,
  activeMs: count,
  /** `sha256` is of the record of the drawing, which follows; `hash` that of its revisions (readings/drawingHash). */
  drawings: z.array(z.strictObject({ region: identifierSchema, role: identifierSchema, hash, sha256: hash })).max(100),
  /** All that was ever answered, the last of a field last. */
  answers: z.array(
    z.strictObject({ version: z.number().int().min(1), field: z.string().max(400), answer: answerSchema.nullable(), at: instant }),
  ),
  questions: z.array(z.strictObject({ text: z.string().min(1), askedAt: instant })),
  /** What was signed at submitting, the last version last. */
  signatures: z.array(z.strictObject({ version: z.number().int().min(1), content: z.string(), signature: z.string() })).min(1),
});
export type ReturnedReading = z.infer<typeof returnedReadingSchema>;

/** What a reader signs of a return; the records that follow are bound to it by their hashes. */
export const returnContentSchema = z.strictObject({
  signed: z.literal("fascicle return"),
  formatVersion: z.literal(1),
  packet: z.uuid(),
  readerNumber: z.number().int().min(1),
  pass: z.number().int().min(1),
  protocol: hash,
  /** The name under which the reader signed. */
  reader: z.string().max(200),
  key: z.strictObject({
    number: z.number().int().min(1),
    publicKey: z.string(),
    madeBecause: z.enum(["first", "passphrase was set anew"]),
  }),
  readings: z.array(returnedReadingSchema).min(1),
  /** The end of the log, and the hash of its record. */
  log: z.strictObject({ number: z.number().int().min(1), hash, sha256: hash }),
});
export type ReturnContent = z.infer<typeof returnContentSchema>;

/** The first record of a return. */
export const signedReturnSchema = z.strictObject({ content: z.string(), signature: z.string() });
