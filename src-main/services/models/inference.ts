import { PlainError } from "#shared/domain/plainError.ts";
import type { InferenceAnswer, InferenceRequest, InferenceResult } from "./inferenceMessages.ts";

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
}

/** Runs models in a process of their own, one run at a time, so that an end of the process is the doing of one model. */
export interface Inference {
  /**
   * Throws PlainError where the model refuses, ends its process, takes longer than `timeoutMs` or is cancelled. In the last three
   * cases the process is ended, and the next run starts a new one; runs that wait are not touched.
   */
  run(request: Omit<InferenceRequest, "requestId">, options?: RunOptions): Promise<InferenceResult>;
  /** Ends the process. */
  close(): void;
}

const defaultTimeoutMs = 60_000;

/** Makes the runner; the process starts with the first run. `modulePath` is the built worker. */
export function createInference({ forkInference, modulePath }: { forkInference: ForkInference; modulePath: string }): Inference {
  let child: InferenceProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let requestId = 0;
  let closed = false;
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

  const runNow = (request: Omit<InferenceRequest, "requestId">, { signal, timeoutMs = defaultTimeoutMs }: RunOptions): Promise<InferenceResult> =>
    new Promise((resolve, reject) => {
      if (closed) throw closing();
      if (signal?.aborted) throw cancelled();
      requestId += 1;
      const id = requestId;
      const finish = (end: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", cancel);
        onMessage = undefined;
        onEnd = undefined;
        end();
      };
      const stopWith = (error: PlainError) => finish(() => {
        stop();
        reject(error);
      });
      const cancel = () => stopWith(cancelled());
      const timer = setTimeout(() => stopWith(new PlainError(
        `The model did not answer within ${timeoutMs / 1000} s and was stopped. Nothing else was touched. Ask its authors, or try it on a faster machine.`,
      )), timeoutMs);
      signal?.addEventListener("abort", cancel);
      onMessage = (message) => {
        const answer = message as InferenceAnswer;
        if (answer.requestId !== id) return;
        finish(() => ("error" in answer ? reject(new PlainError(answer.error)) : resolve(answer.result)));
      };
      onEnd = (code) => finish(() => reject(closed ? closing() : new PlainError(
        `The model made its process end${code ? ` (exit code ${code})` : ""}. Nothing else was touched, but this model cannot be used here: ask its authors for another export.`,
      )));
      try {
        child ??= start();
        child.postMessage({ ...request, requestId: id } satisfies InferenceRequest);
      } catch {
        stopWith(new PlainError("The process that runs models could not be started. Restart Fascicle and try again."));
      }
    });

  return {
    run: (request, options = {}) => {
      const result = last.then(() => runNow(request, options));
      last = result.catch(() => undefined);
      return result;
    },
    close: () => {
      closed = true;
      const end = onEnd;
      stop();
      end?.(null);
    },
  };
}

function cancelled(): PlainError {
  return new PlainError("The run of the model was cancelled.");
}

function closing(): PlainError {
  return new PlainError("The program is closing; the model was not run.");
}
