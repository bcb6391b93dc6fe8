import { worklistQuerySchema } from "#shared/api/worklist.ts";
import { procedure, router } from "../trpc.ts";

export const worklistProcedures = router({
  list: procedure.input(worklistQuerySchema).query(({ ctx, input }) => ctx.services.worklist.list(input)),
  modalities: procedure.query(({ ctx }) => ctx.services.worklist.modalities()),
  counts: procedure.query(({ ctx }) => ctx.services.worklist.counts()),
});
