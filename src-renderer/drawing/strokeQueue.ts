import type { DrawnStroke } from "../client/segmentationDoor.ts";

/** Whether what was drawn is on disk, for the reader to see. */
export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "saving"; readonly waiting: number }
  | { readonly kind: "not saved"; readonly waiting: number; readonly reason: string };

export interface StrokeQueueOptions {
  /** The revision that the door holds. */
  readonly revision: number;
  /**
   * Sends one stroke on top of a revision; answers the new revision, or null where the label map on disk has become another. Rejects where the stroke was
   * not taken; with NothingToDrawOn where it never will be.
   */
  readonly send: (baseRevision: number, drawn: DrawnStroke) => Promise<number | null>;
  /** Brings what is here up to the label map on disk, by `rebase`. Rejects where it cannot be had. */
  readonly refresh: () => Promise<void>;
  readonly onChange: (state: SaveState) => void;
  /** Calls back after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** What was drawn on is gone from the disk for good: nothing can be kept there, however often it is sent. */
export class NothingToDrawOn extends Error {}

const pausesMs = [500, 1000, 2000, 5000] as const;

/**
 * Takes strokes to the door one after another, in order. A stroke that is not taken stays first and is sent again until it is: none is lost
 * while the window is open, but where what it was drawn on is gone.
 */
export class StrokeQueue {
  readonly #options: StrokeQueueOptions;
  #waiting: DrawnStroke[] = [];
  readonly #idle: Array<() => void> = [];
  #revision: number;
  #isRunning = false;
  /** The label map on disk has become another than what is known here. */
  #isStale = false;
  #reason: string | null = null;

  constructor(options: StrokeQueueOptions) {
    this.#options = options;
    this.#revision = options.revision;
  }

  /** The newest revision that the door confirmed. */
  get revision(): number {
    return this.#revision;
  }

  /** The strokes that the door has not confirmed, the first first. */
  get waiting(): readonly DrawnStroke[] {
    return this.#waiting;
  }

  get state(): SaveState {
    const waiting = this.#waiting.length;
    if (waiting === 0) return { kind: "saved" };
    return this.#reason === null ? { kind: "saving", waiting } : { kind: "not saved", waiting, reason: this.#reason };
  }

  /** The door is at this revision; the strokes that wait are to be drawn on it as given here. Only while it is being refreshed. */
  rebase(revision: number, waiting: readonly DrawnStroke[]): void {
    this.#revision = revision;
    this.#waiting = [...waiting];
  }

  /** Puts a stroke at the end. */
  add(stroke: DrawnStroke): void {
    this.#waiting.push(stroke);
    this.#options.onChange(this.state);
    if (!this.#isRunning) void this.#run();
  }

  /** Loads the label map on disk before anything else is sent. Answers when all is with the door and here is what it holds. */
  refresh(): Promise<void> {
    this.#isStale = true;
    if (!this.#isRunning) void this.#run();
    return this.settled();
  }

  /**
   * Does other work at the door once every stroke is there; strokes wait until it is over. The work is given the revision that is known here, and answers the
   * one it led to, or null where the label map on disk has become another than is known here.
   */
  async exclusively(work: (baseRevision: number) => Promise<number | null>): Promise<void> {
    while (this.#isRunning) await this.settled();
    this.#isRunning = true;
    try {
      const revision = await work(this.#revision);
      if (revision === null) this.#isStale = true;
      else this.#revision = revision;
    } finally {
      // What was drawn in the meantime is sent, and whoever waits is answered.
      void this.#run();
    }
  }

  /** Answers when every stroke is with the door. */
  settled(): Promise<void> {
    return this.#isRunning
      ? new Promise((resolve) => {
          this.#idle.push(resolve);
        })
      : Promise.resolve();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let failures = 0;
    while (this.#isStale || this.#waiting.length > 0) {
      try {
        if (this.#isStale) {
          await this.#options.refresh();
          this.#isStale = false;
        } else {
          await this.#sendFirst();
        }
        this.#reason = null;
        failures = 0;
        this.#options.onChange(this.state);
      } catch (error) {
        if (error instanceof NothingToDrawOn) {
          this.#waiting = [];
          this.#isStale = false;
          this.#reason = null;
          this.#options.onChange(this.state);
          break;
        }
        this.#reason = error instanceof Error ? error.message : String(error);
        this.#options.onChange(this.state);
        await this.#options.wait(pausesMs[Math.min(failures++, pausesMs.length - 1)]!);
      }
    }
    this.#isRunning = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #sendFirst(): Promise<void> {
    const base = this.#revision;
    const revision = await this.#options.send(base, this.#waiting[0]!);
    if (revision === null) {
      this.#isStale = true;
      return;
    }
    this.#waiting.shift();
    this.#revision = Math.max(base, revision);
    // It had been kept before, and its answer lost: what else was drawn on it is not known here.
    this.#isStale = revision !== base + 1;
  }
}
