import { z } from "zod";
import {
  adjudicationByIdSchema,
  adjudicationsOfProjectSchema,
  assignAdjudicationSchema,
  submitConsensusSchema,
} from "#shared/api/adjudication.ts";
import { procedure, router } from "../trpc.ts";

const withReason = adjudicationByIdSchema.extend({ reason: z.string().trim().min(1).max(2000) });

/** Consensus of two readings. Who makes one opens, describes and answers it by the procedures of readings, under its own id. */
export const adjudicationProcedures = router({
  own: procedure.query(({ ctx }) => ctx.services.adjudications.own(ctx.by)),
  submit: procedure
    .input(submitConsensusSchema)
    .mutation(({ ctx, input: { readingId, ...secret } }) => ctx.services.adjudications.submit(ctx.by, readingId, secret)),
  /** For coordinators. */
  list: procedure.input(adjudicationsOfProjectSchema).query(async ({ ctx, input }) => {
    const { cases, waiting } = await ctx.services.projectReads.comparedCases(ctx.by, input.projectId);
    return { cases, waiting };
  }),
  all: procedure.input(adjudicationsOfProjectSchema).query(({ ctx, input }) => ctx.services.adjudications.all(ctx.by, input.projectId)),
  assign: procedure
    .input(assignAdjudicationSchema)
    .mutation(async ({ ctx, input: { projectId, ...request } }) =>
      ctx.services.adjudications.assign(ctx.by, projectId, request, await ctx.services.projectReads.comparedCases(ctx.by, projectId)),
    ),
  unlock: procedure
    .input(withReason)
    .mutation(({ ctx, input }) => ctx.services.adjudications.unlock(ctx.by, input.adjudicationId, input.reason)),
  withdraw: procedure
    .input(withReason)
    .mutation(({ ctx, input }) => ctx.services.adjudications.withdraw(ctx.by, input.adjudicationId, input.reason)),
});
