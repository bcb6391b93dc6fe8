import { edgeFeatures, type EdgeFeatures } from "#shared/domain/drawing/edgeFeatures.ts";
import { LivewirePaths, placeOfCorner, snappedCorner, trainedOn, untrained, usedBy } from "#shared/domain/drawing/livewire.ts";
import type { SlicePoint } from "./brush.ts";
import type { Sheet } from "./sheet.ts";

interface Seed {
  readonly corner: number;
  /** From the seed before, both included; the first seed has only itself. */
  readonly path: readonly number[];
}

/** A contour that is being made along edges of a slice or cut: seeds, and the cheapest paths between them. */
export class OpenWire {
  readonly sheet: Sheet;
  readonly isErasing: boolean;
  readonly #features: EdgeFeatures;
  #seeds: readonly Seed[] = [];
  #paths: LivewirePaths | null = null;

  constructor(sheet: Sheet, values: ArrayLike<number>, isErasing: boolean) {
    this.sheet = sheet;
    this.isErasing = isErasing;
    this.#features = edgeFeatures(values, sheet.columns, sheet.rows, sheet.spacingMm);
  }

  /** Where the seeds lie. */
  get seeds(): readonly SlicePoint[] {
    return this.#placesOf(this.#seeds.map(({ corner }) => corner));
  }

  /** Accepts the path to the strongest edge within some pixels of a place; false where that is the last seed again. */
  add(at: SlicePoint, within: number): boolean {
    const corner = snappedCorner(this.#features, at, within);
    if (corner === this.#seeds.at(-1)?.corner) return false;
    this.#set([...this.#seeds, { corner, path: this.#paths?.pathTo(corner) ?? [corner] }]);
    return true;
  }

  /** Takes the last seed back. */
  takeBack(): void {
    this.#set(this.#seeds.slice(0, -1));
  }

  /** The contour as far as it is accepted. */
  get line(): readonly SlicePoint[] {
    return this.#placesOf(this.#seeds.flatMap(({ path }) => path));
  }

  /** The path that `add` would accept. */
  ahead(to: SlicePoint, within: number): readonly SlicePoint[] {
    return this.#placesOf(this.#paths?.pathTo(snappedCorner(this.#features, to, within)) ?? []);
  }

  /** The path from the last seed back to the first. */
  get closing(): readonly SlicePoint[] {
    const first = this.#seeds[0];
    return first ? this.#placesOf(this.#paths?.pathTo(first.corner) ?? []) : [];
  }

  #placesOf(corners: readonly number[]): readonly SlicePoint[] {
    return corners.map((corner) => placeOfCorner(this.#features, corner));
  }

  #set(seeds: readonly Seed[]): void {
    this.#seeds = seeds;
    const last = seeds.at(-1);
    const edge = seeds.flatMap(({ path }) => path.slice(1));
    const costs = edge.length === 0 ? untrained : trainedOn(this.#features, edge);
    const isUsed = edge.length === 0 ? undefined : usedBy(this.#features, [seeds[0]!.corner, ...edge]);
    this.#paths = last ? new LivewirePaths(this.#features, costs, last.corner, { ...(isUsed && { isUsed }) }) : null;
  }
}
