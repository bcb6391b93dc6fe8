import type { Job } from "#shared/domain/job.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Services } from "../services.ts";

/** Waits for a job, which an interrupt or a request to terminate cancels, and answers it as it ended. */
export async function endedJob(jobs: Services["jobs"], jobId: string, onProgress: (job: Job) => void): Promise<Job> {
  const interrupt = () => jobs.cancel(jobId);
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    for await (const job of jobs.watch(jobId)) onProgress(job);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
  return jobs.get(jobId);
}

/** The same as it succeeded. Throws PlainError with its words where it failed, and where it was cancelled. */
export async function finishedJob(jobs: Services["jobs"], jobId: string, onProgress: (job: Job) => void): Promise<Job> {
  const job = await endedJob(jobs, jobId, onProgress);
  if (job.state !== "succeeded") throw new PlainError(job.error ?? "Interrupted. What was done until then is kept.");
  return job;
}
