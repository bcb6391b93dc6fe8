import { z } from "zod";
import { keepArrangementSchema } from "#shared/api/arrangement.ts";
import { studyRemovalSchema } from "#shared/api/studyRemoval.ts";
import { removeStudy } from "../commands/removeStudy.ts";
import { procedure, router } from "../trpc.ts";

const byUid = z.object({ studyInstanceUid: z.string() });

export const studyProcedures = router({
  describe: procedure.input(byUid).query(({ ctx, input }) => ctx.services.volumes.describeStudy(input.studyInstanceUid)),
  /** The volume on which readers open studies of this kind; null where none was chosen yet. */
  preferredVolume: procedure.input(byUid).query(({ ctx, input }) => ctx.services.preferredSeries.find(input.studyInstanceUid)),
  preferVolume: procedure
    .input(byUid.extend({ volumeId: z.string() }))
    .mutation(({ ctx, input }) => ctx.services.preferredSeries.prefer(ctx.by, input.studyInstanceUid, input.volumeId)),
  /** How this reader arranges studies of this kind, in terms of this study; null where that is not known. */
  arrangement: procedure.input(byUid).query(({ ctx, input }) => ctx.services.arrangements.find(ctx.by, input.studyInstanceUid)),
  keepArrangement: procedure
    .input(keepArrangementSchema)
    .mutation(({ ctx, input }) => ctx.services.arrangements.keep(ctx.by, input.studyInstanceUid, input.arrangement)),
  forgetArrangement: procedure.input(byUid).mutation(({ ctx, input }) => ctx.services.arrangements.forget(ctx.by, input.studyInstanceUid)),
  /** What a removal would take with it. */
  contents: procedure.input(byUid).query(({ ctx, input }) => ctx.services.studies.contents(ctx.by, input.studyInstanceUid)),
  remove: procedure
    .input(studyRemovalSchema)
    .mutation(({ ctx, input }) => removeStudy(ctx.services, ctx.by, input.studyInstanceUid, input.expected)),
});
