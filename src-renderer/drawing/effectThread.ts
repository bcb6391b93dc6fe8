import type { EffectAnswer, EffectJob } from "./effectJob.ts";
import type { EffectMessage } from "./effectWorker.ts";

/** Where effects are computed. */
export interface EffectComputing {
  /** Does a job in place of the one that is being done, whose answer is null. Rejects where it cannot be done. */
  run: (job: EffectJob) => Promise<EffectAnswer | null>;
  /** Gives up the job that is being done, if any. */
  stop: () => void;
}

/**
 * A thread beside the window's, in which effects are computed while the reader goes on drawing. It begins with the first job. A job that is given up ends with
 * its thread, so that the next one has not to wait for it.
 */
export class EffectThread implements EffectComputing {
  #worker: Worker | null = null;
  #done: ((how: EffectMessage | null) => void) | null = null;

  run(job: EffectJob): Promise<EffectAnswer | null> {
    this.stop();
    const worker = (this.#worker ??= this.#begin());
    return new Promise((resolve, reject) => {
      this.#done = (how) => {
        this.#done = null;
        if (how === null) resolve(null);
        else if ("error" in how) reject(new Error(how.error));
        else resolve(how.answer);
      };
      worker.postMessage(job, [job.labels.buffer]);
    });
  }

  stop(): void {
    if (!this.#done) return;
    this.#worker?.terminate();
    this.#worker = null;
    this.#done(null);
  }

  #begin(): Worker {
    const worker = new Worker(new URL("./effectWorker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<EffectMessage>) => this.#done?.(data));
    worker.addEventListener("error", ({ message }) => {
      this.#worker = null;
      this.#done?.({ error: message || "The thread of effects ended." });
    });
    return worker;
  }
}
