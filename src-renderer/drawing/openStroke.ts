import { encodeRuns } from "#shared/domain/runLength.ts";
import type { SliceChange } from "#shared/domain/sliceChanges.ts";
import { areSameBytes } from "#shared/domain/wideBytes.ts";
import type { LabelMap } from "./labelMap.ts";
import type { DrawnStroke } from "../client/segmentationDoor.ts";
import { mergeSlice } from "./mergeStroke.ts";
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
   * Of slices of which only voxels were touched: which, by their index in the volume, in order, and what each held. A brush in a reformat crosses many slices,
   * which are not to be copied while it moves.
   */
  #voxels: number[] = [];
  #held: number[] = [];

  constructor(map: LabelMap, tool: string, segment: number, locked: ReadonlySet<number>) {
    this.#map = map;
    this.tool = tool;
    this.segment = segment;
    this.locked = locked;
  }

  /** The labels of a slice, to be changed. */
  touch(sliceIndex: number): Uint8Array {
    if (this.#voxels.length > 0) this.#copyTouched();
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
    if (this.#before.has(this.#sliceOf(voxel))) return;
    this.#voxels.push(voxel);
    this.#held.push(this.#map.labels[voxel]!);
  }

  /** The stroke as it is now; null where it changed nothing. */
  finish(): DrawnStroke | null {
    const changes = [...this.#copiedChanges(), ...this.#voxelChanges()].toSorted((a, b) => a.sliceIndex - b.sliceIndex);
    return changes.length === 0 ? null : { id: crypto.randomUUID(), reverses: null, tool: this.tool, changes };
  }

  #copiedChanges(): SliceChange[] {
    return [...this.#before].flatMap(([sliceIndex, before]) => {
      const labels = this.#map.slice(sliceIndex);
      return areSameBytes(before, labels) ? [] : [{ sliceIndex, before: encodeRuns(before), after: encodeRuns(labels) }];
    });
  }

  /** Of slices of which only voxels were touched: their labels are put back for a moment, so that nothing is copied. */
  #voxelChanges(): SliceChange[] {
    return [...this.#touchedBySlice()].flatMap(([sliceIndex, touched]) => {
      const labels = this.#map.slice(sliceIndex);
      const drawn = touched.map(({ index }) => labels[index]!);
      const after = encodeRuns(labels);
      for (const { index, held } of touched) labels[index] = held;
      const before = encodeRuns(labels);
      for (const [at, { index }] of touched.entries()) labels[index] = drawn[at]!;
      return areSameBytes(before, after) ? [] : [{ sliceIndex, before, after }];
    });
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
      // What it cleared is not cleared of another segment.
      mergeSlice(
        { before, after: drawn },
        next,
        (index) => isThere(drawn[index]!) && (drawn[index] !== 0 || next[index] === before[index]),
      );
    }
  }

  #sliceOf(voxel: number): number {
    const { columns, rows } = this.#map.volume;
    return Math.floor(voxel / (columns * rows));
  }

  /** The voxels that were touched, by slice, by their index there; the last one first, so that of one touched twice what it held at first is what is put back. */
  #touchedBySlice(): Map<number, Array<{ readonly index: number; readonly held: number }>> {
    const perSlice = this.#map.volume.columns * this.#map.volume.rows;
    const bySlice = new Map<number, Array<{ readonly index: number; readonly held: number }>>();
    for (let at = this.#voxels.length - 1; at >= 0; at--) {
      const sliceIndex = this.#sliceOf(this.#voxels[at]!);
      const touched = bySlice.get(sliceIndex) ?? [];
      touched.push({ index: this.#voxels[at]! - sliceIndex * perSlice, held: this.#held[at]! });
      bySlice.set(sliceIndex, touched);
    }
    return bySlice;
  }

  /** Makes whole slices of the voxels that were touched. */
  #copyTouched(): void {
    for (const [sliceIndex, touched] of this.#touchedBySlice()) {
      const before = this.#map.slice(sliceIndex).slice();
      for (const { index, held } of touched) before[index] = held;
      this.#before.set(sliceIndex, before);
    }
    this.#voxels = [];
    this.#held = [];
  }
}
