import { openImport } from "./importing.ts";
import { by } from "../../author.ts";

/** A program that imports a folder (argv[3]) into the data folder of argv[2] and says "on its way" once files are being written; it is there to be killed. */
const { dicomImport, jobs } = openImport(process.argv[2]!);
const jobId = dicomImport.start(by, [process.argv[3]!]);
for await (const job of jobs.watch(jobId)) {
  if (job.phase === "reading files" && job.done > 0) process.stdout.write("on its way\n");
}
