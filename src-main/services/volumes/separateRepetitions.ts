import { type Attribute, contrasts, isConflict, type Part, partBy, repetitions } from "./attributes.ts";
import type { SeriesFrame } from "./seriesFrame.ts";
import { findPlaces, isEven, type SlicePlaces, usualStep } from "./slicePlaces.ts";

/** Slices of one volume, and the words of what was found to set them apart from others. */
export interface FrameGroup {
  readonly frames: readonly SeriesFrame[];
  readonly notes: readonly string[];
}

/**
 * Separates slices of one grid that share places: by contrast (image type, echo, b-value), then by what sets repetitions apart (gradient
 * direction, inversion time,
 * flip angle, trigger time, acquisition), else by the order in which their instances are numbered. An attribute parts slices only where
 * some of different value share a
 * place, or lie between each other although neither fills the other's gaps; then it parts them all. Where one contrast explains every
 * shared place, the others part nothing.
 * Slices that nothing separates stay together, and so do those of a single place but for their contrasts.
 */
export function separateRepetitions(frames: readonly SeriesFrame[], notes: readonly string[]): FrameGroup[] {
  return separateContrasts(frames, findPlaces(frames), notes);
}

function separateContrasts(frames: readonly SeriesFrame[], places: SlicePlaces, notes: readonly string[]): FrameGroup[] {
  if (areApart(frames, places)) return separateInterleaved(frames, places, notes);
  const partings = contrasts
    .map((contrast) => partBy(contrast, frames, places.numbers))
    .filter((parts) => isConflict(parts, places.numbers));
  const sufficient = partings
    .filter((parts) => parts.every((part) => areApart(part.frames, places)))
    .toSorted((a, b) => a.length - b.length)[0];
  if (sufficient) return sufficient.map((part) => ({ frames: part.frames, notes }));
  const first = partings[0];
  if (first) return first.flatMap((part) => separateContrasts(part.frames, places, notes));
  return separateSame(frames, places, 0, notes);
}

/** Slices of one contrast. */
function separateSame(frames: readonly SeriesFrame[], places: SlicePlaces, from: number, notes: readonly string[]): FrameGroup[] {
  const distinct = new Set(frames.map((slice) => places.numbers.get(slice))).size;
  if (distinct === frames.length || distinct === 1) return [{ frames, notes }];
  const most = mostAtOnePlace(frames, places);
  for (let index = from; index < repetitions.length; index += 1) {
    const parts = partBy(repetitions[index]!, frames, places.numbers);
    // A value that differs from slice to slice (the time at which each was measured) tells nothing.
    if (!isConflict(parts, places.numbers) || parts.length > Math.ceil(most * 1.5)) continue;
    if (parts.every((part) => mostAtOnePlace(part.frames, places) === most)) continue;
    return parts.flatMap((part) => separateSame(part.frames, places, index + 1, [...notes, part.words]));
  }
  const runs = runsOf(frames, places, distinct) ?? roundsOf(frames, places, distinct, most);
  return runs ? runs.map((run, index) => ({ frames: run, notes: [...notes, `repetition ${index + 1}`] })) : [{ frames, notes }];
}

/**
 * Two stacks that overlap without a place in common, each even by itself, where the whole is not: stations, or a second contrast that lies
 * between the slices of the first.
 */
function separateInterleaved(frames: readonly SeriesFrame[], places: SlicePlaces, notes: readonly string[]): FrameGroup[] {
  const whole = sortedDistances(frames, places);
  if (!whole || isEven(whole)) return [{ frames, notes }];
  const parts = [...contrasts, ...repetitions]
    .map((attribute: Attribute) => partBy(attribute, frames, places.numbers, true))
    .find((found) => areStacksBetweenEachOther(found, places, whole));
  return parts
    ? parts.map((part) => ({ frames: part.frames, notes: [...notes, part.words].filter((words) => words !== "") }))
    : [{ frames, notes }];
}

