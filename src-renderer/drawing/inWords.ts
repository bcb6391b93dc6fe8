import type { DrawingSession } from "./drawingSession.ts";

/** "1 voxel", "214 voxels". */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

/** A segment by its name, in quotation marks. */
export function named(session: DrawingSession, segment: number): string {
  return `“${session.state.value.segmentation.segments.find(({ number }) => number === segment)?.name ?? ""}”`;
}

/** "slices 2 to 4, 6" of indices from 0, ascending. */
export function slicesInWords(sliceIndices: readonly number[]): string {
  const runs: Array<[number, number]> = [];
  for (const index of sliceIndices) {
    const last = runs.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  const words = runs.map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1} to ${to + 1}`));
  return `${sliceIndices.length === 1 ? "slice" : "slices"} ${words.join(", ")}`;
}
