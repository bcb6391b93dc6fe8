import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { Segment, Segmentation } from "#shared/domain/segment.ts";
import { fillHoles } from "#shared/domain/fillHoles.ts";
import { rasterisePolygon } from "#shared/domain/rasterisePolygon.ts";
import { emptyUndoHistory, recordStroke, redo, undo, type UndoHistory } from "#shared/domain/undoHistory.ts";
import { Store } from "../store.ts";
import { mayErase, mayTake, paintLine, type SlicePoint, type VoxelBox } from "./brush.ts";
import type { DrawnStroke } from "./mergeStroke.ts";
import { StrokeQueue, type SaveState } from "./strokeQueue.ts";

/** How segments are shown and drawn; kept while the window is open. */
export interface DrawingState {
  readonly segmentation: Segmentation;
  readonly activeSegment: number | null;
  readonly hidden: ReadonlySet<number>;
  readonly locked: ReadonlySet<number>;
  /** Values that the threshold brush takes, both ends included; null until the reader chooses. */
  readonly range: readonly [number, number] | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly save: SaveState;
  /** Grows with every change of the label map. */
  readonly edits: number;
}

/** What has changed on the label map: a slice, and the box of its voxels. */
export type LabelListener = (sliceIndex: number, box: VoxelBox | null) => void;

/** Which voxels a brush may take, and how wide it is. */
export interface BrushOptions {
  readonly radiusMm: number;
  readonly isOnlyOnEmpty: boolean;
  /** Values a voxel must have, both ends included; null for any. */
  readonly range: readonly [number, number] | null;
  /** The voxels of the slice; needed with a range. */
  readonly voxels: ArrayLike<number> | null;
}

interface OpenStroke {
  readonly tool: string;
  readonly sliceIndex: number;
  readonly before: Uint8Array;
}

/** One segmentation in the reader's hands: its label map, its steps back and forth, and its way to the disk. The label map here is what is shown; every change of it goes to the door as a stroke. */
export class DrawingSession {
  readonly volume: Volume;
  readonly labels: Uint8Array;
  readonly state: Store<DrawingState>;
  readonly #columns: number;
  readonly #perSlice: number;
  #history: UndoHistory = emptyUndoHistory;
  readonly #queue: StrokeQueue;
  readonly #listeners = new Set<LabelListener>();
  #open: OpenStroke | null = null;

