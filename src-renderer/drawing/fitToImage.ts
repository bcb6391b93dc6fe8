import type { FitImages } from "#shared/domain/drawing/fit/fitBetween.ts";
import { SliceMotions } from "#shared/domain/drawing/fit/sliceMotions.ts";
import { Observable } from "../ui/observable.ts";
import type { BetweenSlices } from "./betweenSlices.ts";
import { whyNoValues } from "./paintRuleOf.ts";
import { slicesOf } from "./sheet.ts";
import { SheetValues } from "./sheetValues.ts";
import type { ToolPane } from "./toolPane.ts";

/** Whether what is filled between slices is fitted to the image, and how far its borders may be moved for that, mm. */
export const fitOptions = new Observable<{ readonly isOn: boolean; readonly bandMm: number }>({ isOn: false, bandMm: 12 });

/** How far the fit of some proposals is: slices whose images are matched, of all that must be. */
export interface FitProgress {
  readonly done: number;
  readonly total: number;
}

/** Of what images proposals were last fitted, so that what is drawn meanwhile does not match them anew. */
interface Matched {
  readonly motions: SliceMotions;
  readonly values: ReadonlyMap<number, ArrayLike<number>>;
}

/**
 * Fits the proposals between the slices of one plane to its images: their values are fetched, each slice is matched with the next, one at a time so that the
 * window answers meanwhile, and then the proposals are made anew. Until then they are by shape alone, and may not be kept.
 */
export class FitToImage {
  /** Null where nothing is on its way. */
  readonly progress = new Observable<FitProgress | null>(null);
  readonly #between: BetweenSlices;
  #matched: Matched | null = null;
  #images: FitImages | null = null;
  /** Values that could not be had are asked for again only when the reader turns the fit on again. */
  #hasFailed = false;

  constructor(between: BetweenSlices) {
    this.#between = between;
  }

  /** Brings the proposals to what the options say; called whenever they are looked at. */
  update(pane: ToolPane): void {
    const { isOn, bandMm } = fitOptions.value;
    if (!isOn) {
      this.#hasFailed = false;
      this.#between.fitTo(null);
      return;
    }
    if (this.progress.value !== null || this.#hasFailed) return;
    const needed = this.#needed();
    if (needed.length === 0) return;
    if (needed.some((k) => !this.#matched?.values.has(k))) {
      void this.#match(pane, needed);
      return;
    }
    if (this.#images?.bandMm !== bandMm || this.#images.motions !== this.#matched!.motions) {
      const { motions, values } = this.#matched!;
      this.#images = { motions, bandMm, values: (k) => values.get(k)! };
    }
    this.#between.fitTo(this.#images);
  }

  /** All slices from the first drawn one to the last about what is proposed. */
  #needed(): number[] {
    const proposed = [...this.#between.proposed.value.keys()];
    if (proposed.length === 0) return [];
    const [first, last] = [Math.min(...proposed) - 1, Math.max(...proposed) + 1];
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  }

  async #match(pane: ToolPane, needed: readonly number[]): Promise<void> {
    const { session } = pane;
    const why = session ? whyNoValues(session) : null;
    if (!session || why !== null) {
      this.#hasFailed = true;
      if (why !== null) pane.say(why);
      return;
    }
    const total = needed.length - 1;
    this.progress.set({ done: 0, total });
    try {
      const values = await this.#values(pane, needed, session.volume.columns * session.volume.rows);
      if (values === null) {
        this.#hasFailed = true;
        return;
      }
      const motions = new SliceMotions(values, this.#between.slices);
      for (const [done, k] of needed.slice(0, -1).entries()) {
        motions.prepare(k);
        this.progress.set({ done: done + 1, total });
        await pause();
      }
      this.#matched = { motions, values };
    } finally {
      this.progress.set(null);
    }
    pane.refresh();
  }

  /** The values of slices of the plane; null where they cannot be had, having said so. Slices of the volume are taken as they come: not all are kept. */
  async #values(pane: ToolPane, needed: readonly number[], perSlice: number): Promise<ReadonlyMap<number, ArrayLike<number>> | null> {
    const sheets = needed.map((k) => [k, this.#between.sheet(k)] as const);
    const waiting = new Map(sheets.filter(([, { cut }]) => cut !== null).map(([k, sheet]) => [k, new SheetValues(sheet, perSlice)]));
    const values = new Map<number, ArrayLike<number>>();
    for (const slice of new Set(sheets.flatMap(([, sheet]) => slicesOf(sheet)))) {
      if (!(await pane.loadValues([slice]))) return null;
      const own = pane.valuesOf(slice);
      if (own === null) return null;
      for (const [k, cut] of waiting) {
        const whole = cut.take((asked) => (asked === slice ? own : null));
        if (whole) values.set(k, whole);
      }
      const [asAcquired] = sheets.find(([, { cut, sliceIndex }]) => cut === null && sliceIndex === slice) ?? [];
      if (asAcquired !== undefined) values.set(asAcquired, own);
    }
    return needed.every((k) => values.has(k)) ? values : null;
  }
}

const pause = () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, 0);
  });

const known = new WeakMap<BetweenSlices, FitToImage>();

/** The fit of some proposals. */
export function fitOf(between: BetweenSlices): FitToImage {
  const found = known.get(between) ?? new FitToImage(between);
  known.set(between, found);
  return found;
}
