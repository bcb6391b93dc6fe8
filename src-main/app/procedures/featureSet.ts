import { z } from "zod";
import { measurementSchema } from "#shared/api/featureSet.ts";
import { featureDocumentation } from "../../services/radiomics/index.ts";
import { procedure, router } from "../trpc.ts";

export const featureSetProcedures = router({
  /** Answers at once; the job's result names the feature sets. */
  extract: procedure
    .input(measurementSchema)
    .mutation(({ ctx, input }) => ({ jobId: ctx.services.radiomics.startExtraction(ctx.by, input) })),
  describe: procedure
    .input(z.object({ featureSetId: z.string() }))
    .query(({ ctx, input }) => ctx.services.radiomics.find(input.featureSetId)),
  list: procedure.input(z.object({ segmentationId: z.string() })).query(({ ctx, input }) => ctx.services.radiomics.list(input)),
  /** How a segmentation lies on each volume of its study, and by how much their grids differ. */
  compareGrids: procedure
    .input(z.object({ segmentationId: z.string() }))
    .query(({ ctx, input }) => ctx.services.radiomics.compareGrids(input)),
  /** Counts of grey values in the bins of the extraction. */
  histogram: procedure.input(measurementSchema).query(({ ctx, input, signal }) => ctx.services.radiomics.histogram(input, signal)),
  documentation: procedure.query(() => featureDocumentation()),
});
