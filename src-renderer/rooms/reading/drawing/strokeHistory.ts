/** A slice before and after a stroke, whole. */
export interface SliceChange {
  readonly sliceIndex: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Labels to be put back into a slice, from voxel `start` on. */
export interface SlicePatch {
  readonly sliceIndex: number;
  readonly start: number;
  readonly labels: Uint8Array;
}

interface Step {
  readonly changes: ReadonlyArray<{ readonly sliceIndex: number; readonly start: number; readonly before: Uint8Array; readonly after: Uint8Array }>;
}

/** The steps of one session, back and forth, without a limit. A step keeps only the rows of voxels from its first to its last change. */
export class StrokeHistory {
  #done: Step[] = [];
  #undone: Step[] = [];

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Adds a step; what was undone before can then not be redone. Answers false, and adds nothing, where no voxel changed. */
  add(slices: readonly SliceChange[]): boolean {
    const changes = slices.flatMap(({ sliceIndex, before, after }) => {
      let first = 0;
      while (first < before.length && before[first] === after[first]) first++;
      if (first === before.length) return [];
      let last = before.length - 1;
      while (before[last] === after[last]) last--;
      return [{ sliceIndex, start: first, before: before.slice(first, last + 1), after: after.slice(first, last + 1) }];
    });
    if (changes.length === 0) return false;
    this.#done.push({ changes });
    this.#undone = [];
    return true;
  }

  /** The labels that take the last step back; null where there is none. */
  undo(): SlicePatch[] | null {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push(step);
    return step.changes.map(({ sliceIndex, start, before }) => ({ sliceIndex, start, labels: before }));
  }

  /** The labels that take the last step undone forth again; null where there is none. */
  redo(): SlicePatch[] | null {
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    return step.changes.map(({ sliceIndex, start, after }) => ({ sliceIndex, start, labels: after }));
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }
}
