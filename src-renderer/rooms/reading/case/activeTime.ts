/** Counts the time during which a reader is active: from each key, click or movement on until nothing has happened for `idleAfterMs`. */
export class ActiveTime {
  readonly #idleAfterMs: number;
  #lastAct: number;
  #countedUntil: number;
  #activeMs = 0;

  /** @param now when the reading was opened, in milliseconds; opening it is an act. */
  constructor(idleAfterMs: number, now: number) {
    this.#idleAfterMs = idleAfterMs;
    this.#lastAct = now;
    this.#countedUntil = now;
  }

  /** The reader does something. */
  act(now: number): void {
    this.#count(now);
    this.#lastAct = now;
    this.#countedUntil = Math.max(this.#countedUntil, now);
  }

  /** The milliseconds since the last time this was asked. */
  take(now: number): number {
    this.#count(now);
    const taken = Math.round(this.#activeMs);
    this.#activeMs = 0;
    return taken;
  }

  /** Puts back what was taken and could not be kept. */
  putBack(activeMs: number): void {
    this.#activeMs += activeMs;
  }

  #count(now: number): void {
    const end = Math.min(now, this.#lastAct + this.#idleAfterMs);
    if (end <= this.#countedUntil) return;
    this.#activeMs += end - this.#countedUntil;
    this.#countedUntil = end;
  }
}
