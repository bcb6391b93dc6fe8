import { decodeRuns } from "#shared/domain/runLength.ts";
import { reverseChanges, type SliceChange } from "#shared/domain/sliceChanges.ts";
import { UndoSteps, type Step, type StepDirection, type StepIds } from "#shared/domain/undoSteps.ts";
import type { LabelMap } from "./labelMap.ts";
import type { DrawnStroke } from "../client/segmentationDoor.ts";

/** What a step back or forth did: the slice it is on, and what the reader must know of it. */
export interface StepOutcome {
  readonly sliceIndex: number | null;
  readonly message: string | null;
}

interface Options {
  readonly map: LabelMap;
  readonly steps: StepIds;
  /** What a stroke on disk changed. */
  readonly readChanges: (strokeId: string) => Promise<readonly SliceChange[]>;
  /** Reverses a step that changed segments. */
  readonly reverseSegments: (direction: StepDirection, reverses: string) => Promise<StepOutcome>;
  /** Whether a label may be given back: 0, or that of a segment that is still there. */
  readonly isThere: (label: number) => boolean;
  readonly isStroking: () => boolean;
  /** A stroke goes to the disk. */
  readonly send: (drawn: DrawnStroke) => void;
  readonly onChange: () => void;
}

/** The reader's steps of one segmentation, back and forth. */
export class StepHistory {
  readonly #options: Options;
  readonly #steps: UndoSteps;
  /** Steps wait for one that is being read from disk. */
  #reading: Promise<void> | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#steps = new UndoSteps(options.steps);
  }

  get canUndo(): boolean {
    return this.#steps.next("undo") !== undefined;
  }

  get canRedo(): boolean {
    return this.#steps.next("redo") !== undefined;
  }

  /** A stroke was drawn: it can be undone, and nothing can be done again. */
  record(drawn: DrawnStroke): void {
    this.#steps.record(stepOf(drawn));
    this.#options.send(drawn);
    this.#options.onChange();
  }

  /** Segments were changed: it can be undone, and nothing can be done again. */
  recordEdit(strokeId: string): void {
    this.#steps.record({ strokeId, changes: null, isOfSegments: true });
  }

  /**
   * A step that changed segments was reversed by another one. Where a stroke was drawn meanwhile, that one is the next to undo, and the step
   * that was reversed is only taken out.
   */
  editReversed(direction: StepDirection, reverses: string, strokeId: string): void {
    if (this.#steps.next(direction)?.strokeId === reverses) this.#steps.reverse(direction, { strokeId, changes: null, isOfSegments: true });
    else this.#steps.forget(reverses);
  }

  /** A stroke lies otherwise on disk than it was drawn: as given here, or (null) as its history says. */
  moved(strokeId: string, drawn: DrawnStroke | null): void {
    this.#steps.read(strokeId, drawn && stepOf(drawn).changes);
  }

  /** A stroke is not there any more. */
  forget(strokeId: string): void {
    this.#steps.forget(strokeId);
  }

  /** One step back or forth, after those that are still being read: gives voxels back what they held, where nothing else changed them since. */
  take(direction: StepDirection): Promise<StepOutcome> {
    return this.#reading ? this.#reading.then(() => this.take(direction)) : this.#step(direction);
  }

  async #step(direction: StepDirection): Promise<StepOutcome> {
    const step = this.#steps.next(direction);
    if (!step) return { sliceIndex: null, message: null };
    if (step.isOfSegments) return this.#inTurn(() => this.#options.reverseSegments(direction, step.strokeId));
    if (step.changes) return this.#reverse(direction, step, step.changes);
    return this.#inTurn(async () => this.#reverse(direction, step, await this.#options.readChanges(step.strokeId)));
  }

  /** Further steps wait for this one. */
  async #inTurn(work: () => Promise<StepOutcome>): Promise<StepOutcome> {
    let over = () => {};
    this.#reading = new Promise<void>((resolve) => {
      over = resolve;
    });
    try {
      return await work();
    } finally {
      this.#reading = null;
      over();
    }
  }

  #reverse(direction: StepDirection, step: Step, changes: readonly SliceChange[]): StepOutcome {
    const { map, isThere, isStroking, send, onChange } = this.#options;
    if (isStroking() || this.#steps.next(direction)?.strokeId !== step.strokeId)
      return { sliceIndex: null, message: "Not undone: something was drawn in the meantime." };
    const { changes: reversed, untouched } = reverseChanges(changes, (k) => map.slice(k), isThere);
    const sliceIndex = changes[0]?.sliceIndex ?? null;
    if (reversed.length === 0) {
      this.#steps.forget(step.strokeId);
      onChange();
      return {
        sliceIndex,
        message:
          `This step can no longer be ${direction === "undo" ? "undone" : "done again"}: all that it drew has been changed since, ` +
          `in another window or with its segment.`,
      };
    }
    for (const { sliceIndex: k, after } of reversed) {
      decodeRuns(after, map.slice(k));
      map.changed(k);
    }
    const drawn = { id: crypto.randomUUID(), reverses: step.strokeId, tool: direction, changes: reversed };
    this.#steps.reverse(direction, stepOf(drawn));
    send(drawn);
    onChange();
    return {
      sliceIndex,
      message: reversedWords(direction, untouched),
    };
  }
}

/** What a reader is told of a step that was reversed; null where all of it was. */
export function reversedWords(direction: StepDirection, untouched: number): string | null {
  if (untouched === 0) return null;
  return (
    `${direction === "undo" ? "Undone" : "Done again"}, but for ${untouched} ${untouched === 1 ? "voxel" : "voxels"} that changed ` +
    `since, in another window or with their segment.`
  );
}

/** A drawn stroke as a step that can be reversed. */
function stepOf({ id, changes }: DrawnStroke): Step & { readonly changes: readonly SliceChange[] } {
  return { strokeId: id, changes, isOfSegments: false };
}