function areStacksBetweenEachOther(parts: readonly Part[], places: SlicePlaces, whole: readonly number[]): boolean {
  if (parts.length < 2) return false;
  const stacks = parts.map((part) => sortedDistances(part.frames, places)!);
  if (!stacks.every((stack) => stack.length > 2 && isEven(stack))) return false;
  const overlaps = stacks.some((stack, index) =>
    stacks.some((other, at) => at !== index && stack[0]! < other.at(-1)! && other[0]! < stack.at(-1)!),
  );
  const steps = stepsOf(whole);
  const smallest = Math.min(...steps);
  if (!overlaps || stacks.some((stack) => smallest > usualStep(stepsOf(stack)) * 0.9)) return false;
  // One stack of which slices are missing has whole multiples of its smallest step.
  const isStackWithGaps = steps.every((step) => Math.abs(step / smallest - Math.round(step / smallest)) < 0.02);
  return !isStackWithGaps || stacks.every((stack) => Math.abs(usualStep(stepsOf(stack)) - usualStep(steps)) <= usualStep(steps) * 0.02);
}

function sortedDistances(frames: readonly SeriesFrame[], { distancesMm }: SlicePlaces): number[] | undefined {
  return distancesMm ? frames.map((slice) => distancesMm.get(slice)!).sort((a, b) => a - b) : undefined;
}

function stepsOf(sorted: readonly number[]): number[] {
  return sorted.slice(1).map((distance, index) => distance - sorted[index]!);
}

function areApart(frames: readonly SeriesFrame[], { numbers }: SlicePlaces): boolean {
  return new Set(frames.map((slice) => numbers.get(slice))).size === frames.length;
}

function mostAtOnePlace(frames: readonly SeriesFrame[], { numbers }: SlicePlaces): number {
  return [...Map.groupBy(frames, (slice) => numbers.get(slice)).values()].reduce((most, group) => Math.max(most, group.length), 0);
}

/** One whole volume after the other; the last may be incomplete. Or stations that overlap: each an even stack of three slices or more, begun by going back. */
function runsOf(frames: readonly SeriesFrame[], places: SlicePlaces, distinct: number): SeriesFrame[][] | undefined {
  const runs: SeriesFrame[][] = [];
  let seen = new Set<number>();
  for (const slice of frames) {
    const place = places.numbers.get(slice)!;
    if (runs.length === 0 || seen.has(place)) {
      runs.push([]);
      seen = new Set();
    }
    seen.add(place);
    runs.at(-1)!.push(slice);
  }
  if (runs.slice(0, -1).every((run) => run.length === distinct)) return runs;
  const areStations = runs.every((run, index) => {
    const distances = run.map((slice) => places.distancesMm!.get(slice)!);
    const before = runs[index - 1]?.at(-1);
    const goesOn = before && Math.sign(distances[0]! - places.distancesMm!.get(before)!) === Math.sign(distances[1]! - distances[0]!);
    const isOneWay = stepsOf(distances).every((step) => Math.sign(step) === Math.sign(distances[1]! - distances[0]!));
    return (
      run.length > 2 &&
      isOneWay &&
      isEven(distances.toSorted((a, b) => a - b)) &&
      !goesOn &&
      (index === 0 || places.numbers.get(before!) !== places.numbers.get(run[0]!))
    );
  });
  return areStations ? runs : undefined;
}

/** Every place as often as any other, in whatever order: the nth of each makes the nth volume. */
function roundsOf(frames: readonly SeriesFrame[], places: SlicePlaces, distinct: number, most: number): SeriesFrame[][] | undefined {
  if (frames.length !== distinct * most) return undefined;
  const rounds: SeriesFrame[][] = Array.from({ length: most }, () => []);
  for (const group of Map.groupBy(frames, (slice) => places.numbers.get(slice)).values()) {
    if (group.length !== most) return undefined;
    group.forEach((slice, index) => rounds[index]!.push(slice));
  }
  return rounds;
}
