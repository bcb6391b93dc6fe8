import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const predictionProcedures = router({
  /** Runs a model on a feature set; leaving the call stops the model. */
  run: procedure.input(z.object({ modelId: z.string(), featureSetId: z.string() })).mutation(({ ctx, input, signal }) =>
    ctx.services.models.run({ modelId: input.modelId, featureSet: ctx.services.radiomics.find(input.featureSetId) }, { signal })),
  describe: procedure.input(z.object({ predictionId: z.string() })).query(({ ctx, input }) => ctx.services.models.describePrediction(input.predictionId)),
  list: procedure.input(z.object({ segmentationId: z.string() })).query(({ ctx, input }) => ctx.services.models.listPredictions(input.segmentationId)),
});
