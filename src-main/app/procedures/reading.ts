import { z } from "zod";
import {
  openReferenceSchema,
  readingActiveSchema,
  readingAnswerSchema,
  readingByIdSchema,
  readingLevelSchema,
  readingQuestionSchema,
  readingSubmitSchema,
  type Access,
} from "#shared/api/reading.ts";
import { procedure, router } from "../trpc.ts";

const reason = z.string().trim().min(1).max(2000);

/** Readings of reader studies: those of the reader who asks, and for coordinators those of all. */
export const readingProcedures = router({
  /** Whether the reader who asks sees nothing but the own readings. */
  access: procedure.query(({ ctx }): Access => ({ isBlinded: ctx.services.blinding.isBlinded(ctx.by.readerId) })),
  own: procedure.query(({ ctx }) => ctx.services.readings.own(ctx.by)),
  /** Opens the next case, or goes on with one that was opened. Its images are those of study.describe with the reading's id. */
  open: procedure.input(readingByIdSchema).mutation(({ ctx, input }) => ctx.services.readings.open(ctx.by, input.readingId)),
  describe: procedure.input(readingByIdSchema).query(({ ctx, input }) => ctx.services.readings.describe(ctx.by, input.readingId)),
  answer: procedure
    .input(readingAnswerSchema)
    .mutation(({ ctx, input }) => ctx.services.readings.answer(ctx.by, input.readingId, input.key, input.answer)),
  chooseLevel: procedure
    .input(readingLevelSchema)
    .mutation(({ ctx, input: { readingId, ...chosen } }) => ctx.services.readings.chooseLevel(ctx.by, readingId, chosen)),
  ask: procedure.input(readingQuestionSchema).mutation(({ ctx, input }) => ctx.services.readings.ask(ctx.by, input.readingId, input.text)),
  addActive: procedure
    .input(readingActiveSchema)
    .mutation(({ ctx, input }) => ctx.services.readings.addActive(ctx.by, input.readingId, input.activeMs)),
  lacks: procedure.input(readingByIdSchema).query(({ ctx, input }) => ctx.services.readings.lacks(ctx.by, input.readingId)),
  submit: procedure
    .input(readingSubmitSchema)
    .mutation(({ ctx, input: { readingId, ...secret } }) => ctx.services.readings.submit(ctx.by, readingId, secret)),
  /** Results of models on the images of an open reading, where the protocol shows them. */
  modelResults: procedure.input(readingByIdSchema).query(({ ctx, input }) => ctx.services.modelResults.ofReading(ctx.by, input.readingId)),
  /** Training cases of the studies that one coordinates, to be read for comparison. */
  references: procedure.query(({ ctx }) => ctx.services.readings.references(ctx.by)),
  openReference: procedure
    .input(openReferenceSchema)
    .mutation(({ ctx, input }) => ctx.services.readings.openReference(ctx.by, input.projectId, input.caseCode)),
  /** What readers made of the training cases. */
  training: procedure
    .input(z.strictObject({ projectId: z.string() }))
    .query(({ ctx, input }) => ctx.services.readings.training(ctx.by, input.projectId)),
  /** For coordinators. */
  list: procedure
    .input(z.strictObject({ projectId: z.string() }))
    .query(({ ctx, input }) => ctx.services.readings.list(ctx.by, input.projectId)),
  unlock: procedure
    .input(readingByIdSchema.extend({ reason }))
    .mutation(({ ctx, input }) => ctx.services.readings.unlock(ctx.by, input.readingId, input.reason)),
  withdraw: procedure
    .input(readingByIdSchema.extend({ reason }))
    .mutation(({ ctx, input }) => ctx.services.readings.withdraw(ctx.by, input.readingId, input.reason)),
  /** Breaks the blind of the case for its reader: answers whose case it is. */
  unblind: procedure
    .input(readingByIdSchema.extend({ reason }))
    .mutation(({ ctx, input }) => ctx.services.readings.unblind(ctx.by, input.readingId, input.reason)),
  brokenBlinds: procedure
    .input(z.strictObject({ projectId: z.string() }))
    .query(({ ctx, input }) => ctx.services.readings.brokenBlinds(ctx.by, input.projectId)),
  answerQuestion: procedure
    .input(readingByIdSchema.extend({ number: z.number().int(), answer: reason }))
    .mutation(({ ctx, input }) => ctx.services.readings.answerQuestion(ctx.by, input.readingId, input.number, input.answer)),
});
