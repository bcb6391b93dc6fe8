/** A clock that stands still until it is told how much time passes. */
export interface SimulatedClock {
  /** UTC, ISO 8601. */
  now(): string;
  pass(milliseconds: number): void;
  /** Goes to a time that is not before now. */
  advanceTo(milliseconds: number): void;
}

/** Makes a clock that begins at a time (ISO 8601). */
export function createSimulatedClock(startsAt: string): SimulatedClock {
  let time = Date.parse(startsAt);
  return {
    now: () => new Date(time).toISOString(),
    pass: (milliseconds) => void (time += Math.round(milliseconds)),
    advanceTo: (milliseconds) => {
      if (milliseconds < time) throw new RangeError("a simulated clock does not run backwards");
      time = milliseconds;
    },
  };
}
