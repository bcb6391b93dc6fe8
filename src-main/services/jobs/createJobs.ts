import { randomUUID } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import { listedJob, type Job, type ListedJob } from "#shared/domain/job.ts";
import type { Store } from "../store/index.ts";
import { createLanes, laneBounds, type Lane } from "./createLanes.ts";
import { createJobTable } from "./jobTable.ts";
import { systemErrorWords } from "../system/index.ts";

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
  /** Where it waits until fewer than the lane's bound are in work. */
  readonly lane: Lane;
  /** Plain words for the list of jobs; no patient's name. */
  readonly title: string;
  readonly run: (context: JobContext) => Promise<Result>;
  /** Called in place of `run` where the job ends before it was begun: to remove what it was to work on. */
  readonly discard?: (() => Promise<void> | void) | undefined;
  /** What of the result stays in the database; all of it where absent. The whole is told of the last jobs of this program (mostWhole). */
  readonly kept?: (result: Result) => unknown;
}

/** The work that takes time. */
export interface Jobs {
  /** Starts a job, or has it wait in its lane, and answers its id at once. */
  start<Result>(request: JobRequest<Result>): string;
  /** The newest first, at most 200; `get` tells a job's result. */
  list(): ListedJob[];
  /** Throws PlainError where there is no such job. */
  get(jobId: string): Job;
  /** Every change of a job, the present state first, until it has finished. */
  watch(jobId: string, signal?: AbortSignal): AsyncGenerator<Job, void>;
  /** The same of several jobs, until all have finished. Throws PlainError where one is not known. */
  watchEach(jobIds: readonly string[], signal?: AbortSignal): AsyncGenerator<Job, void>;
  /** The job as it ended. */
  finished(jobId: string): Promise<Job>;
  /** Sets the flag of a job in work, and ends one that waits; nothing where the job has ended. */
  cancel(jobId: string): void;
  /** Cancels what is in work and waits for its end; what waits is reported as interrupted. */
  close(): Promise<void>;
}

/** A job that has not ended. */
interface Entry {
  job: Job;
  readonly lane: Lane;
  readonly run: (context: JobContext) => Promise<unknown>;
  readonly discard: JobRequest<unknown>["discard"];
  readonly controller: AbortController;
  readonly cancelFlag: SharedArrayBuffer;
  readonly listeners: Set<() => void>;
  startedAt: number;
  readonly kept: ((result: unknown) => unknown) | undefined;
  published: number;
  timer: NodeJS.Timeout | undefined;
  readonly ended: PromiseWithResolvers<void>;
}

const publishEveryMs = 100;
/** So many results are told whole; those of earlier jobs as they are kept. */
const mostWhole = 32;

