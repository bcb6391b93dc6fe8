import { z } from "zod";
import { featureMapByIdSchema, featureMapRequestSchema } from "#shared/api/featureMap.ts";
import { procedure, router } from "../trpc.ts";

/** Feature maps without their voxels, which pass through /featuremaps. */
export const featureMapProcedures = router({
  /** Answers at once; the job's result names the maps. */
  extract: procedure
    .input(featureMapRequestSchema)
    .mutation(({ ctx, input }) => ({ jobId: ctx.services.featureMaps.startExtraction(ctx.by, input) })),
  describe: procedure.input(featureMapByIdSchema).query(({ ctx, input }) => ctx.services.featureMaps.describe(input.featureMapId)),
  list: procedure.input(z.object({ segmentationId: z.string() })).query(({ ctx, input }) => ctx.services.featureMaps.list(input)),
  remove: procedure.input(featureMapByIdSchema).mutation(({ ctx, input }) => ctx.services.featureMaps.remove(ctx.by, input.featureMapId)),
});
