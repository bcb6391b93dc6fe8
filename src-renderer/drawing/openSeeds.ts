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
  readonly values: ArrayLike<number>;
  #strokes: readonly SeedStroke[] = [];
  /** Counts changes of the strokes. */
  #changes = 0;
  #grown: GrownSlice | null = null;
  /** Of what it was grown. */
  #grownOf = "";

  constructor(session: DrawingSession, sheet: Sheet, values: ArrayLike<number>) {
    this.#session = session;
    this.sheet = sheet;
    this.values = values;
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
    const { columns, spacingMm } = this.sheet;
    const { seeds, fixed } = this.classes();
    if (!hasTwoClasses(seeds, fixed)) return null;
    return this.within(growSeeds(seeds, fixed, this.values, columns, spacingMm).classes, rule);
  }

  /** Counts changes of the strokes. */
  get changes(): number {
    return this.#changes;
  }

  /** The class of each voxel that is a seed: of the strokes, and of segments on the sheet; and what nothing grows through. */
  classes(): { readonly seeds: Int16Array; readonly fixed: Uint8Array } {
    const { locked, hidden, segmentation } = this.#session.state.value;
    const { cut } = this.sheet;
    const drawn = this.#session.labelsOn(this.sheet);
    const isKept = (label: number) => locked.has(label) || hidden.has(label);
    // Nothing grows through where a cut has no voxels.
    const fixed = Uint8Array.from(drawn, (label, at) => Number((label !== 0 && isKept(label)) || (cut !== null && cut.voxels[at]! < 0)));
    const seeds = Int16Array.from(drawn, (label) => (label === 0 ? noSeed : label));
    const isThere = (label: number) => label === 0 || segmentation.segments.some(({ number }) => number === label);
    for (const { label, voxels } of this.#strokes) if (isThere(label) && !isKept(label)) for (const at of voxels) seeds[at] = label;
    return { seeds, fixed };
  }

  /** What classes that grew make of the sheet, by the rule of painting. */
  within(grown: ArrayLike<number>, rule: PaintRule): GrownSlice {
    const drawn = this.#session.labelsOn(this.sheet);
    const wanted = drawn.map((own, at) => (grown[at] === noSeed ? own : grown[at]!));
    const { labels, gained } = withinRules(drawn, wanted, { locked: this.#session.state.value.locked, rule }, this.values);
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

/** Whether seeds of two classes can grow. */
export function hasTwoClasses(seeds: Int16Array, fixed: Uint8Array): boolean {
  let first = noSeed;
  for (let at = 0; at < seeds.length; at++) {
    const seed = seeds[at]!;
    if (seed === noSeed || fixed[at] !== 0) continue;
    if (first === noSeed) first = seed;
    else if (seed !== first) return true;
  }
  return false;
}

/** A label that no voxel holds. */
const anyLabel = 256;
