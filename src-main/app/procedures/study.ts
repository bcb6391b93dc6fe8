import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const studyProcedures = router({
  describe: procedure.input(z.object({ studyInstanceUid: z.string() })).query(({ ctx, input }) => ctx.services.volumes.describeStudy(input.studyInstanceUid)),
});
