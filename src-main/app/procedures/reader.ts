import { z } from "zod";
import { readSetting, writeSetting } from "../../services/store/index.ts";
import { procedure, router } from "../trpc.ts";

const key = "reader";

/** Who is reading at this machine, as strokes, results and reports name them. Kept in the data folder: the window's own memory ends with its address. */
export const readerProcedures = router({
  describe: procedure.query(({ ctx }) => ({ name: readSetting(ctx.services.store, key) ?? null })),
  rename: procedure.input(z.object({ name: z.string().trim().max(120) })).mutation(({ ctx, input }) => writeSetting(ctx.services.store, key, input.name)),
});
