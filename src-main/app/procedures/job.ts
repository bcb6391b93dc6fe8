import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const byId = z.object({ jobId: z.string() });

export const jobProcedures = router({
  list: procedure.query(({ ctx }) => ctx.services.jobs.list()),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.services.jobs.get(input.jobId)),
  /** Every change of a job until it has finished, streamed over the same fetch. */
  watch: procedure.input(byId).query(({ ctx, input, signal }) => ctx.services.jobs.watch(input.jobId, signal)),
  cancel: procedure.input(byId).mutation(({ ctx, input }) => ctx.services.jobs.cancel(input.jobId)),
});
