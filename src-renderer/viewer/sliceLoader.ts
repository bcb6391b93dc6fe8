import { imageLoader } from "@cornerstonejs/core";
import type { Volume } from "#shared/domain/volume.ts";
import { imageIdOf } from "./imageIds.ts";
import { orderAround } from "./orderAround.ts";

const atOnce = 4;
/** More than this a volume is not fetched ahead. */
const mostBytes = 700 * 1024 * 1024;

/** Fetches the slices of one volume ahead of the reader, nearest first, a few at once. */
export class SliceLoader {
  readonly #volume: Volume;
  readonly #onProgress: (loaded: number) => void;
  readonly #wanted = new Set<number>();
  readonly #total: number;
  #order: number[] = [];
  #running = 0;
  #failures = 0;
  #loaded = 0;
  #at = 0;
  #isStopped = false;

  constructor(volume: Volume, sliceIndex: number, onProgress: (loaded: number) => void) {
    this.#volume = volume;
    this.#onProgress = onProgress;
    const sliceBytes = volume.columns * volume.rows * volume.samplesPerPixel * 4;
    const most = Math.max(8, Math.floor(mostBytes / sliceBytes));
    for (const k of orderAround(sliceIndex, volume.slices, 1).slice(0, most)) this.#wanted.add(k);
    this.#total = this.#wanted.size;
    this.focus(sliceIndex);
  }

  /** The reader is at this slice now: what is near comes first. */
  focus(sliceIndex: number): void {
    const direction = sliceIndex >= this.#at ? 1 : -1;
    this.#at = sliceIndex;
    this.#order = orderAround(sliceIndex, this.#volume.slices, direction).filter((k) => this.#wanted.has(k));
    this.#pump();
  }

  /** Fetches nothing more. */
  stop(): void {
    this.#isStopped = true;
  }

  #pump(): void {
    while (!this.#isStopped && this.#running < atOnce && this.#failures < 5) {
      const k = this.#order.shift();
      if (k === undefined) return;
      this.#wanted.delete(k);
      this.#running++;
      void this.#fetch(k);
    }
  }

  async #fetch(sliceIndex: number): Promise<void> {
    try {
      await imageLoader.loadAndCacheImage(imageIdOf(this.#volume.id, sliceIndex));
      this.#loaded++;
      if (!this.#isStopped) this.#onProgress(this.#loaded / this.#total);
    } catch {
      // A slice that cannot be had says so when the reader comes to it.
      this.#failures++;
    }
    this.#running--;
    this.#pump();
  }
}
