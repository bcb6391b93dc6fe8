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

  constructor(map: LabelMap, tool: string, segment: number, locked: ReadonlySet<number>) {
    this.#map = map;
    this.tool = tool;
    this.segment = segment;
    this.locked = locked;
  }

  /** The labels of a slice, to be changed. */
  touch(sliceIndex: number): Uint8Array {
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
    const { columns, rows } = this.#map.volume;
    const sliceIndex = Math.floor(voxel / (columns * rows));
    if (!this.#before.has(sliceIndex)) this.touch(sliceIndex);
  }

  /** The stroke as it is now; null where it changed nothing. */
  finish(): DrawnStroke | null {
    const changed = [...this.#before]
      .filter(([k, before]) => this.#map.slice(k).some((label, index) => label !== before[index]))
      .toSorted(([a], [b]) => a - b);
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
    for (const [sliceIndex, before] of this.#before) this.#map.set(sliceIndex, before);
  }

  /** Goes on, on top of a newer label map, into which what it drew is put where its segments are still there. */
  rebase(newest: Uint8Array, isThere: (label: number) => boolean): void {
    for (const [sliceIndex, before] of this.#before) {
      const next = this.#map.sliceOf(newest, sliceIndex);
      const drawn = this.#map.slice(sliceIndex);
      this.#before.set(sliceIndex, next.slice());
      mergeSlice({ before, after: drawn }, next, (index) => isThere(drawn[index]!));
    }
  }
}
