import type { DrawnStroke } from "./mergeStroke.ts";

/** Whether what was drawn is on disk, for the reader to see. */
export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "saving"; readonly waiting: number }
  | { readonly kind: "not saved"; readonly waiting: number; readonly reason: string };

export interface StrokeQueueOptions {
  /** The revision that the door holds. */
  readonly revision: number;
  /** Sends one stroke on top of a revision; answers the new revision, rejects where it was not taken. */
  readonly send: (baseRevision: number, drawn: DrawnStroke) => Promise<number>;
  readonly onChange: (state: SaveState) => void;
  /** Calls back after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

const pausesMs = [500, 1000, 2000, 5000] as const;

/** Takes strokes to the door one after another, in order. A stroke that is not taken stays first and is sent again until it is: none is lost while the window is open. */
export class StrokeQueue {
  readonly #options: StrokeQueueOptions;
  readonly #waiting: DrawnStroke[] = [];
  readonly #idle: Array<() => void> = [];
  #revision: number;
  #isRunning = false;
  #reason: string | null = null;

  constructor(options: StrokeQueueOptions) {
    this.#options = options;
    this.#revision = options.revision;
  }

  /** The newest revision that the door confirmed. */
  get revision(): number {
    return this.#revision;
  }

  get state(): SaveState {
    const waiting = this.#waiting.length;
    if (waiting === 0) return { kind: "saved" };
    return this.#reason === null ? { kind: "saving", waiting } : { kind: "not saved", waiting, reason: this.#reason };
  }

  /** The door is at this revision now, by something else than a stroke from here. */
  follow(revision: number): void {
    this.#revision = revision;
  }

  /** Puts a stroke at the end. */
  add(stroke: DrawnStroke): void {
    this.#waiting.push(stroke);
    this.#options.onChange(this.state);
    if (!this.#isRunning) void this.#run();
  }

  /** Answers when every stroke is with the door. */
  settled(): Promise<void> {
    return this.#waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => { this.#idle.push(resolve); });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let failures = 0;
    for (let stroke = this.#waiting[0]; stroke; stroke = this.#waiting[0]) {
      try {
        this.#revision = await this.#options.send(this.#revision, stroke);
        this.#waiting.shift();
        this.#reason = null;
        failures = 0;
        this.#options.onChange(this.state);
      } catch (error) {
        this.#reason = error instanceof Error ? error.message : String(error);
        this.#options.onChange(this.state);
        await this.#options.wait(pausesMs[Math.min(failures++, pausesMs.length - 1)]!);
      }
    }
    this.#isRunning = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
