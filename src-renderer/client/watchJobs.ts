import type { Job } from "#shared/domain/job.ts";
import { client } from "./client.ts";

/** Who waits for a job, and what it is told. */
interface Watched {
  readonly told: (job: Job) => void;
  readonly ended: PromiseWithResolvers<Job>;
}

const watched = new Map<string, Watched>();
let stream: AbortController | null = null;
let isDue = false;

/**
 * Follows a job until it ends, telling each change; answers the job as it ended. All jobs of the window are followed on one request: a browser keeps at
 * most six open to one host, and with as many of them held by jobs nothing else would be answered, a save of a drawing neither.
 */
export function watchJob(jobId: string, told: (job: Job) => void): Promise<Job> {
  const ended = Promise.withResolvers<Job>();
  watched.set(jobId, { told, ended });
  void follow();
  return ended.promise;
}

function take(job: Job): void {
  const entry = watched.get(job.id);
  if (!entry) return;
  entry.told(job);
  if (job.state === "queued" || job.state === "running") return;
  watched.delete(job.id);
  entry.ended.resolve(job);
}

/** Opens the stream of all that is watched, in place of the one before. Those asked for in one turn are asked for together. */
async function follow(): Promise<void> {
  if (isDue) return;
  isDue = true;
  await Promise.resolve();
  isDue = false;
  stream?.abort();
  const own = new AbortController();
  stream = own;
  const jobIds = [...watched.keys()];
  try {
    for await (const job of await client.job.watch.query({ jobIds }, { signal: own.signal })) take(job);
  } catch (error) {
    if (own.signal.aborted) return;
    await askEach(jobIds, error);
  }
  if (own.signal.aborted) return;
  stream = null;
  if (watched.size > 0) void follow();
}

/** After a stream that failed: each job by itself, so that one that is not known any more does not end the others' waiting. */
async function askEach(jobIds: readonly string[], error: unknown): Promise<void> {
  const answers = await Promise.allSettled(jobIds.map((jobId) => client.job.get.query({ jobId })));
  const isOneUnknown = answers.some(({ status }) => status === "rejected");
  for (const [at, answer] of answers.entries()) {
    if (answer.status === "fulfilled") take(answer.value);
    // Where every job is known and the stream failed all the same, another one would fail too.
    if (answer.status === "rejected" || !isOneUnknown) fail(jobIds[at]!, answer.status === "rejected" ? answer.reason : error);
  }
}

function fail(jobId: string, error: unknown): void {
  watched.get(jobId)?.ended.reject(error);
  watched.delete(jobId);
}
