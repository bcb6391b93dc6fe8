import { fillBetween, type FillBetween, type LabelSlices } from "#shared/domain/drawing/fillBetween.ts";
import { fitBetween, type FitImages, type FittedBetween } from "#shared/domain/drawing/fit/fitBetween.ts";
import { withinRules } from "#shared/domain/drawing/paintRules.ts";
import { Observable } from "../ui/observable.ts";
import type { ViewState } from "../viewer/viewState.ts";
import type { DrawingSession, PaintOptions } from "./drawingSession.ts";
import type { Sheet } from "./sheet.ts";
import { stackOf, type SliceStack } from "./sliceStack.ts";

/** One slice as it would be. */
export interface ProposedSlice {
  readonly labels: Uint8Array;
  /** The segments that are proposed on it. */
  readonly segments: ReadonlySet<number>;
}

/** Every segment that can be drawn in is filled, or only the active one. */
export const isOnlyActive = new Observable(false);

/**
 * What could be filled in between the slices of one plane, as acquired or of a reformat, on which the segments of one segmentation are drawn; nothing of it is
 * in the label map until it is kept.
 */
export class BetweenSlices {
  /** By slice, the segments that are proposed there. */
  readonly proposed = new Observable<ReadonlyMap<number, readonly number[]>>(new Map());
  readonly #session: DrawingSession;
  readonly #stack: SliceStack;
  #plan: FillBetween = { segmentsOn: new Map(), labelsOn: () => new Uint8Array() };
  /** The plan at the edges of the image; null where it is by shape alone. */
  #fitted: FittedBetween | null = null;
  #images: FitImages | null = null;
  /** Of what the plan was made. */
  #madeOf = "";
  readonly #labels = new Map<number, Uint8Array>();
  /** What is being kept changes the label map, and the other proposals stay as they are. */
  #isKeeping = false;

  constructor(session: DrawingSession, stack: SliceStack) {
    this.#session = session;
    this.#stack = stack;
  }

