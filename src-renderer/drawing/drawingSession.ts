import type { OpenPolygon, ReversedStep } from "#shared/api/segmentation.ts";
import { isInRange, mayErase, mayTake, paintOverAll, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { fillHoles } from "#shared/domain/fillHoles.ts";
import { rasterisePolygon } from "#shared/domain/rasterisePolygon.ts";
import type { Segment, Segmentation } from "#shared/domain/segment.ts";
import type { SliceChange } from "#shared/domain/sliceChanges.ts";
import type { StepDirection } from "#shared/domain/undoSteps.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { areSameBytes } from "#shared/domain/wideBytes.ts";
import { Observable } from "../ui/observable.ts";
import { applyEdit, type Wish } from "./applyEdit.ts";
import { ballSlices, ballVoxels } from "./ballSlices.ts";
import { paintLine, voxelsUnder, type SlicePoint } from "./brush.ts";
import { firstState, newlyOpened, whyNotDrawable, type DrawingState, type SessionStart } from "./drawingState.ts";
import { LabelMap, type LabelListener } from "./labelMap.ts";
import type { DrawnStroke } from "../client/segmentationDoor.ts";
import { mergeStroke, strokeAsItLies } from "./mergeStroke.ts";
import { OpenStroke } from "./openStroke.ts";
import { isOneEditOf, type SegmentEdit } from "./segmentEdit.ts";
import { toolOn, voxelAt, type Place, type Sheet } from "./sheet.ts";
import { reversedWords, StepHistory, type StepOutcome } from "./stepHistory.ts";
import { StrokeQueue } from "./strokeQueue.ts";

/** The values of the voxels of a slice or cut; null while they are not there. */
export type SliceValues = (place: Place) => ArrayLike<number> | null;

/** The rule of painting, and what it needs to know. */
export interface PaintOptions {
  readonly rule: PaintRule;
  /** Needed with a range. */
  readonly values?: SliceValues;
}

/** Which voxels a brush may take, and how wide it is. */
export interface BrushOptions extends PaintOptions {
  readonly radiusMm: number;
  /** A ball, which reaches into the slices beside; else a disc. */
  readonly isBall: boolean;
}

/** How a session reaches the disk. */
export interface SessionDoor {
  readonly send: (baseRevision: number, drawn: DrawnStroke) => Promise<number | null>;
  /** Calls `rebase` with what is on disk. */
  readonly refresh: () => Promise<void>;
  /** What a stroke on disk changed. */
  readonly readChanges: (strokeId: string) => Promise<readonly SliceChange[]>;
  /** Reverses, under a new id, a step that changed segments. */
  readonly reverse: (direction: StepDirection, reverses: string, strokeId: string) => Promise<ReversedStep>;
}

/**
 * One segmentation that is open: its label map, its steps back and forth, and its way to the disk. The label map here is what is
 * shown; every change of it goes to the door as a stroke.
 */
export class DrawingSession {
  readonly volume: Volume;
  readonly state: Observable<DrawingState>;
  readonly #map: LabelMap;
  readonly #steps: StepHistory;
  readonly #queue: StrokeQueue;
  readonly #door: SessionDoor;
  #open: OpenStroke | null = null;
  /** The slice or cut on which the open stroke began. */
  #openPlace: Place = 0;
  readonly #awaitingEnd: Array<() => void> = [];

  /** @param labels one label a voxel of the volume, i fastest; the session owns it from now on. */
  constructor(volume: Volume, segmentation: Segmentation, labels: Uint8Array, door: SessionDoor, start: SessionStart = newlyOpened) {
    this.volume = volume;
    this.#door = door;
    this.#map = new LabelMap(volume, labels);
    this.state = new Observable(firstState(segmentation, volume.slices, start));
    this.#queue = new StrokeQueue({
      revision: segmentation.revision,
      send: async (base, drawn) => {
        const revision = await door.send(base, drawn);
        // Kept before, on another label map than it was last merged into: what it changed is in the history.
        if (revision !== null && revision !== base + 1) this.#steps.moved(drawn.id, null);
        return revision;
      },
      refresh: door.refresh,
      onChange: (save) => this.state.patch({ save }),
      wait: (milliseconds) =>
        new Promise((resolve) => {
          setTimeout(resolve, milliseconds);
        }),
    });
    this.#steps = new StepHistory({
      map: this.#map,
      steps: start.steps,
      readChanges: door.readChanges,
      reverseSegments: (direction, reverses) => this.#reverseSegments(direction, reverses),
      isThere: (label) => label === 0 || this.#hasSegment(label),
      isStroking: () => this.isStroking,
      send: (drawn) => this.#queue.add(drawn),
      onChange: () => this.#tellHistory(),
    });
  }

  /** One label a voxel of the volume, i fastest, as shown. */
  get labels(): Uint8Array {
    return this.#map.labels;
  }

  /** The revision on disk. */
  get revision(): number {
    return this.#queue.revision;
  }

  /** The strokes that are not on disk yet. */
  get waiting(): readonly DrawnStroke[] {
    return this.#queue.waiting;
  }

  /** Resolves when all is on disk. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  /** Brings the session up to what is on disk. Resolves when all that was drawn here is there too. */
  refresh(): Promise<void> {
    return this.#queue.refresh();
  }

  /** Calls back at every change of the label map, also while a stroke is being drawn; returns how to stop. */
  onLabels(listener: LabelListener): () => void {
    return this.#map.onChange(listener);
  }

  /** The labels of one slice: a view, not a copy. */
  slice(sliceIndex: number): Uint8Array {
    return this.#map.slice(sliceIndex);
  }

  /** The labels of a slice, a view, or of a cut, a copy. */
  labelsOn(place: Place): Uint8Array {
    return this.#map.on(place);
  }

  /** Why the active segment cannot be drawn, in words; null where it can. */
  whyNotDrawable(): string | null {
    return whyNotDrawable(this.state.value);
  }

  /** The lowest and the highest value under the brush; null where no value is there. */
  valuesUnder(at: SlicePoint, place: Place, radiusMm: number, voxels: ArrayLike<number>): readonly [number, number] | null {
    const values = voxelsUnder(this.#map.drawn(place), at, radiusMm)
      .map((index) => voxels[index]!)
      .filter((value) => !Number.isNaN(value));
    return values.length === 0 ? null : [Math.min(...values), Math.max(...values)];
  }

  /** The voxels that the brush would paint here, by their index in the slice or cut, as brushLine would choose them. */
  wouldPaint(at: SlicePoint, place: Place, options: BrushOptions): number[] {
    const { activeSegment, locked } = this.state.value;
    if (activeSegment === null) return [];
    const drawn = this.#map.drawn(place);
    const { radiusMm, rule, values } = options;
    const known = rule.range && values?.(place);
    return voxelsUnder(drawn, at, radiusMm).filter(
      (index) => mayTake(drawn.labels[drawn.voxels?.[index] ?? index]!, { activeSegment, locked, rule }) && isInRange(rule, known?.[index]),
    );
  }

  /** True while a stroke is being drawn. */
  get isStroking(): boolean {
    return this.#open !== null;
  }

  /** Begins a stroke on a slice or cut, whose plane is kept with the tool; what is done until `end` becomes one step, by default of the segment that is active now. Nothing where none is. */
  begin(tool: string, place: Place, segment = this.state.value.activeSegment): void {
    this.end();
    this.#openPlace = place;
    this.#open = segment === null ? null : new OpenStroke(this.#map, toolOn(tool, place), segment, this.state.value.locked);
  }

  /** Draws with the brush along a line of the open stroke's slice or cut; with a ball, on those beside too. */
  brushLine(from: SlicePoint, to: SlicePoint, options: BrushOptions): void {
    this.#line(from, to, options, this.#open?.segment ?? 0);
  }

  /** Erases the active segment along a line of the open stroke's slice or cut; with a ball, on those beside too. */
  eraseLine(from: SlicePoint, to: SlicePoint, options: BrushOptions): void {
    this.#line(from, to, options, 0);
  }

  /** Ends the open stroke: it becomes a step to undo and goes to the door. Nothing where it changed nothing. */
  end(): void {
    const drawn = this.#open?.finish();
    this.#open = null;
    if (drawn) this.#steps.record(drawn);
    this.#tellEnded();
  }

  /** Resolves when no stroke is being drawn: what comes from elsewhere would end it. */
  async strokeEnded(): Promise<void> {
    while (this.#open) {
      await new Promise<void>((resolve) => {
        this.#awaitingEnd.push(resolve);
      });
    }
  }

  /** Takes the open stroke back, as if it had not begun. */
  abandon(): void {
    const open = this.#open;
    this.#open = null;
    open?.abandon();
    this.#tellEnded();
  }

  #tellEnded(): void {
    for (const tell of this.#awaitingEnd.splice(0)) tell();
  }

  /**
   * Changes a segment, by default the active one, on any slices or cuts, as one step; returns how many voxels changed. Locked segments keep their voxels.
   * @param wanted for a voxel, by its index in its slice or cut: whether the segment is to have it (true), to lose it (false), or neither (null)
   */
  edit<Where extends Place>(
    tool: string,
    places: readonly Where[],
    wanted: (index: number, place: Where) => boolean | null,
    { rule, values, segment }: PaintOptions & { readonly segment?: number },
  ): number {
    this.begin(tool, places[0] ?? 0, segment);
    const open = this.#open;
    if (!open) return 0;
    const rules = { activeSegment: open.segment, locked: open.locked, rule };
    let count = 0;
    for (const place of places) {
      const voxels = rule.range && values?.(place);
      const wish = wishOn(place, (index) => wanted(index, place));
      count += open.change(place, (labels) => applyEdit(labels, wish, rules, voxels ?? null));
      this.#map.changedOn(place);
    }
    this.end();
    return count;
  }

  /** What `edit` would make of a slice or cut, and how many voxels would change. */
  wouldBe(
    place: Place,
    wish: Wish,
    segment: number,
    { rule, values }: PaintOptions,
  ): { readonly labels: Uint8Array; readonly count: number } {
    const labels = this.#map.on(place).slice();
    const rules = { activeSegment: segment, locked: this.state.value.locked, rule };
    return { labels, count: applyEdit(labels, wishOn(place, wish), rules, (rule.range && values?.(place)) ?? null) };
  }

  /**
   * Gives every voxel another label, as one step. Locked segments neither gain nor lose any. Nothing where no segment is active, as nothing
   * can be drawn then.
   */
  replace(tool: string, labels: Uint8Array): void {
    this.replaceSlices(
      tool,
      new Map(Array.from({ length: this.volume.slices }, (_, sliceIndex) => [sliceIndex, this.#map.sliceOf(labels, sliceIndex)])),
    );
  }

  /**
   * Gives every voxel of some slices or cuts another label, by the rules of `replace`, as one step; returns how many voxels changed.
   * @param segment that the step is of, by default the active one
   */
  replaceSlices(tool: string, slices: Iterable<readonly [Place, Uint8Array]>, segment?: number): number {
    this.end();
    let count = 0;
    for (const [place, wanted] of slices) {
      if (!this.#open) this.begin(tool, place, segment);
      const open = this.#open;
      if (!open) return 0;
      const there = this.#map.on(place);
      if (areSameBytes(there, wanted)) continue;
      const { voxels } = this.#map.drawn(place);
      open.change(place, (touched) => {
        for (let index = 0; index < touched.length; index++) {
          if (touched[index] === wanted[index] || open.locked.has(touched[index]!) || open.locked.has(wanted[index]!)) continue;
          if (voxels && voxels[index]! < 0) continue;
          touched[index] = wanted[index]!;
          count++;
        }
      });
      this.#map.changedOn(place);
    }
    this.end();
    return count;
  }

  /** Fills a closed curve on a slice or cut with the active segment, or erases that segment inside it; voxels whose centre is inside by the even-odd rule. */
  fillCurve(
    tool: string,
    place: Place,
    curve: readonly SlicePoint[],
    { isErasing, ...paint }: PaintOptions & { readonly isErasing: boolean },
  ): void {
    if (curve.length < 3) return;
    const { columns, rows } = this.#map.drawn(place);
    const inside = rasterisePolygon(curve, columns, rows);
    this.edit(tool, [place], (index) => (inside[index] ? !isErasing : null), paint);
  }

  /** Fills the holes of the active segment on a slice or cut, background only, by the rule of painting; returns how many voxels it filled. */
  fillHoles(place: Place, paint: PaintOptions): number {
    const { activeSegment } = this.state.value;
    if (activeSegment === null) return 0;
    const { columns, rows } = this.#map.drawn(place);
    const filled = fillHoles(this.labelsOn(place), columns, rows, activeSegment);
    return this.edit("fill holes", [place], (index) => (filled[index] === activeSegment ? true : null), paint);
  }

  /** Deletes the active segment on a slice or cut; returns how many voxels it had there. */
  deleteOnSlice(place: Place): number {
    return this.edit("delete on slice", [place], () => false, { rule: paintOverAll });
  }

  /** Has the door change segments, after all that was drawn before. Rejects where the door refuses. */
  async changeSegments({ send, isStep, changesNumbers = false, changesVoxels = false }: SegmentEdit): Promise<void> {
    this.end();
    const strokeId = crypto.randomUUID();
    await this.#queue.exclusively(async (base) => {
      const known = this.state.value.segmentation;
      const segmentation = await send(strokeId);
      if (segmentation.revision === base) return base;
      if (isStep) this.#steps.recordEdit(strokeId);
      this.adopt(segmentation);
      this.#tellHistory();
      return !changesVoxels && isOneEditOf(known, segmentation, base, changesNumbers) ? segmentation.revision : null;
    });
    await this.settled();
  }

  /** One step back: gives the voxels of the reader's last stroke back what they held, where nothing else changed them since. */
  undo(): Promise<StepOutcome> {
    this.end();
    return this.#steps.take("undo");
  }

  /** One step forth again. */
  redo(): Promise<StepOutcome> {
    this.end();
    return this.#steps.take("redo");
  }

  /** Opens, extends or (null) drops the polygon. */
  setPolygon(polygon: OpenPolygon | null): void {
    this.state.patch({ polygon });
  }

  /**
   * Takes over what the door says of names, colours and segments. Where the active segment is gone, none is active. The voxels and their
   * revision are the session's.
   */
  adopt(segmentation: Segmentation): void {
    const { activeSegment } = this.state.value;
    const isActiveThere = segmentation.segments.some(({ number }) => number === activeSegment);
    this.state.patch({ segmentation, activeSegment: isActiveThere ? activeSegment : null });
  }

  /**
   * Follows the door to the label map on disk, on which others may have drawn: what the door has not confirmed goes on top of it. Segments,
   * steps to undo and a stroke in the making stay. Only while the queue refreshes.
   * @param newest the label map at the segmentation's revision; the session owns it from now on
   */
  rebase(newest: Uint8Array, segmentation: Segmentation): void {
    const isThere = (label: number) => label === 0 || segmentation.segments.some(({ number }) => number === label);
    const perSlice = this.volume.columns * this.volume.rows;
    const waiting: DrawnStroke[] = [];
    for (const drawn of this.#queue.waiting) {
      const merged = mergeStroke(drawn, newest, perSlice, isThere);
      const next = merged ?? strokeAsItLies(drawn, newest, perSlice);
      if (next) {
        waiting.push(next);
        this.#steps.moved(next.id, merged);
      } else {
        this.#steps.forget(drawn.id);
      }
    }
    this.#queue.rebase(segmentation.revision, waiting);
    this.#open?.rebase(newest, isThere);
    this.#map.replace(newest);
    this.adopt(segmentation);
    this.#tellHistory();
  }

  activate(segment: number): void {
    this.state.patch({ activeSegment: segment });
  }

  setHidden(segment: number, isHidden: boolean): void {
    this.state.patch({ hidden: toggled(this.state.value.hidden, segment, isHidden) });
  }

  setAllHidden(isHidden: boolean): void {
    this.state.patch({ hidden: new Set(isHidden ? this.state.value.segmentation.segments.map((segment) => segment.number) : []) });
  }

  /** Takes a segment among those that the rule of painting is about, or out of them. */
  setChosen(segment: number, isChosen: boolean): void {
    this.state.patch({ chosen: toggled(this.state.value.chosen, segment, isChosen) });
  }

  setLocked(segment: number, isLocked: boolean): void {
    this.state.patch({ locked: toggled(this.state.value.locked, segment, isLocked) });
  }

  /** The active segment, or null. */
  get activeSegment(): Segment | null {
    return this.state.value.segmentation.segments.find((segment) => segment.number === this.state.value.activeSegment) ?? null;
  }

  /** Gives a label, the open stroke's or 0, to the voxels along a line that may have it. */
  #line(from: SlicePoint, to: SlicePoint, { radiusMm, isBall, rule, values }: BrushOptions, label: number): void {
    const open = this.#open;
    if (!open) return;
    const place = this.#openPlace;
    const rules = { activeSegment: open.segment, locked: open.locked, rule };
    const allows = (held: number, value: number | undefined) =>
      (label === 0 ? mayErase(held, rules) : mayTake(held, rules)) && isInRange(rule, value);
    if (typeof place !== "number" && place.cut) {
      this.#lineOnCut(place, from, to, { radiusMm, isBall, rule, values }, label, allows);
      return;
    }
    const slice = typeof place === "number" ? place : place.sliceIndex;
    for (const disc of isBall ? ballSlices(this.volume, slice, radiusMm) : [{ sliceIndex: slice, radiusMm }]) {
      const labels = open.touch(disc.sliceIndex);
      const voxels = rule.range && values?.(disc.sliceIndex);
      const may = (index: number) => allows(labels[index]!, voxels?.[index]);
      this.#map.changed(
        disc.sliceIndex,
        paintLine(this.#map.drawn(disc.sliceIndex), from, to, disc.radiusMm, label, may, { isExact: disc.sliceIndex !== slice }),
      );
    }
  }

  #lineOnCut(
    sheet: Sheet,
    from: SlicePoint,
    to: SlicePoint,
    { radiusMm, isBall, rule, values }: BrushOptions,
    label: number,
    allows: (held: number, value: number | undefined) => boolean,
  ): void {
    const open = this.#open!;
    const { labels } = this.#map;
    const voxelsOfCut = sheet.cut!.voxels;
    const onCut = rule.range && values?.(sheet);
    const box = paintLine(this.#map.drawn(sheet), from, to, radiusMm, label, (cell) => {
      const voxel = voxelsOfCut[cell]!;
      const isAllowed = allows(labels[voxel]!, onCut?.[cell]);
      if (isAllowed) open.touchVoxel(voxel);
      return isAllowed;
    });
    this.#map.changedOn(sheet, box);
    if (!isBall) return;
    const perSlice = this.volume.columns * this.volume.rows;
    for (const { sliceIndex, box: part, voxels } of ballVoxels(this.volume, voxelAt(sheet, from), voxelAt(sheet, to), radiusMm)) {
      const slice = open.touch(sliceIndex);
      const known = rule.range && values?.(sliceIndex);
      for (const voxel of voxels) {
        const index = voxel - sliceIndex * perSlice;
        if (slice[index] !== label && allows(slice[index]!, known?.[index])) slice[index] = label;
      }
      this.#map.changed(sliceIndex, part);
    }
  }

  /** A step that changed segments is reversed by the door, which has the history. */
  async #reverseSegments(direction: StepDirection, reverses: string): Promise<StepOutcome> {
    const strokeId = crypto.randomUUID();
    let outcome: StepOutcome = { sliceIndex: null, message: null };
    await this.#queue.exclusively(async (base) => {
      const known = this.state.value.segmentation;
      const { segmentation, slices, untouched, refusal } = await this.#door.reverse(direction, reverses, strokeId);
      outcome = { sliceIndex: slices[0] ?? null, message: refusal ?? reversedWords(direction, untouched) };
      if (refusal !== null) this.#steps.forget(reverses);
      else this.#steps.editReversed(direction, reverses, strokeId);
      this.adopt(segmentation);
      const back = segmentation.segments.filter(({ number }) => !known.segments.some((segment) => segment.number === number));
      if (this.state.value.activeSegment === null && back.length === 1) this.activate(back[0]!.number);
      this.#tellHistory();
      if (segmentation.revision === base) return base;
      return slices.length === 0 && isOneEditOf(known, segmentation, base, true) ? segmentation.revision : null;
    });
    await this.settled();
    return outcome;
  }

  #hasSegment(label: number): boolean {
    return this.state.value.segmentation.segments.some(({ number }) => number === label);
  }

  #tellHistory(): void {
    this.state.patch({ canUndo: this.#steps.canUndo, canRedo: this.#steps.canRedo, edits: this.state.value.edits + 1 });
  }
}

function toggled(set: ReadonlySet<number>, member: number, isIn: boolean): ReadonlySet<number> {
  const next = new Set(set);
  if (isIn) next.add(member);
  else next.delete(member);
  return next;
}

/** A wish for the cells of a place that have a voxel. */
function wishOn(place: Place, wish: Wish): Wish {
  const voxels = typeof place === "number" ? undefined : place.cut?.voxels;
  return voxels ? (index) => (voxels[index]! < 0 ? null : wish(index)) : wish;
}
