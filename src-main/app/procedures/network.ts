import { networkByIdSchema } from "#shared/api/network.ts";
import { procedure, router } from "../trpc.ts";

/** Installed bundles of format 2; they are installed by model.install. */
export const networkProcedures = router({
  list: procedure.query(({ ctx }) => ctx.services.networks.list()),
  /** Runs the golden cases on this machine: a job, whose result is a NetworkCheck. */
  check: procedure
    .input(networkByIdSchema)
    .mutation(({ ctx, input }) => ({ jobId: ctx.services.networks.startCheck(ctx.by, input.networkId) })),
  remove: procedure.input(networkByIdSchema).mutation(({ ctx, input }) => ctx.services.networks.remove(ctx.by, input.networkId)),
});
