import { hostProcedures } from "./procedures/host.ts";
import { jobProcedures } from "./procedures/job.ts";
import { router } from "./trpc.ts";

/** Every procedure of the door: `noun.verb`. */
export const appRouter = router({
  host: hostProcedures,
  job: jobProcedures,
});

export type AppRouter = typeof appRouter;
