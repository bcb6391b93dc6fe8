import type { Job } from "#shared/domain/job.ts";
import { client } from "./client.ts";

/** Follows a job until it ends, telling each change; answers the job as it ended. */
export async function watchJob(jobId: string, onChange: (job: Job) => void, signal?: AbortSignal): Promise<Job> {
  let last: Job | undefined;
  for await (const job of await client.job.watch.query({ jobId }, signal ? { signal } : undefined)) {
    last = job;
    onChange(job);
  }
  return last ?? client.job.get.query({ jobId });
}
