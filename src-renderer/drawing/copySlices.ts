import { withinRules } from "#shared/domain/drawing/paintRules.ts";
import type { DrawingSession, PaintOptions } from "./drawingSession.ts";
import { counted, named } from "./inWords.ts";
import { maskOf } from "./heldSegment.ts";
import { sheetInWords, type Place } from "./sheet.ts";

/** The shape of a segment that was taken from a slice, to be put onto another. */
interface Shape {
  readonly mask: Uint8Array;
  readonly segment: number;
  readonly place: Place;
}

/** One a session, gone with it: what a reader drew in one reading is not pasted into another. */
const taken = new WeakMap<DrawingSession, Shape>();

/**
 * Copies segments from one slice or cut to another of the same volume and plane, as one step, by the rule of painting. A segment that is drawn there already
 * stays as it is. The active segment takes voxels as a brush would; of several, each takes what is empty.
 * @returns whether anything was copied, and what to tell the reader
 */
export function copyToSlice(
  session: DrawingSession,
  from: Place,
  to: Place,
  { isAll, paint }: { readonly isAll: boolean; readonly paint: PaintOptions },
): { readonly isCopied: boolean; readonly message: string } {
  const { activeSegment, locked, hidden, segmentation } = session.state.value;
  const [source, target] = [session.labelsOn(from), session.labelsOn(to)];
  const [drawnHere, drawnThere] = [new Set(source), new Set(target)];
  const wanted = segmentation.segments
    .map(({ number }) => number)
    .filter((number) => drawnHere.has(number) && (isAll ? !locked.has(number) && !hidden.has(number) : number === activeSegment));
  if (wanted.length === 0)
    return { isCopied: false, message: isAll ? "Nothing is drawn on this slice." : "The active segment has no voxels on this slice." };
  const copied = new Set(wanted.filter((number) => !drawnThere.has(number)));
  if (copied.size === 0) {
    const what = isAll ? "All of them are" : `${named(session, wanted[0]!)} is`;
    return { isCopied: false, message: `${what} drawn on ${sheetInWords(to)} already, and stays as it is.` };
  }
  const tool = "copy to slice";
  const all = () => {
    const wishes = target.map((label, index) => (label === 0 && copied.has(source[index]!) ? source[index]! : label));
    return withinRules(target, wishes, { locked, rule: paint.rule }, (paint.rule.range && paint.values?.(to)) ?? null).labels;
  };
  const count = isAll
    ? session.replaceSlices(tool, new Map([[to, all()]]))
    : session.edit(tool, [to], (index) => (source[index] === activeSegment ? true : null), paint);
  const rest = wanted.length - copied.size;
  const what = isAll ? counted(copied.size, "segment") : named(session, wanted[0]!);
  return {
    isCopied: true,
    message: `Copied ${what} to ${sheetInWords(to)}: ${counted(count, "voxel")}.${rest === 0 ? "" : ` ${rest} drawn there already stayed as ${rest === 1 ? "it was" : "they were"}.`}`,
  };
}

/** Takes the active segment's shape on a slice, to be pasted onto others; returns what to tell the reader. */
export function takeShape(session: DrawingSession, place: Place): string {
  const { activeSegment } = session.state.value;
  const mask = activeSegment === null ? null : maskOf(session.labelsOn(place), activeSegment);
  if (activeSegment === null || !mask?.includes(1)) return "The active segment has no voxels on this slice.";
  taken.set(session, { mask, segment: activeSegment, place });
  return `${named(session, activeSegment)} of ${sheetInWords(place)} is taken: paste it on another slice with Ctrl+V.`;
}

/** Adds the shape that was taken to the active segment on a slice, as one step; returns what to tell the reader. */
export function pasteShape(session: DrawingSession, place: Place, paint: PaintOptions): string {
  const shape = taken.get(session);
  const { activeSegment } = session.state.value;
  if (!shape) return "Take a segment's shape first, with Ctrl+C on its slice.";
  if (activeSegment === null) return "Choose the segment to draw in first.";
  if (planeOf(shape.place) !== planeOf(place)) return `The shape was taken from ${sheetInWords(shape.place)}: it fits no other plane.`;
  const count = session.edit("paste", [place], (index) => (shape.mask[index] === 1 ? true : null), paint);
  return `Pasted the shape of ${sheetInWords(shape.place)} into ${named(session, activeSegment)}: ${counted(count, "voxel")}.`;
}

/** A shape fits where columns and rows run along the same axes of the volume. */
function planeOf(place: Place): string {
  return typeof place === "number" ? "0,1,2" : (place.cut?.axes.join() ?? "0,1,2");
}