/** Makes the jobs of one store. What an earlier run left unfinished is marked "interrupted". */
export function createJobs(store: Store, bounds: Readonly<Record<Lane, number>> = laneBounds): Jobs {
  const table = createJobTable(store);
  table.markInterrupted();
  const entries = new Map<string, Entry>();
  const lanes = createLanes<Entry>(bounds);
  /** Ends whose results the database is not to hold as they are told; the last ones. */
  const whole = new Map<string, Job>();
  /** Ends that the database could not take (a full disk): few, for then it takes no new job either. */
  const unwritten = new Map<string, Job>();

  const publish = (entry: Entry) => {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    entry.published = performance.now();
    for (const listener of entry.listeners) listener();
  };

  const publishSoon = (entry: Entry) => {
    const wait = entry.published + publishEveryMs - performance.now();
    if (wait <= 0) publish(entry);
    else entry.timer ??= setTimeout(() => publish(entry), wait);
  };

  const progress = (entry: Entry, update: { phase?: string; done?: number; total?: number | null }) => {
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
    publishSoon(entry);
  };

  const finish = (entry: Entry, end: Pick<Job, "state" | "error" | "result">) => {
    entry.job = { ...entry.job, ...end, place: null, secondsLeft: null, finishedAt: store.now() };
    const isReduced = entry.kept !== undefined && entry.job.result !== null;
    try {
      table.update(isReduced ? { ...entry.job, result: entry.kept(entry.job.result) } : entry.job);
      if (isReduced) whole.set(entry.job.id, entry.job);
      if (whole.size > mostWhole) whole.delete(whole.keys().next().value!);
    } catch {
      unwritten.set(entry.job.id, entry.job);
    }
    entries.delete(entry.job.id);
    publish(entry);
    entry.ended.resolve();
  };

  /** What waits behind one that began or was taken out has another place. */
  const renumber = (lane: Lane) => {
    for (const [index, entry] of lanes.waiting(lane).entries()) {
      if (entry.job.place === index + 1) continue;
      entry.job = { ...entry.job, place: index + 1 };
      publishSoon(entry);
    }
  };

  const begin = (entry: Entry) => {
    entry.startedAt = performance.now();
    const { signal } = entry.controller;
    const context: JobContext = {
      jobId: entry.job.id,
      signal,
      cancelFlag: entry.cancelFlag,
      progress: (update) => progress(entry, update),
    };
    const end = (how: Pick<Job, "state" | "error" | "result">) => {
      finish(entry, how);
      beginNext(entry.lane);
    };
    void Promise.resolve()
      .then(() => entry.run(context))
      .then(
        // A cancelled job may still hand over what it had finished.
        (result) => end({ state: signal.aborted ? "cancelled" : "succeeded", error: null, result: result ?? null }),
        (error: unknown) =>
          end(
            signal.aborted
              ? { state: "cancelled", error: null, result: null }
              : { state: "failed", error: plainWords(error), result: null },
          ),
      );
  };

  /** One of a lane has ended: the next begins. */
  const beginNext = (lane: Lane) => {
    const next = lanes.leave(lane);
    if (!next) return;
    next.job = { ...next.job, state: "running", phase: "starting", place: null };
    try {
      table.update(next.job);
    } catch {
      // The list of jobs of this program says it; a database that cannot be written (a full disk) has it as waiting, which a restart
      // reports as interrupted too.
    }
    publish(next);
    begin(next);
    renumber(lane);
  };

  /** Ends a job that waits; what it was to work on is removed first. */
  const endWaiting = async (entry: Entry, end: Pick<Job, "state" | "error">): Promise<void> => {
    if (!lanes.drop(entry.lane, entry)) return;
    entry.job = { ...entry.job, place: null };
    renumber(entry.lane);
    try {
      await entry.discard?.();
    } catch {
      // What cannot be removed now is what a killed program leaves too: the next start removes it.
    }
    finish(entry, { ...end, result: null });
  };

  const told = (jobId: string): Job | undefined => entries.get(jobId)?.job ?? whole.get(jobId) ?? unwritten.get(jobId);

  const get = (jobId: string): Job => {
    const job = told(jobId) ?? table.find(jobId);
    if (!job) throw new PlainError("There is no such job.");
    return job;
  };

  async function* watchEach(jobIds: readonly string[], signal?: AbortSignal): AsyncGenerator<Job, void> {
    const seen = new Map<string, Job>();
    let left = jobIds;
    for (;;) {
      const unfinished: Entry[] = [];
      for (const jobId of left) {
        const entry = entries.get(jobId);
        if (entry) unfinished.push(entry);
        const job = get(jobId);
        if (seen.get(jobId) === job) continue;
        seen.set(jobId, job);
        yield job;
        if (signal?.aborted) return;
      }
      if (unfinished.length === 0) return;
      left = unfinished.map(({ job }) => job.id);
      // Time has passed while the jobs were taken: one may have changed again.
      if (unfinished.some(({ job }) => seen.get(job.id) !== job)) continue;
      await new Promise<void>((resolve) => {
        const wake = () => {
          for (const { listeners } of unfinished) listeners.delete(wake);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        for (const { listeners } of unfinished) listeners.add(wake);
        signal?.addEventListener("abort", wake);
      });
      if (signal?.aborted) return;
    }
  }

  return {
    start: (request) => {
      const job: Job = {
        id: randomUUID(),
        kind: request.kind,
        title: request.title,
        state: "running",
        place: null,
        phase: "starting",
        done: 0,
        total: null,
        ratePerSecond: null,
        secondsLeft: null,
        error: null,
        result: null,
        createdAt: store.now(),
        finishedAt: null,
      };
      const entry: Entry = {
        job,
        lane: request.lane,
        run: request.run,
        discard: request.discard,
        controller: new AbortController(),
        cancelFlag: new SharedArrayBuffer(4),
        listeners: new Set(),
        startedAt: performance.now(),
        kept: request.kept as Entry["kept"],
        published: 0,
        timer: undefined,
        ended: Promise.withResolvers(),
      };
      const begins = lanes.enter(entry.lane, entry);
      if (!begins) entry.job = { ...job, state: "queued", phase: "waiting", place: lanes.waiting(entry.lane).length };
      try {
        table.insert(entry.job);
      } catch (error) {
        if (begins) lanes.leave(entry.lane);
        else lanes.drop(entry.lane, entry);
        throw error;
      }
      entries.set(job.id, entry);
      if (begins) begin(entry);
      return job.id;
    },
    list: () =>
      table.list().map((job) => {
        const now = told(job.id);
        return now ? listedJob(now) : job;
      }),
    get,
    watch: (jobId, signal) => watchEach([jobId], signal),
    watchEach,
    finished: async (jobId) => {
      await entries.get(jobId)?.ended.promise;
      return get(jobId);
    },
    cancel: (jobId) => {
      const entry = entries.get(jobId);
      if (!entry) return;
      stop(entry);
      void endWaiting(entry, { state: "cancelled", error: null });
    },
    close: async () => {
      const all = [...entries.values()];
      for (const entry of all) void endWaiting(entry, { state: "interrupted", error: "The program ended before this was begun." });
      for (const entry of all) stop(entry);
      await Promise.all(all.map(({ ended }) => ended.promise));
    },
  };
}

function stop({ cancelFlag, controller }: Entry): void {
  Atomics.store(new Int32Array(cancelFlag), 0, 1);
  controller.abort();
}

/** What a reader is told of an error: a PlainError's words; of anything else that it happened, without details that could hold health data. */
function plainWords(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  const words = systemErrorWords(error);
  if (words !== undefined) return words;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return (
    `Something unexpected went wrong${code ? ` (${code})` : error instanceof Error ? ` (${error.name})` : ""}. Nothing was changed ` +
    `that had not been finished.`
  );
}
