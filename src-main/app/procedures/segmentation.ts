import { z } from "zod";
import { newSegmentSchema, segmentChangeSchema, segmentationByIdSchema, segmentationCreateSchema } from "#shared/api/segmentation.ts";
import { segmentSchema } from "#shared/domain/segment.ts";
import { procedure, router } from "../trpc.ts";

/** Segmentations without their voxels, which pass through /segmentations. */
export const segmentationProcedures = router({
  create: procedure.input(segmentationCreateSchema).mutation(({ ctx, input }) => ctx.services.segmentations.create(input)),
  list: procedure.input(z.object({ volumeId: z.string() })).query(({ ctx, input }) => ctx.services.segmentations.list(input)),
  describe: procedure.input(segmentationByIdSchema).query(({ ctx, input }) => ctx.services.segmentations.describe(input.segmentationId)),
  rename: procedure.input(segmentationByIdSchema.extend({ name: z.string() })).mutation(({ ctx, input }) =>
    ctx.services.segmentations.rename(input.segmentationId, input.name)),
  remove: procedure.input(segmentationByIdSchema).mutation(({ ctx, input }) => ctx.services.segmentations.remove(input.segmentationId)),
  addSegment: procedure.input(segmentationByIdSchema.extend({ segment: newSegmentSchema })).mutation(({ ctx, input }) =>
    ctx.services.segmentations.addSegment(input.segmentationId, input.segment)),
  updateSegment: procedure.input(segmentChangeSchema).mutation(({ ctx, input }) =>
    ctx.services.segmentations.updateSegment(input.segmentationId, input.number, input.change)),
  removeSegment: procedure.input(segmentationByIdSchema.extend({ number: segmentSchema.shape.number, reader: z.string().optional() })).mutation(({ ctx, input }) =>
    ctx.services.segmentations.removeSegment(input.segmentationId, input.number, input.reader)),
  history: procedure.input(segmentationByIdSchema).query(({ ctx, input }) => ctx.services.segmentations.history(input.segmentationId)),
});
