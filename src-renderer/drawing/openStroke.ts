import type { LabelMap } from "./labelMap.ts";
import { mergeSlice, type DrawnStroke } from "./mergeStroke.ts";
import type { Place } from "./sheet.ts";

/** A stroke in the making, with what held when it began. It may touch any slices, and becomes one step. */
export class OpenStroke {
  readonly tool: string;
  /** What is drawn goes into this segment, whichever becomes active meanwhile. */
  readonly segment: number;
  readonly locked: ReadonlySet<number>;
  readonly #map: LabelMap;
  /** What the slices held that it touched. */
  readonly #before = new Map<number, Uint8Array>();
  /**
   * Of slices of which only voxels were touched: what these held, by their index in the volume. A brush in a reformat crosses many slices, which are not to be
   * copied while it moves.
   */
  readonly #voxelsBefore = new Map<number, number>();

  constructor(map: LabelMap, tool: string, segment: number, locked: ReadonlySet<number>) {
    this.#map = map;
    this.tool = tool;
    this.segment = segment;
    this.locked = locked;
  }

  /** The labels of a slice, to be changed. */
  touch(sliceIndex: number): Uint8Array {
    this.#copyTouched();
    const labels = this.#map.slice(sliceIndex);
    if (!this.#before.has(sliceIndex)) this.#before.set(sliceIndex, labels.slice());
    return labels;
  }

  /** Changes the labels of a slice or of a cut, by cell; what `change` makes of cells of a cut that have no voxel is nothing. */
  change<Outcome>(place: Place, change: (labels: Uint8Array) => Outcome): Outcome {
    const cut = typeof place === "number" ? null : place.cut;
    if (!cut) return change(this.touch(typeof place === "number" ? place : place.sliceIndex));
    const labels = this.#map.on(place);
    const before = labels.slice();
    const outcome = change(labels);
    for (let cell = 0; cell < labels.length; cell++) {
      const voxel = cut.voxels[cell]!;
      if (voxel < 0 || labels[cell] === before[cell]) continue;
      this.touchVoxel(voxel);
      this.#map.labels[voxel] = labels[cell]!;
    }
    return outcome;
  }

  /** A voxel, by its index in the volume, is about to be changed. */
  touchVoxel(voxel: number): void {
    if (!this.#before.has(this.#sliceOf(voxel)) && !this.#voxelsBefore.has(voxel)) this.#voxelsBefore.set(voxel, this.#map.labels[voxel]!);
  }

  /** The stroke as it is now; null where it changed nothing. */
  finish(): DrawnStroke | null {
    this.#copyTouched();
    const changed = [...this.#before].filter(([k, before]) => areDifferent(this.#map.slice(k), before)).toSorted(([a], [b]) => a - b);
    if (changed.length === 0) return null;
    return {
      id: crypto.randomUUID(),
      reverses: null,
      stroke: { tool: this.tool, slices: changed.map(([sliceIndex]) => ({ sliceIndex, labels: this.#map.slice(sliceIndex).slice() })) },
      before: changed.map(([sliceIndex, labels]) => ({ sliceIndex, labels })),
    };
  }

  /** Takes it back, as if it had not begun. */
  abandon(): void {
    this.#copyTouched();
    for (const [sliceIndex, before] of this.#before) this.#map.set(sliceIndex, before);
  }

  /** Goes on, on top of a newer label map, into which what it drew is put where its segments are still there. */
  rebase(newest: Uint8Array, isThere: (label: number) => boolean): void {
    this.#copyTouched();
    for (const [sliceIndex, before] of this.#before) {
      const next = this.#map.sliceOf(newest, sliceIndex);
      const drawn = this.#map.slice(sliceIndex);
      this.#before.set(sliceIndex, next.slice());
      mergeSlice({ before, after: drawn }, next, (index) => isThere(drawn[index]!));
    }
  }

  #sliceOf(voxel: number): number {
    const { columns, rows } = this.#map.volume;
    return Math.floor(voxel / (columns * rows));
  }

  /** Makes whole slices of the voxels that were touched. */
  #copyTouched(): void {
    const perSlice = this.#map.volume.columns * this.#map.volume.rows;
    for (const [voxel, label] of this.#voxelsBefore) {
      const sliceIndex = this.#sliceOf(voxel);
      const before = this.#before.get(sliceIndex) ?? this.#map.slice(sliceIndex).slice();
      before[voxel - sliceIndex * perSlice] = label;
      this.#before.set(sliceIndex, before);
    }
    this.#voxelsBefore.clear();
  }
}

/** A stroke through a reformat may touch hundreds of slices: a plain loop is several times as fast as `some`. */
function areDifferent(a: Uint8Array, b: Uint8Array): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return true;
  return false;
}
