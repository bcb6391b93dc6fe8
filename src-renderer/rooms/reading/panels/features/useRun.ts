import { useCallback, useRef, useState } from "react";
import type { Job } from "#shared/domain/job.ts";
import { cancelJob, resultOf } from "../../../../client/jobs.ts";
import { plainWords } from "../../../../client/plainWords.ts";

/** Work that was cancelled: nothing went wrong, nothing came out. */
export class Cancelled extends Error {
  override readonly name = "AbortError";
}

/** Runs one piece of work at a time for a panel: its job's progress, its error in plain words, and the way to stop it. */
export function useRun() {
  const [isBusy, setBusy] = useState(false);
  const [job, setJob] = useState<Job | null>(null);
  const [error, setError] = useState<string | null>(null);
  const controllerRef = useRef<AbortController | null>(null);
  const jobRef = useRef<string | null>(null);

  /** Follows a job that the work has started; throws Cancelled where the reader stopped it. */
  const follow = useCallback(async (jobId: string): Promise<unknown> => {
    jobRef.current = jobId;
    try {
      const result = await resultOf(jobId, setJob);
      if (result === null) throw new Cancelled("Cancelled.");
      return result;
    } finally {
      jobRef.current = null;
      setJob(null);
    }
  }, []);

  const run = useCallback((work: (signal: AbortSignal) => Promise<void>) => {
    if (controllerRef.current) return;
    const controller = new AbortController();
    controllerRef.current = controller;
    setBusy(true);
    setError(null);
    work(controller.signal)
      .catch((cause: unknown) => {
        if (!(cause instanceof Error && cause.name === "AbortError") && !controller.signal.aborted) setError(plainWords(cause));
      })
      .finally(() => {
        controllerRef.current = null;
        setBusy(false);
      });
  }, []);

  const cancel = useCallback(async () => {
    controllerRef.current?.abort();
    return jobRef.current === null || cancelJob(jobRef.current, (cause) => setError(plainWords(cause)));
  }, []);

  return { isBusy, job, error, run, follow, cancel };
}
