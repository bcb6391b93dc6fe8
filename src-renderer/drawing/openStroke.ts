import type { LabelMap } from "./labelMap.ts";
import { mergeSlice, type DrawnStroke } from "./mergeStroke.ts";

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
