import { growSeeds, noSeed } from "#shared/domain/drawing/growSeeds.ts";
import { withinRules, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { gridOf } from "#shared/domain/volume.ts";
import { paintLine, type SlicePoint } from "./brush.ts";
import type { DrawingSession } from "./drawingSession.ts";

/** A stroke of seeds. */
interface SeedStroke {
  /** A segment, or 0 for the background. */
  readonly label: number;
  readonly points: readonly SlicePoint[];
  /** By their index in the slice. */
  readonly voxels: readonly number[];
}

/** What is grown from the seeds. */
export interface GrownSlice {
  readonly labels: Uint8Array;
  /** Segments that gain voxels. */
  readonly segments: ReadonlySet<number>;
}

/** Seeds on one slice, and what grows from them; nothing of it is in the label map. */
export class OpenSeeds {
  readonly sliceIndex: number;
  readonly #session: DrawingSession;
  readonly #values: ArrayLike<number>;
  #strokes: readonly SeedStroke[] = [];
  /** Counts changes of the strokes. */
  #changes = 0;
  #grown: GrownSlice | null = null;
  /** Of what it was grown. */
  #grownOf = "";

  constructor(session: DrawingSession, sliceIndex: number, values: ArrayLike<number>) {
    this.#session = session;
    this.sliceIndex = sliceIndex;
    this.#values = values;
  }

  get strokes(): readonly SeedStroke[] {
    return this.#strokes;
  }

  /** Begins a stroke with a round brush. */
  begin(label: number, at: SlicePoint, radiusMm: number): void {
    this.#changes++;
    this.#strokes = [...this.#strokes, { label, points: [at], voxels: this.#under(at, at, radiusMm) }];
  }

  /** Draws the last stroke on. */
  extend(to: SlicePoint, radiusMm: number): void {
    const stroke = this.#strokes.at(-1);
    if (!stroke) return;
    const { label, points, voxels } = stroke;
    const added = this.#under(points.at(-1)!, to, radiusMm);
    this.#changes++;
    this.#strokes = [...this.#strokes.slice(0, -1), { label, points: [...points, to], voxels: [...voxels, ...added] }];
  }

  /** Takes the last stroke back. */
  takeBack(): void {
    this.#changes++;
    this.#strokes = this.#strokes.slice(0, -1);
  }

  /** The slice as it was, with the seeds of the strokes: what is shown while nothing can grow. */
  get marked(): Uint8Array {
    const labels = (this.#grown?.labels ?? this.#session.slice(this.sliceIndex)).slice();
    for (const { label, voxels } of this.#strokes) for (const at of voxels) labels[at] = label;
    return labels;
  }

  /**
   * What grows from the strokes and from the segments on the slice; null where those are fewer than two classes. Locked and hidden segments stay as
   * they are and are not crossed.
   */
  grow(rule: PaintRule): GrownSlice | null {
    const { edits, locked, hidden } = this.#session.state.value;
    const of = [this.#changes, edits, [...locked], [...hidden], rule.over, [...rule.chosen], rule.range].join("/");
    if (of !== this.#grownOf) this.#grown = this.#grow(rule);
    this.#grownOf = of;
    return this.#grown;
  }

  #grow(rule: PaintRule): GrownSlice | null {
    const { locked, hidden, segmentation } = this.#session.state.value;
    const drawn = this.#session.slice(this.sliceIndex);
    const isKept = (label: number) => locked.has(label) || hidden.has(label);
    const fixed = Uint8Array.from(drawn, (label) => Number(label !== 0 && isKept(label)));
    const seeds = Int16Array.from(drawn, (label) => (label === 0 ? noSeed : label));
    const isThere = (label: number) => label === 0 || segmentation.segments.some(({ number }) => number === label);
    for (const { label, voxels } of this.#strokes) if (isThere(label) && !isKept(label)) for (const at of voxels) seeds[at] = label;
    const classes = new Set(seeds.filter((seed, at) => seed !== noSeed && fixed[at] === 0));
    if (classes.size < 2) return null;
    const { columns } = this.#session.volume;
    const { spacingMm } = gridOf(this.#session.volume);
    const grown = growSeeds(seeds, fixed, this.#values, columns, [spacingMm[0], spacingMm[1]]).classes;
    const wanted = drawn.map((own, at) => (grown[at] === noSeed ? own : grown[at]!));
    const { labels, gained } = withinRules(drawn, wanted, { locked, rule }, this.#values);
    return { labels, segments: new Set(gained.keys()) };
  }

  #under(from: SlicePoint, to: SlicePoint, radiusMm: number): number[] {
    const { columns, rows } = this.#session.volume;
    const { spacingMm } = gridOf(this.#session.volume);
    const found: number[] = [];
    const slice = { labels: this.#session.slice(this.sliceIndex), columns, rows, spacingMm: [spacingMm[0], spacingMm[1]] as const };
    paintLine(slice, from, to, radiusMm, anyLabel, (index) => {
      found.push(index);
      return false;
    });
    return found;
  }
}

/** A label that no voxel holds. */
const anyLabel = 256;
