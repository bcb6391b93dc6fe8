import { procedure, router } from "../trpc.ts";

export const sampleProcedures = router({
  /** Makes the two synthetic studies and imports them; the job's result is an ImportResult. */
  open: procedure.mutation(({ ctx }) => ({ jobId: ctx.services.sample.open(ctx.by) })),
});
