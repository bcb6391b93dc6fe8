import { dot } from "#shared/domain/geometry.ts";
import { numberPositions, planeOf } from "./planes.ts";
import type { SeriesFrame } from "./seriesFrame.ts";

/** Slices of one volume, and the words of what was found to set them apart from others. */
export interface FrameGroup {
  readonly frames: readonly SeriesFrame[];
  readonly notes: readonly string[];
}

interface Criterion {
  readonly valueOf: (slice: SeriesFrame) => string | number | null;
  /** Words for the nth value (from 1). */
  readonly words: (value: string | number | null, index: number) => string;
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000);

const criteria: readonly Criterion[] = [
  // Stations of a moving table share distances along the normal.
  { valueOf: lateralPlace, words: (_, index) => `station ${index}` },
  { valueOf: ({ frame }) => frame.gradientOrientation?.map((value) => value.toFixed(3)).join(" ") ?? null, words: (value, index) => (value === null ? "no direction" : `direction ${index}`) },
  { valueOf: ({ frame }) => rounded(frame.inversionTime), words: (value) => `TI ${value ?? "unknown"} ms` },
  { valueOf: ({ frame }) => rounded(frame.flipAngle), words: (value) => `flip ${value ?? "unknown"}°` },
  { valueOf: ({ frame }) => rounded(frame.repetitionTime), words: (value) => `TR ${value ?? "unknown"} ms` },
  { valueOf: ({ instance }) => instance.header.sequenceName, words: (_, index) => `sequence ${index}` },
  { valueOf: ({ frame }) => rounded(frame.triggerTime), words: (value) => `trigger ${value ?? "unknown"} ms` },
  { valueOf: ({ frame }) => frame.acquisitionNumber, words: (_, index) => `acquisition ${index}` },
  { valueOf: ({ frame }) => rounded(frame.acquisitionTime), words: (_, index) => `time ${index}` },
];

/**
 * Separates slices that share positions: by what sets them apart (station, gradient direction, inversion time, flip angle, trigger time, acquisition),
 * else by the order in which their instances are numbered. Slices that nothing separates stay together, and so do those of a single position.
 */
export function separateRepetitions(frames: readonly SeriesFrame[]): FrameGroup[] {
  return separate(frames, 0, []);
}

function separate(frames: readonly SeriesFrame[], from: number, notes: readonly string[]): FrameGroup[] {
  const positions = numberPositions(frames);
  const distinct = new Set(positions.values()).size;
  if (distinct === frames.length || distinct === 1) return [{ frames, notes }];
  const most = mostAtOnePosition(frames, positions);
  for (let index = from; index < criteria.length; index += 1) {
    const { valueOf, words } = criteria[index]!;
    const parts = partition(frames, valueOf);
    // A value that differs from slice to slice (the time at which each was measured) tells nothing.
    if (parts.length < 2 || parts.length > Math.ceil(most * 1.5)) continue;
    if (parts.every(([, part]) => mostAtOnePosition(part, positions) === most)) continue;
    return parts.flatMap(([value, part], number) => separate(part, index + 1, [...notes, words(value, number + 1)]));
  }
  const runs = runsOf(frames, positions, distinct) ?? roundsOf(frames, positions, distinct, most);
  return runs ? runs.map((run, index) => ({ frames: run, notes: [...notes, `repetition ${index + 1}`] })) : [{ frames, notes }];
}

function partition(frames: readonly SeriesFrame[], valueOf: Criterion["valueOf"]): Array<[string | number | null, SeriesFrame[]]> {
  return [...Map.groupBy(frames, valueOf)].toSorted(([a], [b]) => (typeof a === "number" && typeof b === "number" ? a - b : 0));
}

function mostAtOnePosition(frames: readonly SeriesFrame[], positions: Map<SeriesFrame, number>): number {
  return Math.max(...[...Map.groupBy(frames, (slice) => positions.get(slice)).values()].map((group) => group.length));
}

/** One whole volume after the other; the last may be incomplete. */
function runsOf(frames: readonly SeriesFrame[], positions: Map<SeriesFrame, number>, distinct: number): SeriesFrame[][] | undefined {
  const runs: SeriesFrame[][] = [];
  let seen = new Set<number>();
  for (const slice of frames) {
    const position = positions.get(slice)!;
    if (runs.length === 0 || seen.has(position)) {
      runs.push([]);
      seen = new Set();
    }
    seen.add(position);
    runs.at(-1)!.push(slice);
  }
  return runs.slice(0, -1).every((run) => run.length === distinct) ? runs : undefined;
}

/** Every position as often as any other, in whatever order: the nth of each makes the nth volume. */
function roundsOf(frames: readonly SeriesFrame[], positions: Map<SeriesFrame, number>, distinct: number, most: number): SeriesFrame[][] | undefined {
  if (frames.length !== distinct * most) return undefined;
  const rounds: SeriesFrame[][] = Array.from({ length: most }, () => []);
  for (const group of Map.groupBy(frames, (slice) => positions.get(slice)).values()) {
    if (group.length !== most) return undefined;
    group.forEach((slice, index) => rounds[index]!.push(slice));
  }
  return rounds;
}

/** Where in its plane a slice lies, to the mm; null where unknown. */
function lateralPlace(slice: SeriesFrame): string | null {
  const plane = planeOf(slice);
  const position = slice.frame.position;
  return plane && position ? `${Math.round(dot(position, plane.row))} ${Math.round(dot(position, plane.column))}` : null;
}
