import {
  countPairs,
  differs,
  paintDifference,
  segmentPairs,
  type SegmentDifference,
  type SegmentPair,
} from "#shared/domain/segmentPairs.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { DrawingSession } from "./drawingSession.ts";
import type { Projection } from "./projection.ts";

/** Colours that readers without red or green cones tell apart too; the outlines of A and B in a consensus have the first two. */
export const differenceColors = { onlyA: "#ff6ad5", onlyB: "#ffe066", both: "#4fc3f7", otherSegment: "#ffffff" } as const;

/** What a voxel is in the comparison, as segments to be painted. */
export const differenceSegments: readonly Segment[] = (Object.keys(differs) as Array<keyof typeof differs>).map((name) => ({
  number: differs[name],
  name,
  color: differenceColors[name],
  side: "none",
}));

/** The segmentation that is open (A) beside another one of its space (B), voxel by voxel on A's grid, also while they are drawn. */
export class Difference {
  readonly a: DrawingSession;
  readonly b: Projection;
  readonly #labels: Uint8Array;
  readonly #stale = new Set<number>();
  readonly #onChange: () => void;
  readonly #stops: ReadonlyArray<() => void>;
  #isOne = false;
  /** The counts, and what they were counted of. */
  #counted: { readonly of: readonly unknown[]; readonly rows: readonly SegmentDifference[] } | null = null;
  /** The segment that the picture is of; null for all. */
  #painted: number | null = null;

  /**
   * @param makeB makes the projection of B on A's volume, which calls back where it changes
   * @param onChange called where picture or counts are others
   */
  constructor(a: DrawingSession, makeB: (onChange: () => void) => Projection, onChange: () => void) {
    this.a = a;
    this.#labels = new Uint8Array(a.labels.length);
    this.#onChange = onChange;
    this.b = makeB(() => this.#allChanged());
    this.#stops = [
      a.onLabels((slice) => {
        this.#stale.add(slice);
        onChange();
      }),
      a.state.subscribe(() => {
        if (this.#isOne && a.state.value.activeSegment !== this.#painted) this.#allChanged();
        else onChange();
      }),
      () => this.b.stop(),
    ];
    this.#allChanged();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Only the active segment is compared in the picture. */
  get isOne(): boolean {
    return this.#isOne;
  }

  showOne(isOne: boolean): void {
    this.#isOne = isOne;
    this.#allChanged();
  }

  /** All pairs of segments with their counts over the whole volume; counted anew when a stroke has ended, not while it is drawn. */
  counts(): readonly SegmentDifference[] {
    const { edits, segmentation } = this.a.state.value;
    const of = [edits, segmentation, this.b.revision, this.b.segmentation];
    if (this.#counted?.of.every((each, at) => each === of[at])) return this.#counted.rows;
    const rows = countPairs(this.#pairs, this.a.labels, this.b.labelsOn(this.#everySlice()));
    this.#counted = { of, rows };
    return rows;
  }

  /** What each voxel is (`differs`), i fastest; right on these slices. */
  labelsOn(slices: Iterable<number>): Uint8Array {
    const { volume } = this.a;
    const perSlice = volume.columns * volume.rows;
    const pairs = this.#isOne ? this.#pairs.filter(({ a }) => a !== null && a === this.#painted) : this.#pairs;
    for (const slice of slices) {
      if (!this.#stale.delete(slice)) continue;
      const part = (labels: Uint8Array) => labels.subarray(slice * perSlice, (slice + 1) * perSlice);
      paintDifference(pairs, this.a.slice(slice), part(this.b.labelsOn([slice])), part(this.#labels));
    }
    return this.#labels;
  }

  get #pairs(): SegmentPair[] {
    return segmentPairs(this.a.state.value.segmentation.segments, this.b.segments);
  }

  #everySlice(): number[] {
    return Array.from({ length: this.a.volume.slices }, (_, slice) => slice);
  }

  #allChanged(): void {
    this.#painted = this.a.state.value.activeSegment;
    for (const slice of this.#everySlice()) this.#stale.add(slice);
    this.#onChange();
  }
}
