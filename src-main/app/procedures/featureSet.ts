import { z } from "zod";
import { extractRequestSchema } from "#shared/api/featureSet.ts";
import { featureDocumentation } from "../../services/radiomics/index.ts";
import { procedure, router } from "../trpc.ts";

export const featureSetProcedures = router({
  /** Answers at once; the job's result names the feature set. */
  extract: procedure.input(extractRequestSchema).mutation(({ ctx, input }) => ({ jobId: ctx.services.radiomics.startExtraction(input) })),
  describe: procedure.input(z.object({ featureSetId: z.string() })).query(({ ctx, input }) => ctx.services.radiomics.find(input.featureSetId)),
  list: procedure.input(z.object({ segmentationId: z.string() })).query(({ ctx, input }) => ctx.services.radiomics.list(input)),
  documentation: procedure.query(() => featureDocumentation()),
});
