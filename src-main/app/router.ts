import { hostProcedures } from "./procedures/host.ts";
import { importProcedures } from "./procedures/import.ts";
import { jobProcedures } from "./procedures/job.ts";
import { sampleProcedures } from "./procedures/sample.ts";
import { worklistProcedures } from "./procedures/worklist.ts";
import { router } from "./trpc.ts";

/** Every procedure of the door: `noun.verb`. */
export const appRouter = router({
  host: hostProcedures,
  import: importProcedures,
  job: jobProcedures,
  sample: sampleProcedures,
  worklist: worklistProcedures,
});

export type AppRouter = typeof appRouter;
