import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const byId = z.object({ volumeId: z.string() });

export const volumeProcedures = router({
  describe: procedure.input(byId).query(({ ctx, input }) => ctx.services.volumes.describe(input.volumeId)),
  /** Percentiles for the window, fast: from a sample of the voxels. */
  statistics: procedure.input(byId).query(({ ctx, input }) => ctx.services.volumes.statistics(input.volumeId)),
});
