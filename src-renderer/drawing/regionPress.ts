import { grownRegion } from "#shared/domain/drawing/growRegion.ts";
import { countOf, type MaskGrid } from "#shared/domain/drawing/mask.ts";
import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import { isInRange, mayErase, mayTake, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { formatCounted, formatValue } from "../ui/format.ts";
import { Observable } from "../ui/observable.ts";
import { ballSlices } from "./ballSlices.ts";
import type { DrawingSession } from "./drawingSession.ts";
import type { Cell, Place, Sheet } from "./sheet.ts";
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

/** Where a region from a click on a sheet can grow: on the sheet, or in 3D in the slices within reach. */
export function placesOfRegion({ volume }: DrawingSession, sheet: Sheet, { voxel }: Cell): Place[] {
  const { is3D, radiusMm } = regionOptions.value;
  if (!is3D || whyNotAcrossSlices(volume) !== null) return [sheet];
  return ballSlices(volume, voxel[2], radiusMm).map((disc) => disc.sliceIndex);
}

/** One region from its click until the button comes up. Needs the values of placesOfRegion. */
export class RegionPress {
  tolerance = 0;
  readonly #pane: ToolPane;
  readonly #target: DrawTarget;
  readonly #isErasing: boolean;
  readonly #places: readonly Place[];
  readonly #grid: MaskGrid;
  readonly #values: Float64Array;
  /** 1 where the region may go. */
  readonly #open: Uint8Array;
  readonly #seed: number;
  readonly #rule: PaintRule;
  #region: Uint8Array = new Uint8Array(0);

  constructor(pane: ToolPane, target: DrawTarget, seed: Cell, isErasing: boolean) {
    this.#pane = pane;
    this.#target = target;
    this.#isErasing = isErasing;
    const { session, sheet } = target;
    const { columns, rows, spacingMm } = session.volume;
    this.#places = placesOfRegion(session, sheet, seed);
    const is3D = this.#is3D;
    this.#grid = is3D
      ? { size: [columns, rows, this.#places.length], spacingMm }
      : { size: [sheet.columns, sheet.rows, 1], spacingMm: [...sheet.spacingMm, 1] };
    this.#values = new Float64Array(this.#perPlace * this.#places.length);
    this.#open = new Uint8Array(this.#values.length);
    const { rule } = pane;
    // Other segments are in its way, but for those that the rule has it paint inside.
    this.#rule = rule.over === "inside" ? rule : { ...rule, over: "background" };
    for (const [at, place] of this.#places.entries()) {
      this.#values.set(pane.valuesOf(place) ?? [], at * this.#perPlace);
      this.#openPlace(session.labelsOn(place), at * this.#perPlace);
    }
    const [i, j, k] = seed.voxel;
    this.#seed = is3D ? (this.#places.indexOf(k) * rows + j) * columns + i : seed.index;
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

  /** Its voxels on the sheet of the press, by their index there, ascending. */
  get indicesOnSheet(): number[] {
    const { sheet } = this.#target;
    const found: number[] = [];
    const isIn = this.#isInOn(sheet);
    for (let index = 0; index < sheet.columns * sheet.rows; index++) if (isIn(index)) found.push(index);
    return found;
  }

  /** Gives it to the active segment, or takes it from it, as one step; returns what to tell the reader. */
  keep(): string {
    const { session } = this.#target;
    const parts = new Map(this.#places.map((place, at) => [place, this.#on(at)]));
    const count = session.edit(
      "region growing",
      this.#places,
      (index, place) => (parts.get(place)![index] === 1 ? !this.#isErasing : null),
      {
        rule: this.#rule,
        values: (place) => this.#pane.valuesOf(place),
      },
    );
    const value = this.#values[this.#seed]!;
    const name = session.activeSegment?.name ?? "";
    if (count === 0) return "Nothing grows from here: the voxel belongs to a segment, or to none of those that may be painted.";
    const range = `${formatValue(value - this.tolerance)} to ${formatValue(value + this.tolerance)}`;
    return this.#isErasing
      ? `${formatCounted(count, "voxel", "voxels")} of ${range} taken from “${name}”.`
      : `${formatCounted(count, "voxel", "voxels")} of ${range} went to “${name}”.`;
  }

  /** Through slices as acquired, not only on the sheet of the press. */
  get #is3D(): boolean {
    return this.#places[0] !== this.#target.sheet;
  }

  get #perPlace(): number {
    return this.#grid.size[0] * this.#grid.size[1];
  }

  /** Whether a cell of the sheet of the press is in the region. */
  #isInOn({ cut, sliceIndex }: Sheet): (index: number) => boolean {
    if (!this.#is3D) return (index) => this.#region[index] === 1;
    const first = this.#places[0] as number;
    const start = first * this.#perPlace;
    if (!cut) return (index) => this.#region[sliceIndex * this.#perPlace - start + index] === 1;
    return (index) => cut.voxels[index]! >= 0 && this.#region[cut.voxels[index]! - start] === 1;
  }

  #openPlace(labels: Uint8Array, start: number): void {
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

  #on(at: number): Uint8Array {
    return this.#region.subarray(at * this.#perPlace, (at + 1) * this.#perPlace);
  }
}
