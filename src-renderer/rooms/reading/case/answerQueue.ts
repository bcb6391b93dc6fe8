import type { Answer } from "#shared/domain/project/answer.ts";
import type { SaveState } from "../../../drawing/strokeQueue.ts";

/** An answer on its way; null takes an earlier one back. */
export interface SentAnswer {
  readonly key: string;
  readonly answer: Answer | null;
}

export interface AnswerQueueOptions {
  readonly send: (sent: SentAnswer) => Promise<void>;
  /** True where an answer that was not taken will never be: the study's rules refuse it. */
  readonly isRefused: (error: unknown) => boolean;
  readonly inWords: (error: unknown) => string;
  /** An answer is on disk. */
  readonly onKept: (sent: SentAnswer) => void;
  /** An answer was refused, and is not sent again. */
  readonly onRefused: (sent: SentAnswer, reason: string) => void;
  readonly onChange: (state: SaveState) => void;
  /** Calls back after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

const pausesMs = [500, 1000, 2000, 5000] as const;

/** Takes answers to the door one after another, in order. One that does not arrive stays first and is sent again; one that is refused is given up. */
export class AnswerQueue {
  readonly #options: AnswerQueueOptions;
  readonly #waiting: SentAnswer[] = [];
  readonly #idle: Array<() => void> = [];
  #isRunning = false;
  #reason: string | null = null;

  constructor(options: AnswerQueueOptions) {
    this.#options = options;
  }

  /** The answers that the door has not confirmed, the first first. */
  get waiting(): readonly SentAnswer[] {
    return this.#waiting;
  }

  get state(): SaveState {
    const waiting = this.#waiting.length;
    if (waiting === 0) return { kind: "saved" };
    return this.#reason === null ? { kind: "saving", waiting } : { kind: "not saved", waiting, reason: this.#reason };
  }

  /** Puts an answer at the end. */
  add(sent: SentAnswer): void {
    this.#waiting.push(sent);
    this.#options.onChange(this.state);
    if (!this.#isRunning) void this.#run();
  }

  /** Resolves when every answer is on disk or refused. */
  settled(): Promise<void> {
    return this.#isRunning
      ? new Promise((resolve) => {
          this.#idle.push(resolve);
        })
      : Promise.resolve();
  }

  async #run(): Promise<void> {
    const { send, isRefused, inWords, onKept, onRefused, onChange, wait } = this.#options;
    this.#isRunning = true;
    let failures = 0;
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      try {
        await send(first);
        this.#waiting.shift();
        onKept(first);
      } catch (error) {
        if (!isRefused(error)) {
          this.#reason = inWords(error);
          onChange(this.state);
          await wait(pausesMs[Math.min(failures++, pausesMs.length - 1)]!);
          continue;
        }
        this.#waiting.shift();
        onRefused(first, inWords(error));
      }
      this.#reason = null;
      failures = 0;
      onChange(this.state);
    }
    this.#isRunning = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
