import { randomUUID } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Job } from "#shared/domain/job.ts";
import type { Store } from "../store/index.ts";
import { systemErrorWords } from "../system/index.ts";
import { createJobTable } from "./jobTable.ts";

/** What a running job is given: where to say how far it is, and how it learns that it was cancelled. */
export interface JobContext {
  readonly jobId: string;
  /** Aborted when the reader cancels. */
  readonly signal: AbortSignal;
  /** One 32-bit flag in shared memory, 0 until cancelled: for worker threads and native code, which poll it. */
  readonly cancelFlag: SharedArrayBuffer;
  /** Says what is being done and how far it is. As often as you like: it is passed on at most ten times a second. */
  progress(update: { phase?: string; done?: number; total?: number | null }): void;
}

export interface JobRequest<Result> {
  readonly kind: string;
  /** Plain words for the list of jobs; no patient's name. */
  readonly title: string;
  readonly run: (context: JobContext) => Promise<Result>;
}

/** The work that takes time. */
export interface Jobs {
  /** Starts a job and answers its id at once. */
  start<Result>(request: JobRequest<Result>): string;
  /** The newest first. */
  list(): Job[];
  /** Throws PlainError where there is no such job. */
  get(jobId: string): Job;
  /** Every change of a job, the present state first, until it has finished. */
  watch(jobId: string, signal?: AbortSignal): AsyncGenerator<Job, void>;
  /** The job as it ended. */
  finished(jobId: string): Promise<Job>;
  /** Sets the flag; nothing where the job has ended. */
  cancel(jobId: string): void;
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

interface Running {
  job: Job;
  readonly controller: AbortController;
  readonly cancelFlag: SharedArrayBuffer;
  readonly listeners: Set<() => void>;
  readonly startedAt: number;
  published: number;
  timer: NodeJS.Timeout | undefined;
  promise: Promise<void>;
}

const publishEveryMs = 100;

/** Makes the jobs of one store. What an earlier run left unfinished is marked "interrupted". */
export function createJobs(store: Store): Jobs {
  const table = createJobTable(store);
  table.markInterrupted();
  const running = new Map<string, Running>();
  /** Ends that the database could not take (a full disk): told while the program runs. */
  const unkept = new Map<string, Job>();

  const publish = (entry: Running) => {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    entry.published = performance.now();
    for (const listener of entry.listeners) listener();
  };

  const progress = (entry: Running, update: { phase?: string; done?: number; total?: number | null }) => {
    if (entry.job.state !== "running") return;
    const done = update.done ?? entry.job.done;
    const total = update.total === undefined ? entry.job.total : update.total;
    const seconds = (performance.now() - entry.startedAt) / 1000;
    const rate = seconds > 0.5 && done > 0 ? done / seconds : null;
    entry.job = {
      ...entry.job,
      phase: update.phase ?? entry.job.phase,
      done,
      total,
      ratePerSecond: rate,
      secondsLeft: rate !== null && total !== null ? Math.max(0, (total - done) / rate) : null,
    };
    const wait = entry.published + publishEveryMs - performance.now();
    if (wait <= 0) publish(entry);
    else entry.timer ??= setTimeout(() => publish(entry), wait);
  };

  const finish = (entry: Running, end: Pick<Job, "state" | "error" | "result">) => {
    entry.job = { ...entry.job, ...end, secondsLeft: null, finishedAt: new Date().toISOString() };
    try {
      table.update(entry.job);
    } catch {
      unkept.set(entry.job.id, entry.job);
    }
    running.delete(entry.job.id);
    publish(entry);
  };

  const get = (jobId: string): Job => {
    const job = running.get(jobId)?.job ?? unkept.get(jobId) ?? table.find(jobId);
    if (!job) throw new PlainError("There is no such job.");
    return job;
  };

  async function* watch(jobId: string, signal?: AbortSignal): AsyncGenerator<Job, void> {
    let last: Job | undefined;
    for (;;) {
      const entry = running.get(jobId);
      const job = get(jobId);
      if (job !== last) {
        last = job;
        yield job;
      }
      if (!entry || signal?.aborted) return;
      if (entry.job !== last) continue;
      await new Promise<void>((resolve) => {
        const wake = () => {
          entry.listeners.delete(wake);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        entry.listeners.add(wake);
        signal?.addEventListener("abort", wake);
      });
    }
  }

  return {
    start: (request) => {
      const job: Job = {
        id: randomUUID(), kind: request.kind, title: request.title, state: "running", phase: "starting", done: 0, total: null,
        ratePerSecond: null, secondsLeft: null, error: null, result: null, createdAt: new Date().toISOString(), finishedAt: null,
      };
      table.insert(job);
      const controller = new AbortController();
      const entry: Running = {
        job, controller, cancelFlag: new SharedArrayBuffer(4), listeners: new Set(), startedAt: performance.now(),
        published: 0, timer: undefined, promise: Promise.resolve(),
      };
      running.set(job.id, entry);
      const context: JobContext = { jobId: job.id, signal: controller.signal, cancelFlag: entry.cancelFlag, progress: (update) => progress(entry, update) };
      entry.promise = Promise.resolve()
        .then(() => request.run(context))
        .then(
          // A cancelled job may still hand over what it had finished.
          (result) => finish(entry, { state: controller.signal.aborted ? "cancelled" : "succeeded", error: null, result: result ?? null }),
          (error: unknown) => finish(entry, controller.signal.aborted
            ? { state: "cancelled", error: null, result: null }
            : { state: "failed", error: plainWords(error), result: null }),
        );
      return job.id;
    },
    list: () => table.list().map((job) => running.get(job.id)?.job ?? unkept.get(job.id) ?? job),
    get,
    watch,
    finished: async (jobId) => {
      await running.get(jobId)?.promise;
      return get(jobId);
    },
    cancel: (jobId) => {
      const entry = running.get(jobId);
      if (!entry) return;
      Atomics.store(new Int32Array(entry.cancelFlag), 0, 1);
      entry.controller.abort();
    },
    close: async () => {
      const all = [...running.values()];
      for (const { cancelFlag, controller } of all) {
        Atomics.store(new Int32Array(cancelFlag), 0, 1);
        controller.abort();
      }
      await Promise.all(all.map((entry) => entry.promise));
    },
  };
}

/** What a reader is told of an error: a PlainError's words; of anything else that it happened, without details that could hold health data. */
function plainWords(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  const words = systemErrorWords(error);
  if (words !== undefined) return words;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return `Something unexpected went wrong${code ? ` (${code})` : error instanceof Error ? ` (${error.name})` : ""}. Nothing was changed that had not been finished.`;
}
