import { z } from "zod";
import {
  readerStepsSchema,
  reversalSchema,
  segmentAddSchema,
  segmentationByIdSchema,
  segmentationCreateSchema,
  segmentationViewKeepSchema,
  segmentChangeSchema,
  segmentOrderSchema,
  segmentRemoveSchema,
  segmentsAddSchema,
} from "#shared/api/segmentation.ts";
import { segmentCheckSchema } from "#shared/api/firstDrawing.ts";
import { segmentationCopySchema } from "#shared/api/segmentationCopy.ts";
import { procedure, router } from "../trpc.ts";

const byVolume = z.object({ volumeId: z.string() });

/** Segmentations without their voxels, which pass through /segmentations. */
export const segmentationProcedures = router({
  create: procedure.input(segmentationCreateSchema).mutation(({ ctx, input }) => ctx.services.segmentations.create(ctx.by, input)),
  list: procedure.input(byVolume).query(({ ctx, input }) => ctx.services.segmentations.list(input)),
  describe: procedure.input(segmentationByIdSchema).query(({ ctx, input }) => ctx.services.segmentations.describe(input.segmentationId)),
  rename: procedure
    .input(segmentationByIdSchema.extend({ name: z.string() }))
    .mutation(({ ctx, input }) => ctx.services.segmentations.rename(ctx.by, input.segmentationId, input.name)),
  remove: procedure
    .input(segmentationByIdSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.remove(ctx.by, input.segmentationId)),
  restore: procedure
    .input(segmentationByIdSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.restore(ctx.by, input.segmentationId)),
  addSegment: procedure
    .input(segmentAddSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.addSegment(ctx.by, input.segmentationId, input.segment, input.mark)),
  addSegments: procedure
    .input(segmentsAddSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.addSegments(ctx.by, input.segmentationId, input.segments, input.mark)),
  updateSegment: procedure
    .input(segmentChangeSchema)
    .mutation(({ ctx, input }) =>
      ctx.services.segmentations.updateSegment(ctx.by, input.segmentationId, input.number, input.change, input.mark),
    ),
  removeSegment: procedure
    .input(segmentRemoveSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.removeSegment(ctx.by, input.segmentationId, input.number, input.mark)),
  orderSegments: procedure
    .input(segmentOrderSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.orderSegments(ctx.by, input.segmentationId, input.numbers, input.mark)),
  /** Undoes or does again a step that changed segments, from the history on disk. */
  reverse: procedure
    .input(reversalSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.reverse(ctx.by, input.segmentationId, input)),
  view: procedure.input(segmentationByIdSchema).query(({ ctx, input }) => ctx.services.segmentations.view(ctx.by, input.segmentationId)),
  keepView: procedure
    .input(segmentationViewKeepSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.keepView(ctx.by, input.segmentationId, input.view)),
  /** The segmentation of a volume that the reader had open last; null where there is none. */
  lastOpened: procedure.input(byVolume).query(({ ctx, input }) => ctx.services.segmentations.lastOpened(ctx.by, input.volumeId)),
  steps: procedure
    .input(readerStepsSchema)
    .query(({ ctx, input }) => ctx.services.segmentations.steps(ctx.by, input.segmentationId, input)),
  drawnElsewhere: procedure.input(byVolume).query(({ ctx, input }) => ctx.services.segmentations.drawnElsewhere(input.volumeId)),
  copyTo: procedure
    .input(segmentationCopySchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.copyTo(ctx.by, input.segmentationId, input.volumeId)),
  copyOrigin: procedure
    .input(segmentationByIdSchema)
    .query(({ ctx, input }) => ctx.services.segmentations.copyOrigin(input.segmentationId)),
  copyChanges: procedure
    .input(segmentationByIdSchema)
    .query(({ ctx, input }) => ctx.services.segmentations.copyChanges(input.segmentationId)),
  firstDrawing: procedure
    .input(segmentationByIdSchema)
    .query(({ ctx, input }) => ctx.services.segmentations.firstDrawing(input.segmentationId)),
  checks: procedure.input(segmentationByIdSchema).query(({ ctx, input }) => ctx.services.segmentations.checks(input.segmentationId)),
  check: procedure
    .input(segmentCheckSchema)
    .mutation(({ ctx, input }) => ctx.services.segmentations.check(ctx.by, input.segmentationId, input)),
  history: procedure.input(segmentationByIdSchema).query(({ ctx, input }) => ctx.services.segmentations.history(input.segmentationId)),
});
