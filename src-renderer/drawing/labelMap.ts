import type { Cut } from "#shared/domain/drawing/cut.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { joinBoxes, type DrawnSlice, type VoxelBox } from "./brush.ts";
import { labelsOnSheet, type Place } from "./sheet.ts";

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

  /** The labels of a place: of a slice a view, of a cut a copy, 0 where it has no voxels. */
  on(place: Place): Uint8Array {
    return typeof place === "number" ? this.slice(place) : labelsOnSheet(place, this.labels, this.volume);
  }

  /** One slice or cut, for a brush. */
  drawn(place: Place): DrawnSlice {
    if (typeof place !== "number" && place.cut) {
      const { columns, rows, spacingMm, cosine, voxels } = place.cut;
      return { labels: this.labels, voxels, columns, rows, spacingMm, cosine };
    }
    const { columns, rows } = this.volume;
    const { spacingMm } = gridOf(this.volume);
    return { labels: this.on(place), columns, rows, spacingMm: [spacingMm[0], spacingMm[1]] };
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

  /** Tells of a change in a box of cells of a place, by default all of it; null for none. */
  changedOn(place: Place, box?: VoxelBox | null): void {
    if (box === null) return;
    const cut = typeof place === "number" ? null : place.cut;
    if (!cut) {
      this.changed(typeof place === "number" ? place : place.sliceIndex, box);
      return;
    }
    for (const [sliceIndex, part] of slicesOfBox(
      cut,
      box ?? { firstColumn: 0, lastColumn: cut.columns - 1, firstRow: 0, lastRow: cut.rows - 1 },
      this.volume,
    ))
      this.changed(sliceIndex, part);
  }

  #wholeSlice(): VoxelBox {
    return { firstColumn: 0, lastColumn: this.volume.columns - 1, firstRow: 0, lastRow: this.volume.rows - 1 };
  }
}

/** The voxels of a box of cells of a cut: slice by slice, the box that holds them. */
function slicesOfBox(cut: Cut, box: VoxelBox, { columns, rows }: Volume): ReadonlyMap<number, VoxelBox> {
  const found = new Map<number, VoxelBox>();
  for (let row = box.firstRow; row <= box.lastRow; row++) {
    for (let column = box.firstColumn; column <= box.lastColumn; column++) {
      const voxel = cut.voxels[row * cut.columns + column]!;
      if (voxel < 0) continue;
      const i = voxel % columns;
      const j = Math.floor(voxel / columns) % rows;
      const k = Math.floor(voxel / (columns * rows));
      const known = found.get(k);
      const isInside = known && i >= known.firstColumn && i <= known.lastColumn && j >= known.firstRow && j <= known.lastRow;
      if (!isInside) found.set(k, joinBoxes(known ?? null, { firstColumn: i, lastColumn: i, firstRow: j, lastRow: j })!);
    }
  }
  return found;
}
