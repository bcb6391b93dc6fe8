import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PlainError } from "#shared/domain/plainError.ts";
import { projectRoot } from "../../services/store/index.ts";
import { bundleInFolder, runtimeProblem } from "../../services/models/index.ts";
import { procedure, router } from "../trpc.ts";

const demonstrationFolder = join(projectRoot, "assets", "models", "demonstration");

export const modelProcedures = router({
  list: procedure.query(({ ctx }) => ctx.services.models.list()),
  /** Why models cannot be run on this machine, in words; null where they can. */
  runtime: procedure.query(() => ({ problem: runtimeProblem() ?? null })),
  describe: procedure.input(z.object({ modelId: z.string() })).query(({ ctx, input }) => ctx.services.models.describe(input.modelId)),
  /** From a path of this machine, or from an upload that holds a bundle. Answers a job, whose result is the InstalledModel. */
  install: procedure
    .input(z.union([z.strictObject({ path: z.string().min(1) }), z.strictObject({ uploadId: z.string() })]))
    .mutation(({ ctx, input }) => {
      if ("path" in input) return { jobId: ctx.services.models.startInstall(ctx.by, input.path) };
      const { folder, remove } = ctx.services.uploads.take(input.uploadId);
      return { jobId: ctx.services.models.startInstall(ctx.by, bundleInFolder(folder), remove) };
    }),
  /** The demonstration that comes with the program. */
  installDemonstration: procedure.mutation(({ ctx }) => {
    if (!existsSync(join(demonstrationFolder, "bundle.json")))
      throw new PlainError("This copy of Fascicle has no demonstration model with it. Install a bundle of your own.");
    return { jobId: ctx.services.models.startInstall(ctx.by, demonstrationFolder) };
  }),
  remove: procedure
    .input(z.object({ modelId: z.string() }))
    .mutation(({ ctx, input }) => ctx.services.models.remove(ctx.by, input.modelId)),
});
