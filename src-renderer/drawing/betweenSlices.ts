import { fillBetween, type FillBetween } from "#shared/domain/drawing/fillBetween.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { Observable } from "../ui/observable.ts";
import type { DrawingSession } from "./drawingSession.ts";

/** One slice as it would be. */
export interface ProposedSlice {
  readonly labels: Uint8Array;
  /** The segments that are proposed on it. */
  readonly segments: ReadonlySet<number>;
}

/** What could be filled in between the slices on which the segments of one segmentation are drawn; nothing of it is in the label map until it is kept. */
export class BetweenSlices {
  /** Every segment that can be drawn in, or only the active one. */
  readonly isOnlyActive = new Observable(false);
  /** By slice, the segments that are proposed there. */
  readonly proposed = new Observable<ReadonlyMap<number, readonly number[]>>(new Map());
  readonly #session: DrawingSession;
  #plan: FillBetween = { segmentsOn: new Map(), labelsOn: () => new Uint8Array() };
  /** Of what the plan was made. */
  #madeOf = "";
  readonly #labels = new Map<number, Uint8Array>();
  /** What is being kept changes the label map, and the other proposals stay as they are. */
  #isKeeping = false;

  constructor(session: DrawingSession) {
    this.#session = session;
  }

  /** Makes the proposals anew where something was drawn, or other segments are meant, since they were made. */
  refresh(): void {
    const madeOf = this.#stamp();
    if (this.#isKeeping || madeOf === this.#madeOf) return;
    this.#madeOf = madeOf;
    const { volume } = this.#session;
    const { spacingMm } = gridOf(volume);
    this.#plan = fillBetween(
      {
        columns: volume.columns,
        rows: volume.rows,
        spacingMm: [spacingMm[0], spacingMm[1]],
        positionsMm: positionsOf(volume),
        slice: (sliceIndex) => this.#session.slice(sliceIndex),
      },
      this.#segments(),
    );
    this.#labels.clear();
    this.proposed.set(this.#plan.segmentsOn);
  }

  /** A slice as it would be; null where nothing is proposed for it. */
  slice(sliceIndex: number): ProposedSlice | null {
    const segments = this.proposed.value.get(sliceIndex);
    if (!segments) return null;
    const labels = this.#labels.get(sliceIndex) ?? this.#plan.labelsOn(sliceIndex);
    this.#labels.set(sliceIndex, labels);
    return { labels, segments: new Set(segments) };
  }

  /** Keeps what is proposed on some slices, as one step; returns how many voxels were filled. What is proposed on the others stays as it is. */
  keep(sliceIndices: readonly number[]): number {
    const kept = new Map(sliceIndices.flatMap((sliceIndex) => [[sliceIndex, this.slice(sliceIndex)?.labels] as const]));
    this.#isKeeping = true;
    const count = this.#session.replaceSlices("fill between", new Map([...kept].flatMap(([k, labels]) => (labels ? [[k, labels]] : []))));
    this.#isKeeping = false;
    this.#madeOf = this.#stamp();
    this.proposed.set(new Map([...this.proposed.value].filter(([sliceIndex]) => !kept.has(sliceIndex))));
    return count;
  }

  /** Those that are drawn in sight and are not locked. */
  #segments(): number[] {
    const { segmentation, activeSegment, hidden, locked } = this.#session.state.value;
    return segmentation.segments
      .map(({ number }) => number)
      .filter((number) => !hidden.has(number) && !locked.has(number) && (!this.isOnlyActive.value || number === activeSegment));
  }

  #stamp(): string {
    const { edits } = this.#session.state.value;
    return `${edits}/${this.#segments().join()}`;
  }
}

/** Where the slices lie along the normal; by their order where the files do not say, or two lie at one place. */
function positionsOf({ slices, slicePositionsMm }: Volume): readonly number[] {
  const [first, second] = slicePositionsMm ?? [];
  const direction = Math.sign((second ?? 0) - (first ?? 0));
  const isInOrder = slicePositionsMm?.every((position, k) => k === 0 || (position - slicePositionsMm[k - 1]!) * direction > 0);
  return slicePositionsMm && isInOrder ? slicePositionsMm : Array.from({ length: slices }, (_, k) => k);
}

const known = new WeakMap<DrawingSession, BetweenSlices>();

/** The proposals of a session. */
export function betweenSlices(session: DrawingSession): BetweenSlices {
  const found = known.get(session) ?? new BetweenSlices(session);
  known.set(session, found);
  return found;
}
