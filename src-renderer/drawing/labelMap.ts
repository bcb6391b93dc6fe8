import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { DrawnSlice, VoxelBox } from "./brush.ts";

/** What has changed on the label map: a slice, and the box of its voxels. */
export type LabelListener = (sliceIndex: number, box: VoxelBox) => void;

/** The labels of a volume as they are shown, and who wants to know of their changes. */
export class LabelMap {
  readonly volume: Volume;
  /** One label a voxel, i fastest. */
  readonly labels: Uint8Array;
  readonly #listeners = new Set<LabelListener>();

  /** Throws a RangeError where the labels are more or fewer than the volume's voxels. */
  constructor(volume: Volume, labels: Uint8Array) {
    if (labels.length !== volume.columns * volume.rows * volume.slices)
      throw new RangeError("the label map has another size than its volume");
    this.volume = volume;
    this.labels = labels;
  }

  /** The labels of one slice: a view, not a copy. */
  slice(sliceIndex: number): Uint8Array {
    return this.sliceOf(this.labels, sliceIndex);
  }

  /** The labels of one slice of another label map of this volume: a view, not a copy. */
  sliceOf(labels: Uint8Array, sliceIndex: number): Uint8Array {
    const perSlice = this.volume.columns * this.volume.rows;
    return labels.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice);
  }

  /** One slice, for a brush. */
  drawn(sliceIndex: number): DrawnSlice {
    const { columns, rows } = this.volume;
    const { spacingMm } = gridOf(this.volume);
    return { labels: this.slice(sliceIndex), columns, rows, spacingMm: [spacingMm[0], spacingMm[1]] };
  }

  /** Takes over a slice's labels. */
  set(sliceIndex: number, labels: Uint8Array): void {
    this.slice(sliceIndex).set(labels);
    this.changed(sliceIndex);
  }

  /** Takes over all labels; tells of the slices that differ only. */
  replace(newest: Uint8Array): void {
    for (let k = 0; k < this.volume.slices; k++) {
      const slice = this.slice(k);
      const next = this.sliceOf(newest, k);
      if (slice.some((label, index) => label !== next[index])) this.set(k, next);
    }
  }

  /** Calls back at every change, also while a stroke is being drawn; returns how to stop. */
  onChange(listener: LabelListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of a change: in a box of voxels, by default the whole slice; null for none. */
  changed(sliceIndex: number, box: VoxelBox | null = this.#wholeSlice()): void {
    if (box) for (const listener of this.#listeners) listener(sliceIndex, box);
  }

  #wholeSlice(): VoxelBox {
    return { firstColumn: 0, lastColumn: this.volume.columns - 1, firstRow: 0, lastRow: this.volume.rows - 1 };
  }
}