  /** Makes the proposals anew where something was drawn, or other segments are meant, since they were made. */
  refresh(): void {
    const madeOf = this.#stamp();
    if (this.#isKeeping || madeOf === this.#madeOf) return;
    this.#madeOf = madeOf;
    const labels = this.#stack.labels();
    const filled = fillBetween(labels, this.#segments());
    this.#fitted = this.#images && fitBetween(labels, filled, this.#images);
    this.#plan = this.#fitted ?? filled;
    this.#labels.clear();
    this.proposed.set(this.#plan.segmentsOn);
  }

  /** Fits what is proposed to images from now on, or (null) leaves it to the shape alone. */
  fitTo(images: FitImages | null): void {
    if (this.#images === images) return;
    this.#images = images;
    this.#madeOf = "";
    this.refresh();
  }

  /** True where what is proposed now is fitted to the image. */
  get isFitted(): boolean {
    return this.#fitted !== null;
  }

  /** How its slices lie, and what is drawn on them. */
  get slices(): LabelSlices {
    return this.#stack.labels();
  }

  /** A slice of the plane. */
  sheet(sliceIndex: number): Sheet {
    return this.#stack.sheet(sliceIndex);
  }

  /** The segment on the slice on which the drawn slices differ by the largest area, mm2, once the image carries them there; null where nothing is fitted. */
  leastCertain(): { readonly sliceIndex: number; readonly segment: number; readonly doubtMm2: number } | null {
    const fitted = this.#fitted;
    if (!fitted) return null;
    return [...this.proposed.value.keys()]
      .flatMap((sliceIndex) => [...fitted.doubtOn(sliceIndex)].map(([segment, doubtMm2]) => ({ sliceIndex, segment, doubtMm2 })))
      .reduce<ReturnType<BetweenSlices["leastCertain"]>>((least, each) => (least && least.doubtMm2 >= each.doubtMm2 ? least : each), null);
  }

  /** A slice as it would be by the rule of painting; null where nothing is proposed for it. */
  slice(sliceIndex: number, paint: PaintOptions): ProposedSlice | null {
    const segments = this.proposed.value.get(sliceIndex);
    if (!segments) return null;
    const labels = this.#labels.get(sliceIndex) ?? this.#plan.labelsOn(sliceIndex);
    this.#labels.set(sliceIndex, labels);
    return { labels: this.#byRule(this.#stack.sheet(sliceIndex), labels, paint), segments: new Set(segments) };
  }

  /**
   * Keeps what is proposed on some slices, by the rule of painting, as one step; returns how many voxels were filled. What is proposed on the others stays
   * as it is.
   */
  keep(sliceIndices: readonly number[], paint: PaintOptions): number {
    const kept = sliceIndices.filter((sliceIndex) => this.proposed.value.has(sliceIndex)).toSorted((a, b) => a - b);
    this.#isKeeping = true;
    const count = this.#session.replaceSlices("fill between", this.#ruledSheets(kept, paint));
    this.#isKeeping = false;
    this.#madeOf = this.#stamp();
    this.proposed.set(new Map([...this.proposed.value].filter(([sliceIndex]) => !kept.includes(sliceIndex))));
    return count;
  }

  /** The sheets that `keep` changes: those of some slices, and of what lies between them and their neighbours. */
  sheetsOf(sliceIndices: readonly number[]): readonly Sheet[] {
    return [...this.#sheets(sliceIndices)].map(([sheet]) => sheet);
  }

  *#ruledSheets(sliceIndices: readonly number[], paint: PaintOptions): Generator<readonly [Sheet, Uint8Array]> {
    for (const [sheet, wanted] of this.#sheets(sliceIndices)) yield [sheet, this.#byRule(sheet, wanted, paint)];
  }

  /** What the rule of painting leaves of wanted labels of a sheet; those themselves where it leaves all. */
  #byRule(sheet: Sheet, wanted: Uint8Array, { rule, values }: PaintOptions): Uint8Array {
    if (rule.over === "all" && rule.range === null) return wanted;
    const { locked } = this.#session.state.value;
    return withinRules(this.#session.labelsOn(sheet), wanted, { locked, rule }, (rule.range && values?.(sheet)) ?? null).labels;
  }

  /**
   * The slices as they would be, one after another. What lies between a slice and the next goes with the slice; what lies before it, too, of segments that are
   * drawn on the one before.
   */
  *#sheets(sliceIndices: readonly number[]): Generator<readonly [Sheet, Uint8Array]> {
    for (const sliceIndex of sliceIndices) {
      const labels = this.#labels.get(sliceIndex) ?? this.#plan.labelsOn(sliceIndex);
      yield [this.#stack.sheet(sliceIndex), labels];
      const segments = this.#plan.segmentsOn.get(sliceIndex)!;
      const onThatBefore = this.#plan.segmentsOn.get(sliceIndex - 1) ?? [];
      yield* this.#unmet(this.#stack.unmetAfter(sliceIndex), labels, segments);
      const begun = segments.filter((segment) => !onThatBefore.includes(segment));
      if (begun.length > 0) yield* this.#unmet(this.#stack.unmetAfter(sliceIndex - 1), labels, begun);
    }
  }

  /** The background of voxels that no slice meets, with what these segments have in the same cells of a slice beside. */
  *#unmet(sheet: Sheet | null, labels: Uint8Array, segments: readonly number[]): Generator<readonly [Sheet, Uint8Array]> {
    if (sheet)
      yield [
        sheet,
        this.#session.labelsOn(sheet).map((label, cell) => (label === 0 && segments.includes(labels[cell]!) ? labels[cell]! : label)),
      ];
  }

  /** Those that are drawn in sight and are not locked. */
  #segments(): number[] {
    const { segmentation, activeSegment, hidden, locked } = this.#session.state.value;
    return segmentation.segments
      .map(({ number }) => number)
      .filter((number) => !hidden.has(number) && !locked.has(number) && (!isOnlyActive.value || number === activeSegment));
  }

  #stamp(): string {
    const { edits } = this.#session.state.value;
    return `${edits}/${this.#segments().join()}`;
  }
}

/** By the plane and its direction. */
const known = new WeakMap<DrawingSession, Map<string, BetweenSlices>>();

/** The proposals of a session in the plane that a viewport shows; why there are none, in words; null where it shows another volume or nothing. */
export function betweenSlices(session: DrawingSession, view: ViewState): BetweenSlices | string | null {
  const ofSession = known.get(session) ?? new Map<string, BetweenSlices>();
  known.set(session, ofSession);
  const key = [view.plane, ...(view.planeInSpace?.normal ?? []).map((each) => each.toFixed(6)), view.sliceCount].join(" ");
  const found = view.volume?.id === session.volume.id ? ofSession.get(key) : undefined;
  if (found) return found;
  const stack = stackOf(session, view);
  if (stack === null || typeof stack === "string") return stack;
  const made = new BetweenSlices(session, stack);
  ofSession.set(key, made);
  return made;
}
