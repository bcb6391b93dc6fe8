import { sampleByIdSchema, sampleProjectRequestSchema, sampleRemovalSchema } from "#shared/api/sample.ts";
import { removeSampleProject } from "../commands/removeSampleProject.ts";
import { procedure, router } from "../trpc.ts";

export const sampleProcedures = router({
  /** Makes the two synthetic studies and imports them; the job's result is an ImportResult. */
  open: procedure.mutation(({ ctx }) => ({ jobId: ctx.services.sample.open(ctx.by) })),
  /** Makes the sample project; the job's result is a MadeProject. */
  project: procedure
    .input(sampleProjectRequestSchema)
    .mutation(({ ctx, input }) => ({ jobId: ctx.services.sampleProject.make(ctx.by, input?.seed) })),
  /** What would go with a sample project. */
  contents: procedure.input(sampleByIdSchema).query(({ ctx, input }) => ctx.services.sampleProject.contents(ctx.by, input.projectId)),
  remove: procedure
    .input(sampleRemovalSchema)
    .mutation(({ ctx, input }) => removeSampleProject(ctx.services, ctx.by, input.projectId, input.expected)),
});
