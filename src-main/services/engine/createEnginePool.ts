import { availableParallelism } from "node:os";
import { PlainError } from "#shared/domain/plainError.ts";
import type { EngineAnswer, EngineProgress, EngineRequest } from "./engineMessages.ts";
import { memoryOfEach } from "./engineMemory.ts";
import type { ForkProcess, ServiceProcess } from "./serviceProcess.ts";

export interface EngineRunOptions {
  /** What is measured, for the words where its process ends: "mask1.nii.gz on image1.nii.gz". No patient's name. */
  readonly what: string;
  /** A reader waits for it: it goes before all that waits. */
  readonly first?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined;
  readonly onPart?: ((part: unknown) => void) | undefined;
}

/** Processes in which the engine computes. */
export interface EnginePool {
  /**
   * Runs one of the setup's tasks. Rejects with PlainError where the task says so, where its process ended (crash, abort, SIGKILL) or took more memory
   * than it may: the others go on, in a new process. Rejects with the signal's reason within 200 ms where it is aborted.
   */
  run(task: string, input: unknown, options: EngineRunOptions): Promise<unknown>;
  /** Ends the processes; what they were at fails in words. */
  close(): void;
}

export interface EnginePoolOptions {
  readonly forkProcess: ForkProcess;
  readonly modulePath: string;
  /** Sent to each process first. */
  readonly setup: unknown;
  /** At most so many; each starts with the first task that finds no other free. */
  readonly processes: number;
  /** So many tasks are given to a process at once: one is measured, the next is read. */
  readonly ahead?: number;
  /** Of the engine, in each process; the cores shared by the processes in work where absent. Results do not depend on it. */
  readonly threads?: number;
  readonly memoryBytes?: number;
  /** A process that is given nothing for so long is ended, and its memory with it. */
  readonly idleAfterMs?: number;
}

/** A task that has not ended. */
interface Open {
  readonly number: number;
  readonly task: string;
  readonly input: unknown;
  readonly options: EngineRunOptions;
  readonly ended: PromiseWithResolvers<unknown>;
  /** Its process ended once while others were open there too: it is given to a process of its own. */
  isSuspect: boolean;
}

interface Child {
  readonly process: ServiceProcess;
  readonly open: Map<number, Open>;
  /** The tasks that wait behind those it has at once. */
  idle: NodeJS.Timeout | undefined;
  tooMuchMemory: boolean;
}

const defaultIdleMs = 300_000;
/** Native code polls its flag every few ms; a process that has not answered by then is ended. */
const answerWithinMs = 150;

