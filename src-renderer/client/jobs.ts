import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { listedJob, type Job, type ListedJob } from "#shared/domain/job.ts";
import { client, queryClient, trpc } from "./client.ts";
import { watchJob } from "./watchJobs.ts";

const followed = new Map<string, { readonly ended: Promise<Job>; readonly listeners: Set<(job: Job) => void> }>();

function store(changed: Job): void {
  const job = listedJob(changed);
  queryClient.setQueryData(trpc.job.list.queryKey(), (jobs: ListedJob[] | undefined) =>
    jobs?.some((other) => other.id === job.id) ? jobs.map((other) => (other.id === job.id ? job : other)) : [job, ...(jobs ?? [])],
  );
}

/** Whether a job has not ended yet. */
export function isRunning(job: Pick<Job, "state">): boolean {
  return job.state === "queued" || job.state === "running";
}

/** Follows a job until it ends, however many ask; the list of jobs shows every change. Answers the job as it ended. */
export function followJob(jobId: string, onChange?: (job: Job) => void): Promise<Job> {
  let entry = followed.get(jobId);
  if (!entry) {
    const listeners = new Set<(job: Job) => void>();
    const ended = watchJob(jobId, (job) => {
      store(job);
      for (const listener of listeners) listener(job);
    }).finally(() => followed.delete(jobId));
    entry = { ended, listeners };
    followed.set(jobId, entry);
  }
  if (onChange) entry.listeners.add(onChange);
  return entry.ended;
}

/** Asks a job to stop; what it finished before is kept. False, after `onError`, where it could not be asked. */
export async function cancelJob(jobId: string, onError: (error: unknown) => void): Promise<boolean> {
  try {
    await client.job.cancel.mutate({ jobId });
    return true;
  } catch (error) {
    onError(error);
    return false;
  }
}

/** A finished job's result, or an Error in the job's own words; null where the reader cancelled. */
export async function resultOf(jobId: string, onChange?: (job: Job) => void): Promise<unknown> {
  const job = await followJob(jobId, onChange);
  if (job.state === "cancelled") return null;
  if (job.state !== "succeeded") throw new Error(job.error ?? "The work ended without a result. Start it again.");
  return job.result;
}

const askEveryMs = 4000;

/** The jobs, the newest first, kept up to date; those started elsewhere (the command line, a second window) are seen within seconds. */
export function useJobs(): readonly ListedJob[] {
  const { data } = useQuery(trpc.job.list.queryOptions(undefined, { structuralSharing: true }));
  // Not by `refetchInterval`, which begins anew at every change of the data: while a job says how far it is, it would never end.
  useEffect(() => {
    const timer = setInterval(() => void queryClient.refetchQueries(trpc.job.list.queryFilter(), { cancelRefetch: false }), askEveryMs);
    return () => clearInterval(timer);
  }, []);
  const jobs = data ?? [];
  const running = jobs
    .filter(isRunning)
    .map((job) => job.id)
    .join(" ");
  useEffect(() => {
    for (const jobId of running.split(" ").filter(Boolean)) followJob(jobId).catch(() => undefined);
  }, [running]);
  return jobs;
}
