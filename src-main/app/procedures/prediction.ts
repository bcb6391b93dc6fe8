import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const predictionProcedures = router({
  /** Runs a model on a feature set; leaving the call stops the model. */
  run: procedure
    .input(z.object({ modelId: z.string(), featureSetId: z.string() }))
    .mutation(({ ctx, input, signal }) =>
      ctx.services.models.run(ctx.by, { modelId: input.modelId, featureSet: ctx.services.radiomics.find(input.featureSetId) }, { signal }),
    ),
  describe: procedure
    .input(z.object({ predictionId: z.string() }))
    .query(({ ctx, input }) => ctx.services.models.describePrediction(input.predictionId)),
  /** Predictions from images among which a volume was, the newest first. */
  listOfVolume: procedure
    .input(z.object({ volumeId: z.string() }))
    .query(({ ctx, input }) => ctx.services.models.listPredictionsOfVolume(input.volumeId)),
  /** The same of all volumes of a study. */
  listOfStudy: procedure.input(z.object({ studyInstanceUid: z.string() })).query(({ ctx, input }) => {
    const { volumes, models } = ctx.services;
    const found = volumes
      .describeStudy(input.studyInstanceUid)
      .series.flatMap((series) => series.volumes.flatMap(({ id }) => models.listPredictionsOfVolume(id)));
    return [...new Map(found.map((prediction) => [prediction.id, prediction])).values()].toSorted((a, b) =>
      a.createdAt < b.createdAt ? 1 : -1,
    );
  }),
  list: procedure
    .input(z.object({ segmentationId: z.string() }))
    .query(({ ctx, input }) => ctx.services.models.listPredictions(input.segmentationId)),
});
