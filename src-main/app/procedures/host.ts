import { z } from "zod";
import { PlainError } from "#shared/domain/plainError.ts";
import { openProcedure, procedure, router } from "../trpc.ts";

export const hostProcedures = router({
  describe: openProcedure.query(({ ctx }) => ({ name: ctx.host.name, canChoosePaths: ctx.host.choosePaths !== undefined })),
  choosePaths: procedure.input(z.object({ kind: z.enum(["folder", "files"]) })).mutation(({ ctx, input }) => {
    if (!ctx.host.choosePaths)
      throw new PlainError("Choosing a folder with the system's dialog is not available here. Drop it on the window instead.");
    return ctx.host.choosePaths(input.kind);
  }),
});
