import type { Sheet } from "./sheet.ts";

/** The values of the voxels of one cut, taken from the slices of its volume as these come: there are more of them than are kept. */
export class SheetValues {
  readonly sheet: Sheet;
  readonly #perSlice: number;
  readonly #values: Float64Array;
  readonly #missing: Set<number>;

  /** @param perSlice voxels of a slice of the volume */
  constructor(sheet: Sheet, perSlice: number) {
    this.sheet = sheet;
    this.#perSlice = perSlice;
    this.#values = new Float64Array(sheet.columns * sheet.rows).fill(NaN);
    this.#missing = new Set(sheet.cut?.slices);
  }

  /** Slices whose values have not been taken yet. */
  get missing(): readonly number[] {
    return [...this.#missing];
  }

  /** Takes what is known by now; returns the values by cell, NaN where the cut has no voxel; null while some are missing. */
  take(known: (sliceIndex: number) => ArrayLike<number> | null): Float64Array | null {
    for (const k of this.#missing) {
      const slice = known(k);
      if (!slice) continue;
      this.#takeSlice(k, slice);
      this.#missing.delete(k);
    }
    return this.#missing.size === 0 ? this.#values : null;
  }

  #takeSlice(k: number, slice: ArrayLike<number>): void {
    const { axes, columns, voxels } = this.sheet.cut!;
    // Rows of the cut are slices of the volume, unless slices are its depth.
    const [first, end] = axes[1] === 2 ? [k * columns, (k + 1) * columns] : [0, voxels.length];
    const start = k * this.#perSlice;
    for (let cell = first; cell < end; cell++) {
      const at = voxels[cell]! - start;
      if (at >= 0 && at < this.#perSlice) this.#values[cell] = slice[at]!;
    }
  }
}
