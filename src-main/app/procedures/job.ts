import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const byId = z.object({ jobId: z.string() });

export const jobProcedures = router({
  list: procedure.query(({ ctx }) => ctx.services.jobs.list()),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.services.jobs.get(input.jobId)),
  /** Every change of the jobs until all have finished, streamed over one fetch: a browser has six connections to a host, and a stream keeps one. */
  watch: procedure
    .input(z.object({ jobIds: z.array(z.string()).min(1).max(1000) }))
    .query(({ ctx, input, signal }) => ctx.services.jobs.watchEach(input.jobIds, signal)),
  cancel: procedure.input(byId).mutation(({ ctx, input }) => ctx.services.jobs.cancel(input.jobId)),
});
