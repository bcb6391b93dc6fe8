import { PlainError } from "#shared/domain/plainError.ts";
import type { EngineAnswer, EngineProgress, EngineRequest } from "./engineMessages.ts";
import { abortWhereAsked } from "./abortWhereAsked.ts";
import { letGoFirst } from "./letGoFirst.ts";

/** What a task is given, within a process of the engine. */
export interface TaskContext {
  /** Aborted when the reader cancels. */
  readonly signal: AbortSignal;
  /** One 32-bit flag, 0 until cancelled: for native code, which polls it on a thread of its own. */
  readonly cancelFlag: SharedArrayBuffer;
  /** For the engine to use. */
  readonly threads: number;
  /** Passed on at most ten times a second. */
  progress(update: EngineProgress): void;
  /** Hands over something that is finished and stays. */
  part(value: unknown): void;
}

/** The tasks of a process by their names: each reads what it measures by itself. */
export type EngineTasks = Readonly<Record<string, (input: never, context: TaskContext) => Promise<unknown>>>;

const reportEveryMs = 100;
const lookAtMemoryEveryMs = 50;

/** Electron's utility process gives its end of the line as process.parentPort; a child process of Node sends and receives itself. */
interface ParentPort {
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/**
 * The work of an engine's process: makes its tasks of the setup that comes first, and answers those that it is sent, several at once where they
 * come so. JavaScript's thread stays free while native code computes, so that a message that cancels is heard. Where the main process is gone it
 * ends at once, and it is the first that a system which runs out of memory ends.
 */
export function serveEngine(makeTasks: (setup: never) => EngineTasks): void {
  letGoFirst();
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  const post = (answer: EngineAnswer) => {
    if (parentPort) parentPort.postMessage(answer);
    else process.send?.(answer);
  };
  const controllers = new Map<number, { controller: AbortController; cancelFlag: SharedArrayBuffer }>();
  let tasks: EngineTasks = {};
  let memoryBytes = Infinity;
  let memoryTimer: NodeJS.Timeout | undefined;

  const watchMemory = () => {
    clearInterval(memoryTimer);
    if (controllers.size === 0) return;
    memoryTimer = setInterval(() => {
      if (process.memoryUsage.rss() <= memoryBytes) return;
      clearInterval(memoryTimer);
      post({ kind: "memory" });
    }, lookAtMemoryEveryMs);
  };

  const run = async ({ number, task, input, threads }: Extract<EngineRequest, { kind: "run" }>): Promise<void> => {
    const own = { controller: new AbortController(), cancelFlag: new SharedArrayBuffer(4) };
    controllers.set(number, own);
    watchMemory();
    const reports = limitReports((progress) => post({ kind: "progress", number, progress }));
    try {
      abortWhereAsked(number);
      const result = await tasks[task]!(input as never, {
        signal: own.controller.signal,
        cancelFlag: own.cancelFlag,
        threads,
        progress: reports.progress,
        part: (part) => post({ kind: "part", number, part }),
      });
      post({ kind: "result", number, result });
    } catch (error) {
      const { name, code } = error as NodeJS.ErrnoException;
      post({ kind: "error", number, message: error instanceof PlainError ? error.message : null, name, code: code ?? null });
    } finally {
      reports.end();
      controllers.delete(number);
      watchMemory();
    }
  };

  const take = (request: EngineRequest) => {
    if (request.kind === "setup") {
      tasks = makeTasks(request.setup as never);
      ({ memoryBytes } = request);
    } else if (request.kind === "run") void run(request);
    else {
      const own = controllers.get(request.number);
      if (!own) return;
      Atomics.store(new Int32Array(own.cancelFlag), 0, 1);
      own.controller.abort();
    }
  };
  if (parentPort) parentPort.on("message", ({ data }) => take(data as EngineRequest));
  else {
    process.on("message", (message) => take(message as EngineRequest));
    // Nobody is there to answer. An exit in order would wait for native code that nobody wants.
    process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
    // A terminal's Ctrl+C goes to every process of the group: the main one decides, and takes this one with it.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
  }
}

/** Joins what is told, and passes it on at most ten times a second, the last of it too. */
function limitReports(report: (progress: EngineProgress) => void) {
  let waiting: EngineProgress = {};
  let last = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    last = performance.now();
    report(waiting);
    waiting = {};
  };
  return {
    progress: (update: EngineProgress) => {
      waiting = { ...waiting, ...update };
      const wait = last + reportEveryMs - performance.now();
      if (timer === undefined && wait <= 0) flush();
      else timer ??= setTimeout(flush, wait);
    },
    end: () => clearTimeout(timer),
  };
}
