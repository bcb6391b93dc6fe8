/** What a thread answers: what came of a job, or why nothing did. */
export type WorkMessage<Answer> = { readonly answer: Answer } | { readonly error: string };

/** Where jobs are done that would hold the window up. */
export interface Computing<Job, Answer> {
  /** Does a job in place of the one that is being done, whose answer is null. Rejects where it cannot be done. */
  run: (job: Job) => Promise<Answer | null>;
  /** Gives up the job that is being done, if any. */
  stop: () => void;
}

/**
 * A thread beside the window's, in which something is computed while the reader goes on drawing. It begins with the first job. A job that is given up ends
 * with its thread, so that the next one has not to wait for it.
 */
export class WorkThread<Job, Answer> implements Computing<Job, Answer> {
  readonly #begin: () => Worker;
  readonly #given: (job: Job) => Transferable[];
  #worker: Worker | null = null;
  #done: ((how: WorkMessage<Answer> | null) => void) | null = null;

  /**
   * @param begin begins a thread that answers with `answerJobs`
   * @param given what of a job goes over to the thread, and is not there any more
   */
  constructor(begin: () => Worker, given: (job: Job) => Transferable[]) {
    this.#begin = begin;
    this.#given = given;
  }

  run(job: Job): Promise<Answer | null> {
    this.stop();
    const worker = (this.#worker ??= this.#started());
    return new Promise((resolve, reject) => {
      this.#done = (how) => {
        this.#done = null;
        if (how === null) resolve(null);
        else if ("error" in how) reject(new Error(how.error));
        else resolve(how.answer);
      };
      worker.postMessage(job, this.#given(job));
    });
  }

  stop(): void {
    if (!this.#done) return;
    this.#worker?.terminate();
    this.#worker = null;
    this.#done(null);
  }

  #started(): Worker {
    const worker = this.#begin();
    worker.addEventListener("message", ({ data }: MessageEvent<WorkMessage<Answer>>) => this.#done?.(data));
    worker.addEventListener("error", ({ message }) => {
      this.#worker = null;
      this.#done?.({ error: message || "The thread that computes it ended." });
    });
    return worker;
  }
}
