import type { Volume } from "#shared/domain/volume.ts";
import { loadSliceVoxels } from "./sliceVoxels.ts";

/** The slices of a volume that are needed now, fetched as they are asked for; each is told once it has come. */
export class VolumeSlices {
  readonly volume: Volume;
  readonly known: Array<ArrayLike<number> | null>;
  readonly #asked = new Set<number>();
  readonly #onChange: () => void;
  readonly #onFailed: (error: unknown) => void;

  constructor(volume: Volume, onChange: () => void, onFailed: (error: unknown) => void) {
    this.volume = volume;
    this.known = Array.from({ length: volume.slices }, () => null);
    this.#onChange = onChange;
    this.#onFailed = onFailed;
  }

  /** Has the slices from one to another fetched. What could not be had is told once, and not asked for again. */
  need([first, last]: readonly [number, number]): void {
    for (let k = first; k <= last; k++) {
      if (this.#asked.has(k)) continue;
      this.#asked.add(k);
      void this.#fetch(k);
    }
  }

  async #fetch(k: number): Promise<void> {
    try {
      this.known[k] = await loadSliceVoxels(this.volume.id, k);
      this.#onChange();
    } catch (error) {
      this.#onFailed(error);
    }
  }
}
