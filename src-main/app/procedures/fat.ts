import { z } from "zod";
import { fatRequestSchema } from "#shared/api/fat.ts";
import { procedure, router } from "../trpc.ts";

/** Areas, volumes and fat fractions of what is drawn. */
export const fatProcedures = router({
  series: procedure
    .input(z.object({ segmentationId: z.string() }))
    .query(({ ctx, input }) => ctx.services.fat.series(input.segmentationId)),
  measure: procedure.input(fatRequestSchema).query(({ ctx, input, signal }) => ctx.services.fat.measure(input, signal)),
  table: procedure.input(fatRequestSchema).query(({ ctx, input, signal }) => ctx.services.fat.table(input, signal)),
});
