import { existsSync, rmSync } from "node:fs";
import { PlainError } from "#shared/domain/plainError.ts";
import type { InferenceAnswer, InferenceRequest, InferenceResult, RowsRequest } from "./inferenceMessages.ts";
import { removeLeftTemporary, temporaryPath } from "../system/index.ts";
import { runtimeProblem } from "./runtimeProblem.ts";
import type { BundleRequest, BundleResult } from "./volumes/bundleMessages.ts";

/** A process that runs models: messages in, messages out, and its end. Node's child process or Electron's utility process. */
export interface InferenceProcess {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts a module as a process of its own. */
export type ForkInference = (modulePath: string) => InferenceProcess;

export interface RunOptions {
  /** Aborting stops the model at once. */
  readonly signal?: AbortSignal | undefined;
  /** How long a model may take, in ms; a minute unless told otherwise. */
  readonly timeoutMs?: number | undefined;
  /** Told how far a run on volumes is: patches or networks done, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Runs models in a process of their own, one run at a time, so that an end of the process is the doing of one model. */
export interface Inference {
  /**
   * Throws PlainError where the model refuses, ends its process, takes longer than `timeoutMs` or more memory than it may, or is cancelled.
   * In all but the first
   * case the process is ended, and the next run starts a new one; runs that wait are not touched.
   */
  run(request: RowsRequest, options?: RunOptions): Promise<InferenceResult>;
  /** The same of a bundle of format 2, on volumes whose voxels lie in files that the process reads itself. A label map lies in the request's labelsPath. */
  runBundle(request: BundleRequest, options?: RunOptions): Promise<BundleResult>;
  /** Ends the process. */
  close(): void;
}

const defaultTimeoutMs = 60_000;
/** A process that nobody has asked for so long is ended, and its memory with it; the next run starts a new one. */
const idleMs = 120_000;

/**
 * Makes the runner, and removes what an earlier one left that was killed. The process starts with the first run, and ends when none was
 * asked for `idleAfterMs`. `modulePath` is the built
 * worker; `problem` is why models cannot be run on
 * this machine.
 */
export function createInference({
  forkInference,
  modulePath,
  idleAfterMs = idleMs,
  problem = runtimeProblem(),
}: {
  forkInference: ForkInference;
  modulePath: string;
  idleAfterMs?: number;
  problem?: string | undefined;
}): Inference {
  removeLeftTemporary();
  let child: InferenceProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let requestId = 0;
  let closed = false;
  let idle: NodeJS.Timeout | undefined;
  // Of the run that is under way.
  let onMessage: ((message: unknown) => void) | undefined;
  let onEnd: ((code: number | null) => void) | undefined;

  const start = (): InferenceProcess => {
    const started = forkInference(modulePath);
    started.onMessage((message) => started === child && onMessage?.(message));
    started.onExit((code) => {
      if (started !== child) return;
      child = undefined;
      onEnd?.(code);
    });
    return started;
  };

  const stop = () => {
    const stopped = child;
    child = undefined;
    stopped?.kill();
  };

  /** Called when nothing runs. */
  const stopWhenIdle = () => {
    clearTimeout(idle);
    idle = setTimeout(() => onEnd ?? stop(), idleAfterMs).unref();
  };

  const runNow = (
    request: RowsRequest | BundleRequest,
    { signal, timeoutMs = defaultTimeoutMs, onProgress }: RunOptions,
  ): Promise<InferenceResult | BundleResult> =>
    new Promise((resolve, reject) => {
      if (problem !== undefined) throw new PlainError(problem);
      if (closed) throw closing();
      if (signal?.aborted) throw cancelled();
      requestId += 1;
      const id = requestId;
      clearTimeout(idle);
      const markPath = temporaryPath("inference");
      const memoryBytes = request.kind === "rows" ? request.memoryBytes : undefined;
      const finish = (end: () => void) => {
        clearTimeout(timer);
        stopWhenIdle();
        signal?.removeEventListener("abort", cancel);
        onMessage = undefined;
        onEnd = undefined;
        end();
        rmSync(markPath, { force: true });
      };
      const stopWith = (error: PlainError) =>
        finish(() => {
          stop();
          reject(error);
        });
      const cancel = () => stopWith(cancelled());
      const timer = setTimeout(
        () =>
          stopWith(
            new PlainError(
              `The model did not answer within ${timeoutMs / 1000} s and was stopped. Nothing else was touched. Ask its authors, or try ` +
                `it on a faster machine.`,
            ),
          ),
        timeoutMs,
      );
      signal?.addEventListener("abort", cancel);
      onMessage = (message) => {
        const answer = message as InferenceAnswer;
        if (answer.requestId !== id) return;
        if ("progress" in answer) onProgress?.(answer.progress.done, answer.progress.total);
        else finish(() => ("error" in answer ? reject(new PlainError(answer.error)) : resolve(answer.result)));
      };
      onEnd = (code) =>
        finish(() =>
          reject(
            closed
              ? closing()
              : existsSync(markPath)
                ? overMemory(memoryBytes ?? 0)
                : new PlainError(
                    `The model made its process end${code ? ` (exit code ${code})` : ""}. Nothing else was touched, but this model cannot ` +
                      `be used here: ask its authors for another export.`,
                  ),
          ),
        );
      try {
        child ??= start();
        const mark = memoryBytes === undefined ? {} : { markPath };
        child.postMessage({ ...request, requestId: id, ...mark } satisfies InferenceRequest);
      } catch {
        stopWith(new PlainError("The process that runs models could not be started. Restart Fascicle and try again."));
      }
    });

  const runInTurn = (request: RowsRequest | BundleRequest, options: RunOptions = {}): Promise<InferenceResult | BundleResult> => {
    const result = last.then(() => runNow(request, options));
    last = result.catch(() => undefined);
    return result;
  };

  return {
    run: async (request, options) => (await runInTurn(request, options)) as InferenceResult,
    runBundle: async (request, options) => (await runInTurn(request, options)) as BundleResult,
    close: () => {
      closed = true;
      clearTimeout(idle);
      const end = onEnd;
      stop();
      end?.(null);
    },
  };
}

function overMemory(bytes: number): PlainError {
  return new PlainError(
    `The model needed more memory than its bundle allows (${Math.round(bytes / 2 ** 20)} MB) and was stopped. Nothing else was touched. ` +
      `Run it on a smaller image, or ask its authors for a bundle with a higher limit.`,
  );
}

function cancelled(): PlainError {
  return new PlainError("The run of the model was cancelled.");
}

function closing(): PlainError {
  return new PlainError("The program is closing; the model was not run.");
}
