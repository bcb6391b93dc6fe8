import { growSeeds, noSeed } from "#shared/domain/drawing/growSeeds.ts";
import { withinRules, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { paintLine, type SlicePoint } from "./brush.ts";
import type { DrawingSession } from "./drawingSession.ts";
import type { Sheet } from "./sheet.ts";

/** A stroke of seeds. */
interface SeedStroke {
  /** A segment, or 0 for the background. */
  readonly label: number;
  readonly points: readonly SlicePoint[];
  /** By their index in the sheet. */
  readonly voxels: readonly number[];
}

/** What is grown from the seeds. */
export interface GrownSlice {
  readonly labels: Uint8Array;
  /** Segments that gain voxels. */
  readonly segments: ReadonlySet<number>;
}

/** Seeds on one slice or cut, and what grows from them; nothing of it is in the label map. */
export class OpenSeeds {
  readonly sheet: Sheet;
  readonly #session: DrawingSession;
  readonly #values: ArrayLike<number>;
  #strokes: readonly SeedStroke[] = [];
  /** Counts changes of the strokes. */
  #changes = 0;
  #grown: GrownSlice | null = null;
  /** Of what it was grown. */
  #grownOf = "";

  constructor(session: DrawingSession, sheet: Sheet, values: ArrayLike<number>) {
    this.#session = session;
    this.sheet = sheet;
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

  /** The sheet as it was, with the seeds of the strokes: what is shown while nothing can grow. */
  get marked(): Uint8Array {
    const labels = (this.#grown?.labels ?? this.#session.labelsOn(this.sheet)).slice();
    for (const { label, voxels } of this.#strokes) for (const at of voxels) labels[at] = label;
    return labels;
  }

  /**
   * What grows from the strokes and from the segments on the sheet; null where those are fewer than two classes. Locked and hidden segments stay as
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
    const { columns, spacingMm, cut } = this.sheet;
    const drawn = this.#session.labelsOn(this.sheet);
    const isKept = (label: number) => locked.has(label) || hidden.has(label);
    // Nothing grows through where a cut has no voxels.
    const fixed = Uint8Array.from(drawn, (label, at) => Number((label !== 0 && isKept(label)) || (cut !== null && cut.voxels[at]! < 0)));
    const seeds = Int16Array.from(drawn, (label) => (label === 0 ? noSeed : label));
    const isThere = (label: number) => label === 0 || segmentation.segments.some(({ number }) => number === label);
    for (const { label, voxels } of this.#strokes) if (isThere(label) && !isKept(label)) for (const at of voxels) seeds[at] = label;
    const classes = new Set(seeds.filter((seed, at) => seed !== noSeed && fixed[at] === 0));
    if (classes.size < 2) return null;
    const grown = growSeeds(seeds, fixed, this.#values, columns, spacingMm).classes;
    const wanted = drawn.map((own, at) => (grown[at] === noSeed ? own : grown[at]!));
    const { labels, gained } = withinRules(drawn, wanted, { locked, rule }, this.#values);
    return { labels, segments: new Set(gained.keys()) };
  }

  #under(from: SlicePoint, to: SlicePoint, radiusMm: number): number[] {
    const { columns, rows, spacingMm, cut } = this.sheet;
    const found: number[] = [];
    const drawn = { labels: new Uint8Array(columns * rows), columns, rows, spacingMm, cosine: cut?.cosine ?? 0 };
    paintLine(drawn, from, to, radiusMm, anyLabel, (index) => {
      found.push(index);
      return false;
    });
    return found;
  }
}

/** A label that no voxel holds. */
const anyLabel = 256;