/** Makes the pool; no process is started before the first task. */
export function createEnginePool({
  forkProcess,
  modulePath,
  setup,
  processes,
  ahead = 1,
  threads,
  memoryBytes = memoryOfEach(processes),
  idleAfterMs = defaultIdleMs,
}: EnginePoolOptions): EnginePool {
  const children = new Set<Child>();
  const waiting: Open[] = [];
  let numbers = 0;
  let isClosed = false;

  const remove = (child: Child) => {
    clearTimeout(child.idle);
    children.delete(child);
  };

  /** Its process is gone: with one task open that task failed; of several nobody knows which one did, and each is tried alone. */
  const ended = (child: Child, how: string) => {
    if (!children.has(child)) return;
    remove(child);
    const open = [...child.open.values()];
    const [only] = open;
    if (open.length === 1) only!.ended.reject(new PlainError(wordsOf(only!, child, how)));
    else {
      for (const task of open) task.isSuspect = true;
      waiting.unshift(...open);
    }
    give();
  };

  const answered = (child: Child, answer: EngineAnswer) => {
    if (!children.has(child)) return;
    if (answer.kind === "memory") {
      child.tooMuchMemory = true;
      child.process.kill();
      ended(child, "");
      return;
    }
    const open = child.open.get(answer.number);
    if (!open) return;
    if (answer.kind === "progress") open.options.onProgress?.(answer.progress);
    else if (answer.kind === "part") {
      try {
        open.options.onPart?.(answer.part);
      } catch (error) {
        open.ended.reject(error);
      }
    } else {
      child.open.delete(answer.number);
      if (answer.kind === "result") open.ended.resolve(answer.result);
      else open.ended.reject(errorOf(answer));
      give();
      if (child.open.size === 0) {
        child.idle = setTimeout(() => {
          remove(child);
          child.process.kill();
        }, idleAfterMs).unref();
      }
    }
  };

  const start = (): Child => {
    const child: Child = { process: forkProcess(modulePath, "Fascicle engine"), open: new Map(), idle: undefined, tooMuchMemory: false };
    children.add(child);
    child.process.onMessage((message) => answered(child, message as EngineAnswer));
    child.process.onExit((code, signal) => ended(child, signal ?? (code === null ? "it could not be started" : `exit code ${code}`)));
    child.process.postMessage({ kind: "setup", setup, memoryBytes } satisfies EngineRequest);
    return child;
  };

  const freeFor = (task: Open): Child | undefined => {
    const all = [...children];
    const free = all.find(({ open }) => open.size === 0);
    if (free) return free;
    if (children.size < processes) return start();
    if (task.isSuspect) return undefined;
    const least = all.toSorted((a, b) => a.open.size - b.open.size)[0]!;
    return least.open.size < ahead && [...least.open.values()].every(({ isSuspect }) => !isSuspect) ? least : undefined;
  };

  const give = () => {
    while (waiting.length > 0) {
      const open = waiting[0]!;
      const child = freeFor(open);
      if (!child) return;
      waiting.shift();
      clearTimeout(child.idle);
      child.open.set(open.number, open);
      const inWork = [...children].filter((other) => other.open.size > 0).length;
      const { number, task, input } = open;
      const shared = Math.max(1, Math.floor(availableParallelism() / inWork));
      child.process.postMessage({ kind: "run", number, task, input, threads: threads ?? shared } satisfies EngineRequest);
    }
  };

  const cancel = (open: Open, reason: unknown) => {
    const place = waiting.indexOf(open);
    if (place !== -1) {
      waiting.splice(place, 1);
      open.ended.reject(reason);
      return;
    }
    const child = [...children].find((other) => other.open.get(open.number) === open);
    if (!child) return;
    child.process.postMessage({ kind: "cancel", number: open.number } satisfies EngineRequest);
    const timer = setTimeout(() => {
      open.ended.reject(reason);
      child.open.delete(open.number);
      // The others that it was given are none of its doing.
      child.process.kill();
      remove(child);
      waiting.unshift(...child.open.values());
      give();
    }, answerWithinMs);
    void open.ended.promise.catch(() => undefined).then(() => clearTimeout(timer));
  };

  return {
    run: (task, input, options) => {
      const { signal } = options;
      if (isClosed) return Promise.reject(closing());
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      numbers += 1;
      const open: Open = { number: numbers, task, input, options, ended: Promise.withResolvers(), isSuspect: false };
      const abort = () => cancel(open, signal!.reason);
      signal?.addEventListener("abort", abort, { once: true });
      if (options.first) waiting.unshift(open);
      else waiting.push(open);
      give();
      return open.ended.promise.finally(() => signal?.removeEventListener("abort", abort));
    },
    close: () => {
      isClosed = true;
      for (const open of waiting.splice(0)) open.ended.reject(closing());
      for (const child of children) {
        remove(child);
        child.process.kill();
        for (const open of child.open.values()) open.ended.reject(closing());
      }
    },
  };
}

function wordsOf({ options: { what } }: Open, { tooMuchMemory }: Child, how: string): string {
  if (tooMuchMemory)
    return (
      `Measuring ${what} took more memory than one extraction may on this machine, and was stopped. Nothing else was touched. Choose ` +
      `a smaller region, fewer filters or a coarser spacing.`
    );
  const why = how === "SIGKILL" ? "SIGKILL: perhaps the machine ran out of memory" : how;
  return (
    `The engine's process ended (${why}) while measuring ${what}. Nothing else was touched, and the others go on. Try again; where ` +
    `it happens again, report it with the settings.`
  );
}

function closing(): PlainError {
  return new PlainError("The program is closing; this was not measured.");
}

/** A task's error as it was thrown there. */
function errorOf({ message, name, code }: Extract<EngineAnswer, { kind: "error" }>): Error {
  if (message !== null) return new PlainError(message);
  return Object.assign(new Error("a task of the engine failed"), { name, ...(code === null ? {} : { code }) });
}
