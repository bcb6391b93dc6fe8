import { z } from "zod";
import { measureAddSchema, measureByRevisionSchema, measureChangeSchema, measuresOfStudySchema } from "#shared/api/measure.ts";
import { procedure, router } from "../trpc.ts";

/** Distances, angles, ellipses and points on the images of a study. */
export const measureProcedures = router({
  list: procedure.input(measuresOfStudySchema).query(({ ctx, input }) => ctx.services.measures.list(ctx.by, input.studyInstanceUid)),
  add: procedure.input(measureAddSchema).mutation(({ ctx, input }) => ctx.services.measures.add(ctx.by, input)),
  change: procedure
    .input(measureChangeSchema)
    .mutation(({ ctx, input }) => ctx.services.measures.change(ctx.by, input.id, input.revision, input.change)),
  remove: procedure
    .input(measureByRevisionSchema)
    .mutation(({ ctx, input }) => ctx.services.measures.remove(ctx.by, input.id, input.revision)),
  restore: procedure.input(z.object({ id: z.string() })).mutation(({ ctx, input }) => ctx.services.measures.restore(ctx.by, input.id)),
  table: procedure.input(measuresOfStudySchema).query(({ ctx, input }) => ctx.services.measures.table(input.studyInstanceUid)),
});
