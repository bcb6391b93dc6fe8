import { noSeed } from "#shared/domain/drawing/growSeeds.ts";
import type { PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { plainWords } from "../client/plainWords.ts";
import type { SlicePoint } from "./brush.ts";
import type { DrawingSession, SliceValues } from "./drawingSession.ts";
import { hasTwoClasses, OpenSeeds, type GrownSlice } from "./openSeeds.ts";
import type { SeedJob } from "./seedJob.ts";
import { isSameSheet, type Sheet } from "./sheet.ts";
import type { SliceStack } from "./sliceStack.ts";
import { WorkThread, type Computing } from "./workThread.ts";

/**
 * Seeds on slices of one plane, as acquired or of a reformat. On one slice they grow at once; on several they grow through all slices from the first to the
 * last of them, beside the window: until that is done, nothing is shown but the strokes.
 */
export class SeedStack {
  readonly #session: DrawingSession;
  readonly #stack: Pick<SliceStack, "sheet" | "spacingMm">;
  readonly #growing: Computing<SeedJob, Int16Array>;
  /** By slice; those between have no strokes. */
  readonly #sheets = new Map<number, OpenSeeds>();
  /** The slice of each stroke, in order. */
  #order: number[] = [];
  /** Strokes that were begun or taken back, so that what was grown before is told from what is grown now. */
  #turns = 0;
  #grown: { readonly of: string; readonly classes: Int16Array } | null = null;
  /** Of what it is being grown; stays where that failed, so that it is not tried again. */
  #askedFor = "";
  #failure: string | null = null;

  constructor(
    session: DrawingSession,
    stack: Pick<SliceStack, "sheet" | "spacingMm">,
    growing: Computing<SeedJob, Int16Array> = growThread(),
  ) {
    this.#session = session;
    this.#stack = stack;
    this.#growing = growing;
  }

  /** The slices with strokes, ascending. */
  get slices(): readonly number[] {
    return [...new Set(this.#order)].toSorted((a, b) => a - b);
  }

  /** The seeds of a slice of this plane, with strokes or between such; null elsewhere. */
  on(sheet: Sheet | null): OpenSeeds | null {
    const [first = 0, last = -1] = [this.slices[0], this.slices.at(-1)];
    if (!sheet || sheet.sliceIndex < first || sheet.sliceIndex > last || !this.fits(sheet)) return null;
    return this.#sheets.get(sheet.sliceIndex) ?? null;
  }

  /** The slice with a stroke that is nearest to a slice. */
  nearest(sliceIndex: number): OpenSeeds {
    const distance = (slice: number) => Math.abs(slice - sliceIndex);
    return this.#sheets.get(this.slices.toSorted((a, b) => distance(a) - distance(b))[0]!)!;
  }

  /** Whether a sheet is a slice of this plane. */
  fits(sheet: Sheet): boolean {
    const [one] = this.#sheets.values();
    return !one || (one.sheet.plane === sheet.plane && isSameSheet(this.#stack.sheet(sheet.sliceIndex), sheet));
  }

  /** The slices that strokes on these and on one more would reach from the first to the last. */
  sheetsWith(sliceIndex: number): readonly Sheet[] {
    const all = [...this.slices, sliceIndex];
    const [first, last] = [Math.min(...all), Math.max(...all)];
    return Array.from({ length: last - first + 1 }, (_, at) => this.#stack.sheet(first + at));
  }

  /** Begins a stroke on a slice. The values of all that is reached with it must be there. */
  begin(sheet: Sheet, values: SliceValues, label: number, at: SlicePoint, radiusMm: number): void {
    for (const each of this.sheetsWith(sheet.sliceIndex)) {
      // Those of a cut are taken anew for each cut: they are kept.
      if (!this.#sheets.has(each.sliceIndex))
        this.#sheets.set(each.sliceIndex, new OpenSeeds(this.#session, each, Float32Array.from(values(each)!)));
    }
    this.#turns++;
    this.#order = [...this.#order, sheet.sliceIndex];
    this.#sheets.get(sheet.sliceIndex)!.begin(label, at, radiusMm);
  }

  /** Draws the last stroke on. */
  extend(to: SlicePoint, radiusMm: number): void {
    const slice = this.#order.at(-1);
    if (slice !== undefined) this.#sheets.get(slice)!.extend(to, radiusMm);
  }

  /** Takes the last stroke back, on whatever slice it is; returns that slice, null where there is none. */
  takeBack(): number | null {
    const slice = this.#order.at(-1);
    if (slice === undefined) return null;
    this.#turns++;
    this.#order = this.#order.slice(0, -1);
    this.#sheets.get(slice)!.takeBack();
    const [first = 0, last = -1] = [this.slices[0], this.slices.at(-1)];
    for (const each of this.#sheets.keys()) if (each < first || each > last) this.#sheets.delete(each);
    return slice;
  }

  /** What grows on a slice; null where too little is there to grow, or it is still growing (then `onGrown` is called). */
  grownOn(open: OpenSeeds, rule: PaintRule, onGrown: () => void): GrownSlice | null {
    if (this.slices.length < 2) return open.grow(rule);
    const classes = this.#classes(onGrown);
    const { columns, rows, sliceIndex } = open.sheet;
    const at = (sliceIndex - this.slices[0]!) * columns * rows;
    return classes && open.within(classes.subarray(at, at + columns * rows), rule);
  }

  /** What grows on all slices, from the first with strokes to the last. Null as for one. */
  grown(rule: PaintRule, onGrown: () => void): ReadonlyMap<Sheet, GrownSlice> | null {
    const made = new Map<Sheet, GrownSlice>();
    for (const sliceIndex of [...this.#sheets.keys()].toSorted((a, b) => a - b)) {
      const open = this.#sheets.get(sliceIndex)!;
      const slice = this.grownOn(open, rule, onGrown);
      if (!slice) return null;
      made.set(open.sheet, slice);
    }
    return made;
  }

  /** Why nothing grew through the slices, or that it is still growing, in words; null where there is nothing to wait for. */
  get whyNotGrown(): string | null {
    return this.#askedFor === "" ? null : (this.#failure ?? "The seeds are still growing through the slices.");
  }

  /** Nothing of it is needed any more. */
  drop(): void {
    this.#askedFor = "";
    this.#growing.stop();
  }

  /** What grew through the slices; null until it has. */
  #classes(onGrown: () => void): Int16Array | null {
    const { edits, locked, hidden } = this.#session.state.value;
    const changes = [...this.#sheets.values()].map((open) => open.changes);
    const of = [this.#turns, ...changes, edits, [...locked], [...hidden]].join("/");
    if (this.#grown?.of === of) return this.#grown.classes;
    if (this.#askedFor !== of) void this.#grow(of, onGrown);
    return null;
  }

  async #grow(of: string, onGrown: () => void): Promise<void> {
    const sheets = [...this.#sheets.keys()].toSorted((a, b) => a - b).map((slice) => this.#sheets.get(slice)!);
    const { columns, rows, spacingMm } = sheets[0]!.sheet;
    const perSlice = columns * rows;
    const seeds = new Int16Array(perSlice * sheets.length).fill(noSeed);
    const fixed = new Uint8Array(seeds.length);
    const values = new Float32Array(seeds.length);
    for (const [at, open] of sheets.entries()) {
      const classes = open.classes();
      seeds.set(classes.seeds, at * perSlice);
      fixed.set(classes.fixed, at * perSlice);
      values.set(open.values, at * perSlice);
    }
    if (!hasTwoClasses(seeds, fixed)) return;
    this.#askedFor = of;
    this.#failure = null;
    try {
      const classes = await this.#growing.run({
        seeds,
        fixed,
        values,
        columns,
        perSlice,
        spacingMm: [...spacingMm, this.#stack.spacingMm],
      });
      if (!classes || this.#askedFor !== of) return;
      this.#askedFor = "";
      this.#grown = { of, classes };
    } catch (error) {
      this.#failure = `The seeds could not be grown. ${plainWords(error)}`;
    }
    onGrown();
  }
}

function growThread(): Computing<SeedJob, Int16Array> {
  return new WorkThread(
    () => new Worker(new URL("./growWorker.ts", import.meta.url), { type: "module" }),
    ({ seeds, fixed, values }) => [seeds.buffer, fixed.buffer, values.buffer],
  );
}
