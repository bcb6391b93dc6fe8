/** Runs on through something, so many steps a second, until it is stopped. */
export class Cine {
  #frame = 0;

  /** @param step takes one step; asked for again with the next frame of the screen where it was not ready, so that none is skipped on a slow machine. */
  start(framesPerSecond: () => number, step: () => void): void {
    this.stop();
    let last = performance.now();
    const run = (now: number) => {
      const pause = 1000 / framesPerSecond();
      if (now - last >= pause) {
        last = now - ((now - last) % pause);
        step();
      }
      this.#frame = requestAnimationFrame(run);
    };
    this.#frame = requestAnimationFrame(run);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }
}
