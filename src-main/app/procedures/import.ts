import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const source = z.union([z.object({ paths: z.array(z.string().min(1)).min(1) }), z.object({ uploadId: z.string() })]);

export const importProcedures = router({
  /** Imports files and folders of this machine, or what was uploaded; the job's result is an ImportResult. */
  start: procedure.input(source).mutation(({ ctx, input }) => {
    const { dicomImport, uploads } = ctx.services;
    if ("paths" in input) return { jobId: dicomImport.start(input.paths) };
    const { folder, remove } = uploads.take(input.uploadId);
    return { jobId: dicomImport.start([folder], { hiddenFolder: folder, onEnd: remove }) };
  }),
});
