import { networkByIdSchema, networkRunSchema, networkTableSchema } from "#shared/api/network.ts";
import { procedure, router } from "../trpc.ts";

/** Installed bundles of format 2; they are installed by model.install. */
export const networkProcedures = router({
  list: procedure.query(({ ctx }) => ctx.services.networks.list()),
  /** Runs the golden cases on this machine: a job, whose result is a NetworkCheck. */
  check: procedure
    .input(networkByIdSchema)
    .mutation(({ ctx, input }) => ({ jobId: ctx.services.networks.startCheck(ctx.by, input.networkId) })),
  /** What a run would take in memory, why it would be refused, and what lies outside of what the network knows. */
  plan: procedure.input(networkRunSchema).query(({ ctx, input, signal }) => ctx.services.networks.plan(input, signal)),
  /** Answers at once; the job's result is a NetworkOutcome. */
  run: procedure.input(networkRunSchema).mutation(({ ctx, input }) => ({ jobId: ctx.services.networks.startRun(ctx.by, input) })),
  /** Of a network that sees no images. Answers at once; the job's result is a NetworkTableResult. */
  runTable: procedure.input(networkTableSchema).mutation(({ ctx, input }) => ({ jobId: ctx.services.networks.startTable(input) })),
  remove: procedure.input(networkByIdSchema).mutation(({ ctx, input }) => ctx.services.networks.remove(ctx.by, input.networkId)),
});
