import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PlainError } from "#shared/domain/plainError.ts";
import { projectRoot } from "../../services/store/index.ts";
import { bundleInFolder, isNetworkFolder, isNetworkZip, runtimeProblem } from "../../services/models/index.ts";
import type { Author } from "../../services/store/index.ts";
import type { Services } from "../services.ts";
import { procedure, router } from "../trpc.ts";

const demonstrationFolder = join(projectRoot, "assets", "models", "demonstration");

/** Networks are installed by their own service; whatever is no folder or .zip that says it holds one is a model's, which tells what is wrong. */
async function startInstall(
  { services: { models, networks }, by }: { readonly services: Pick<Services, "models" | "networks">; readonly by: Author },
  path: string,
  afterwards?: () => Promise<void> | void,
) {
  return isNetworkFolder(path) || (await isNetworkZip(path))
    ? { kind: "network" as const, jobId: networks.startInstall(by, path, afterwards) }
    : { kind: "model" as const, jobId: models.startInstall(by, path, afterwards) };
}

export const modelProcedures = router({
  list: procedure.query(({ ctx }) => ctx.services.models.list()),
  /** Why models cannot be run on this machine, in words; null where they can. */
  runtime: procedure.query(() => ({ problem: runtimeProblem() ?? null })),
  describe: procedure.input(z.object({ modelId: z.string() })).query(({ ctx, input }) => ctx.services.models.describe(input.modelId)),
  /**
   * From a path of this machine, or from an upload that holds a bundle of either format. Answers a job, whose result is an InstallResult, or of a network
   * (format 2) a NetworkInstallResult.
   */
  install: procedure
    .input(z.union([z.strictObject({ path: z.string().min(1) }), z.strictObject({ uploadId: z.string() })]))
    .mutation(({ ctx, input }) => {
      if ("path" in input) return startInstall(ctx, input.path);
      const { folder, remove } = ctx.services.uploads.take(input.uploadId);
      return startInstall(ctx, bundleInFolder(folder), remove);
    }),
  /** The demonstration that comes with the program. */
  installDemonstration: procedure.mutation(({ ctx }) => {
    if (!existsSync(join(demonstrationFolder, "bundle.json")))
      throw new PlainError("This copy of Fascicle has no demonstration model with it. Install a bundle of your own.");
    return startInstall(ctx, demonstrationFolder);
  }),
  remove: procedure
    .input(z.object({ modelId: z.string() }))
    .mutation(({ ctx, input }) => ctx.services.models.remove(ctx.by, input.modelId)),
});
