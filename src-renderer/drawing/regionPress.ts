import { grownRegion } from "#shared/domain/drawing/growRegion.ts";
import { countOf, type MaskGrid } from "#shared/domain/drawing/mask.ts";
import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import { isInRange, mayErase, mayTake, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { formatCounted, formatValue } from "../ui/format.ts";
import { Observable } from "../ui/observable.ts";
import { ballSlices } from "./ballSlices.ts";
import type { DrawTarget, ToolPane } from "./toolPane.ts";

/** How regions grow. */
export const regionOptions = new Observable<{
  /** No voxel of a region is farther from the click. */
  readonly radiusMm: number;
  /** Through slices, where they are neighbours. */
  readonly is3D: boolean;
  /** Half the range of values, as it was last; null before the first region. */
  readonly tolerance: number | null;
}>({ radiusMm: 50, is3D: false, tolerance: null });

/** The tolerance of the first region: a twentieth of the spread of the image's values. */
export function firstTolerance(greyRange: number): number {
  return greyRange / 20;
}

/** The slices that a region from a click on a slice can reach. */
export function slicesOfRegion(volume: Volume, sliceIndex: number): number[] {
  const { is3D, radiusMm } = regionOptions.value;
  if (!is3D || whyNotAcrossSlices(volume) !== null) return [sliceIndex];
  return ballSlices(volume, sliceIndex, radiusMm).map((disc) => disc.sliceIndex);
}

/** One region from its click until the button comes up. Needs the values of slicesOfRegion. */
export class RegionPress {
  tolerance = 0;
  readonly #pane: ToolPane;
  readonly #target: DrawTarget;
  readonly #isErasing: boolean;
  readonly #slices: readonly number[];
  readonly #grid: MaskGrid;
  readonly #values: Float64Array;
  /** 1 where the region may go. */
  readonly #open: Uint8Array;
  readonly #seed: number;
  readonly #rule: PaintRule;
  #region: Uint8Array = new Uint8Array(0);

  constructor(pane: ToolPane, target: DrawTarget, [column, row]: readonly [number, number], isErasing: boolean) {
    this.#pane = pane;
    this.#target = target;
    this.#isErasing = isErasing;
    const { session, sliceIndex } = target;
    const { volume } = session;
    this.#slices = slicesOfRegion(volume, sliceIndex);
    this.#grid = { size: [volume.columns, volume.rows, this.#slices.length], spacingMm: gridOf(volume).spacingMm };
    const perSlice = volume.columns * volume.rows;
    this.#values = new Float64Array(perSlice * this.#slices.length);
    this.#open = new Uint8Array(this.#values.length);
    const { rule } = pane;
    // Other segments are in its way, but for those that the rule has it paint inside.
    this.#rule = rule.over === "inside" ? rule : { ...rule, over: "background" };
    for (const [at, k] of this.#slices.entries()) {
      this.#values.set(pane.valuesOf(k) ?? [], at * perSlice);
      this.#openSlice(session.slice(k), at * perSlice);
    }
    this.#seed = this.#slices.indexOf(sliceIndex) * perSlice + row * volume.columns + column;
  }

  /** Grows it anew from the click: values within `tolerance` of the one there. */
  grow(tolerance: number): void {
    this.tolerance = tolerance;
    const value = this.#values[this.#seed]!;
    this.#region = grownRegion(this.#values, this.#grid, {
      seed: this.#seed,
      range: [value - tolerance, value + tolerance],
      radiusMm: regionOptions.value.radiusMm,
      mayEnter: (index) => this.#open[index] === 1,
    });
  }

  get count(): number {
    return countOf(this.#region);
  }

  /** Its voxels on a slice, by their index there, ascending. */
  indicesOn(sliceIndex: number): number[] {
    const region = this.#on(sliceIndex);
    const found: number[] = [];
    for (let index = 0; index < region.length; index++) if (region[index] === 1) found.push(index);
    return found;
  }

  /** Gives it to the active segment, or takes it from it, as one step; returns what to tell the reader. */
  keep(): string {
    const { session } = this.#target;
    const parts = new Map(this.#slices.map((k) => [k, this.#on(k)]));
    const count = session.edit("region growing", this.#slices, (index, k) => (parts.get(k)![index] === 1 ? !this.#isErasing : null), {
      rule: this.#rule,
      values: (k) => this.#pane.valuesOf(k),
    });
    const value = this.#values[this.#seed]!;
    const name = session.activeSegment?.name ?? "";
    if (count === 0) return "Nothing grows from here: the voxel belongs to a segment, or to none of those that may be painted.";
    const range = `${formatValue(value - this.tolerance)} to ${formatValue(value + this.tolerance)}`;
    return this.#isErasing
      ? `${formatCounted(count, "voxel", "voxels")} of ${range} taken from “${name}”.`
      : `${formatCounted(count, "voxel", "voxels")} of ${range} went to “${name}”.`;
  }

  #openSlice(labels: Uint8Array, start: number): void {
    const { activeSegment, locked } = this.#target.session.state.value;
    if (activeSegment === null) return;
    const rules = { activeSegment, locked, rule: this.#rule };
    for (let index = 0; index < labels.length; index++) {
      const label = labels[index]!;
      // It grows through its own segment; taken away, it is that segment's only.
      const isOpen = this.#isErasing ? mayErase(label, rules) : label === activeSegment || mayTake(label, rules);
      if (isOpen && isInRange(this.#rule, this.#values[start + index])) this.#open[start + index] = 1;
    }
  }

  #on(sliceIndex: number): Uint8Array {
    const perSlice = this.#grid.size[0] * this.#grid.size[1];
    const at = this.#slices.indexOf(sliceIndex);
    return this.#region.subarray(at * perSlice, (at + 1) * perSlice);
  }
}
