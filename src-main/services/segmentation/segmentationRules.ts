import { PlainError } from "#shared/domain/plainError.ts";
import { labelsOfRuns, lengthOfRuns } from "#shared/domain/runLength.ts";
import { segmentSchema, type Segment } from "#shared/domain/segment.ts";
import type { StrokeRuns } from "#shared/domain/strokeBytes.ts";

/** A name of 1 to 120 characters, without spaces around it. */
export function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.length > 120) throw new PlainError("A segmentation needs a name of 1 to 120 characters.");
  return trimmed;
}

/** A segment that may be kept. */
export function checkedSegment(segment: Segment): Segment {
  const trimmed = { ...segment, name: segment.name.trim() };
  const { success, data } = segmentSchema.safeParse(trimmed);
  if (!success)
    throw new PlainError("A segment needs a number from 1 to 255, a name of 1 to 120 characters, a colour such as #38e9ff and a side.");
  return data;
}

/** The segment with a number. Throws PlainError where there is none. */
export function segmentNumbered(segments: readonly Segment[], number: number): Segment {
  const segment = segments.find((candidate) => candidate.number === number);
  if (!segment) throw new PlainError(`The segmentation has no segment ${number}. It may have been removed in another window.`);
  return segment;
}

/** The name of a new segment: "Segment 4" where its number is 4, or with the next number that no name has yet. */
export function freeSegmentName(segments: readonly Segment[], number: number): string {
  const names = new Set(segments.map(({ name }) => name));
  let at = number;
  while (names.has(`Segment ${at}`)) at++;
  return `Segment ${at}`;
}

/** Throws PlainError where another segment has the same name and side: tables, reports and other programs would show two regions of one name. */
export function refuseSameName(segments: readonly Segment[], { number, name, side }: Segment): void {
  const other = segments.find((segment) => segment.number !== number && segment.name === name.trim() && segment.side === side);
  if (other)
    throw new PlainError(
      `There is a segment “${other.name}” already${side === "none" ? "" : ` on this side (${side})`}. Choose another name: two regions of ` +
        `one name could not be told apart.`,
    );
}

/** The lowest number that never was used; where all were, the lowest that is free. Throws PlainError where 255 segments are there. */
export function freeNumber(segments: readonly Segment[], used: readonly number[]): number {
  const numbers = Array.from({ length: 255 }, (_, index) => index + 1);
  const number =
    numbers.find((candidate) => !used.includes(candidate)) ??
    numbers.find((candidate) => !segments.some((segment) => segment.number === candidate));
  if (number === undefined) throw new PlainError("A segmentation holds at most 255 segments. Remove one, or make another segmentation.");
  return number;
}

/** Throws PlainError where a stroke does not fit: its slices' size and place, its labels, its tool's name. */
export function checkStroke(
  { columns, rows, slices }: { columns: number; rows: number; slices: number },
  { tool, slices: drawn }: StrokeRuns,
  segments: readonly Segment[],
): void {
  if (tool === "" || tool.length > 40) throw new PlainError("A stroke needs the name of its tool.");
  const known = new Set([0, ...segments.map(({ number }) => number)]);
  const seen = new Set<number>();
  for (const { sliceIndex, runs } of drawn) {
    if (sliceIndex >= slices || seen.has(sliceIndex))
      throw new PlainError(
        `The stroke names slice ${sliceIndex}${seen.has(sliceIndex) ? " twice" : `; the volume has slices 0 to ${slices - 1}`}.`,
      );
    seen.add(sliceIndex);
    const voxels = lengthOfRuns(runs);
    if (voxels !== columns * rows) throw new PlainError(`The stroke's slices have ${voxels} voxels, the volume's ${columns * rows}.`);
    const stranger = labelsOfRuns(runs).find((label) => !known.has(label));
    if (stranger !== undefined)
      throw new PlainError(
        `The stroke draws segment ${stranger}, which the segmentation does not have. It may have been removed in another window.`,
      );
  }
  if (seen.size === 0) throw new PlainError("The stroke changes no slice.");
}

/** Whether runs (src-shared/domain/runLength) hold nothing but background. */
export function isBackground(runs: Uint8Array): boolean {
  return labelsOfRuns(runs).every((label) => label === 0);
}