  /** @param labels one label a voxel of the volume, i fastest; the session owns it from now on. */
  constructor(volume: Volume, segmentation: Segmentation, labels: Uint8Array, send: (baseRevision: number, drawn: DrawnStroke) => Promise<number>) {
    if (labels.length !== volume.columns * volume.rows * volume.slices) throw new RangeError("the label map has another size than its volume");
    this.volume = volume;
    this.labels = labels;
    this.#columns = volume.columns;
    this.#perSlice = volume.columns * volume.rows;
    this.state = new Store<DrawingState>({
      segmentation, activeSegment: segmentation.segments[0]?.number ?? null, hidden: new Set(), locked: new Set(), range: null,
      canUndo: false, canRedo: false, save: { kind: "saved" }, edits: 0,
    });
    this.#queue = new StrokeQueue({
      revision: segmentation.revision,
      send,
      onChange: (save) => this.state.patch({ save }),
      wait: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); }),
    });
  }

  /** The revision on disk. */
  get revision(): number {
    return this.#queue.revision;
  }

  /** Answers when all is on disk. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  /** Calls back at every change of the label map, also while a stroke is being drawn; answers how to stop. */
  onLabels(listener: LabelListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The labels of one slice: a view, not a copy. */
  slice(sliceIndex: number): Uint8Array {
    return this.labels.subarray(sliceIndex * this.#perSlice, (sliceIndex + 1) * this.#perSlice);
  }

  /** Whether the active segment can be drawn, in words where it cannot; null where it can. */
  whyNotDrawable(): string | null {
    const { activeSegment, locked, hidden } = this.state.value;
    if (activeSegment === null) return "Add a segment first (N).";
    if (locked.has(activeSegment)) return "The active segment is locked.";
    if (hidden.has(activeSegment)) return "The active segment is hidden.";
    return null;
  }

  /** Begins a stroke on a slice; what is done until `end` becomes one step. */
  begin(tool: string, sliceIndex: number): void {
    this.end();
    this.#open = { tool, sliceIndex, before: this.slice(sliceIndex).slice() };
  }

  /** Draws with the brush along a line, in the open stroke. */
  brushLine(from: SlicePoint, to: SlicePoint, options: BrushOptions): void {
    const open = this.#open;
    const { activeSegment, locked } = this.state.value;
    if (!open || activeSegment === null) return;
    const labels = this.slice(open.sliceIndex);
    const rules = { activeSegment, locked, isOnlyOnEmpty: options.isOnlyOnEmpty };
    const isWithin = (index: number) => {
      if (!options.range) return true;
      const value = options.voxels?.[index];
      return value !== undefined && value >= options.range[0] && value <= options.range[1];
    };
    this.#changed(open.sliceIndex, paintLine(this.#drawn(labels), from, to, options.radiusMm, activeSegment, (index) => mayTake(labels[index]!, rules) && isWithin(index)));
  }

  /** Erases the active segment along a line, in the open stroke. */
  eraseLine(from: SlicePoint, to: SlicePoint, radiusMm: number): void {
    const open = this.#open;
    const { activeSegment, locked } = this.state.value;
    if (!open || activeSegment === null) return;
    const labels = this.slice(open.sliceIndex);
    this.#changed(open.sliceIndex, paintLine(this.#drawn(labels), from, to, radiusMm, 0, (index) => mayErase(labels[index]!, { activeSegment, locked })));
  }

  /** Ends the open stroke: it becomes a step to undo and goes to the door. Nothing where it changed nothing. */
  end(): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    const labels = this.slice(open.sliceIndex);
    if (labels.every((label, index) => label === open.before[index])) return;
    const stroke = { tool: open.tool, slices: [{ sliceIndex: open.sliceIndex, labels: labels.slice() }] };
    const before = [{ sliceIndex: open.sliceIndex, labels: open.before }];
    this.#history = recordStroke(this.#history, stroke, before);
    this.#send({ stroke, before });
  }

  /** Takes the open stroke back, as if it had not begun. */
  abandon(): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    this.slice(open.sliceIndex).set(open.before);
    this.#changed(open.sliceIndex, this.#wholeSlice());
  }

  /** Fills a closed curve on a slice with the active segment, or erases that segment inside it; voxels whose centre is inside by the even-odd rule. */
  fillCurve(tool: string, sliceIndex: number, curve: readonly SlicePoint[], { isErasing, isOnlyOnEmpty }: { isErasing: boolean; isOnlyOnEmpty: boolean }): void {
    const { activeSegment, locked } = this.state.value;
    if (activeSegment === null || curve.length < 3) return;
    this.begin(tool, sliceIndex);
    const labels = this.slice(sliceIndex);
    const inside = rasterisePolygon(curve, this.#columns, this.volume.rows);
    const rules = { activeSegment, locked, isOnlyOnEmpty };
    for (let index = 0; index < labels.length; index++) {
      if (!inside[index]) continue;
      if (isErasing ? mayErase(labels[index]!, rules) : mayTake(labels[index]!, rules)) labels[index] = isErasing ? 0 : activeSegment;
    }
    this.#changed(sliceIndex, this.#wholeSlice());
    this.end();
  }

  /** Fills the holes of the active segment on a slice, background only; answers how many voxels it filled. */
  fillHoles(sliceIndex: number): number {
    const { activeSegment, locked } = this.state.value;
    if (activeSegment === null || locked.has(activeSegment)) return 0;
    this.begin("fill holes", sliceIndex);
    const labels = this.slice(sliceIndex);
    const filled = fillHoles(labels, this.#columns, this.volume.rows, activeSegment);
    const count = filled.reduce((sum, label, index) => (label === labels[index] ? sum : sum + 1), 0);
    labels.set(filled);
    this.#changed(sliceIndex, this.#wholeSlice());
    this.end();
    return count;
  }

  /** Deletes the active segment on a slice. */
  deleteOnSlice(sliceIndex: number): void {
    const { activeSegment, locked } = this.state.value;
    if (activeSegment === null || locked.has(activeSegment)) return;
    this.begin("delete on slice", sliceIndex);
    const labels = this.slice(sliceIndex);
    for (let index = 0; index < labels.length; index++) if (labels[index] === activeSegment) labels[index] = 0;
    this.#changed(sliceIndex, this.#wholeSlice());
    this.end();
  }

  /** One step back; answers the slice it changed, null where there is none. */
  undo(): number | null {
    return this.#step("undo");
  }

  /** One step forth again. */
  redo(): number | null {
    return this.#step("redo");
  }

  /** Takes over what the door says of names, colours and segments. The voxels and their revision are the session's. */
  adopt(segmentation: Segmentation): void {
    const { activeSegment } = this.state.value;
    const numbers = segmentation.segments.map((segment) => segment.number);
    this.state.patch({
      segmentation,
      activeSegment: activeSegment !== null && numbers.includes(activeSegment) ? activeSegment : (numbers[0] ?? null),
    });
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

  setLocked(segment: number, isLocked: boolean): void {
    this.state.patch({ locked: toggled(this.state.value.locked, segment, isLocked) });
  }

  /** The active segment, or null. */
  get activeSegment(): Segment | null {
    return this.state.value.segmentation.segments.find((segment) => segment.number === this.state.value.activeSegment) ?? null;
  }

  /** Follows the door after it removed a segment and cleared its voxels on disk: they go here too, and no step leads back behind it. */
  removed(segment: number, segmentation: Segmentation): void {
    this.end();
    for (let k = 0; k < this.volume.slices; k++) {
      const labels = this.slice(k);
      if (!labels.includes(segment)) continue;
      for (let index = 0; index < labels.length; index++) if (labels[index] === segment) labels[index] = 0;
      this.#changed(k, this.#wholeSlice());
    }
    this.#history = emptyUndoHistory;
    this.#queue.follow(segmentation.revision);
    this.adopt(segmentation);
    this.#tellHistory();
  }

  #step(direction: "undo" | "redo"): number | null {
    this.end();
    const step = direction === "undo" ? undo(this.#history) : redo(this.#history);
    if (!step) return null;
    this.#history = step.history;
    const before = step.stroke.slices.map(({ sliceIndex }) => ({ sliceIndex, labels: this.slice(sliceIndex).slice() }));
    for (const { sliceIndex, labels } of step.stroke.slices) {
      this.slice(sliceIndex).set(labels);
      this.#changed(sliceIndex, this.#wholeSlice());
    }
    this.#send({ stroke: step.stroke, before });
    return step.stroke.slices[0]?.sliceIndex ?? null;
  }

  #send(drawn: DrawnStroke): void {
    this.#queue.add(drawn);
    this.#tellHistory();
  }

  #tellHistory(): void {
    this.state.patch({ canUndo: this.#history.undoable !== null, canRedo: this.#history.redoable !== null, edits: this.state.value.edits + 1 });
  }

  #drawn(labels: Uint8Array) {
    const { spacingMm } = gridOf(this.volume);
    return { labels, columns: this.#columns, rows: this.volume.rows, spacingMm: [spacingMm[0], spacingMm[1]] as const };
  }

  #wholeSlice(): VoxelBox {
    return { firstColumn: 0, lastColumn: this.#columns - 1, firstRow: 0, lastRow: this.volume.rows - 1 };
  }

  #changed(sliceIndex: number, box: VoxelBox | null): void {
    if (box) for (const listener of this.#listeners) listener(sliceIndex, box);
  }
}

function toggled(set: ReadonlySet<number>, member: number, isIn: boolean): ReadonlySet<number> {
  const next = new Set(set);
  if (isIn) next.add(member);
  else next.delete(member);
  return next;
}
