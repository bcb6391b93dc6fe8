import { z } from "zod";
import { takeLabelMapsSchema } from "#shared/api/import.ts";
import { startTakingLabelMaps } from "../commands/takeLabelMaps.ts";
import { procedure, router } from "../trpc.ts";

const source = z.union([z.object({ paths: z.array(z.string().min(1)).min(1) }), z.object({ uploadId: z.string() })]);

export const importProcedures = router({
  /** Makes segmentations of label maps that came as image files; the job's result is a TakenLabelMaps. */
  takeLabelMaps: procedure
    .input(takeLabelMapsSchema)
    .mutation(({ ctx, input }) => ({ jobId: startTakingLabelMaps(ctx.services, ctx.by, input) })),
  /** Imports files and folders of this machine, or what was uploaded; the job's result is an ImportResult. */
  start: procedure.input(source).mutation(({ ctx, input }) => {
    const { dicomImport, uploads } = ctx.services;
    if ("paths" in input) return { jobId: dicomImport.start(ctx.by, input.paths) };
    const { folder, remove } = uploads.take(input.uploadId);
    return { jobId: dicomImport.start(ctx.by, [folder], { hiddenFolder: folder, onEnd: remove }) };
  }),
});
