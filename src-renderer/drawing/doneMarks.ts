import { slicePrints, sliceWork, workOfAll, type SliceWork } from "#shared/domain/drawing/slicePrints.ts";
import type { DrawingSession } from "./drawingSession.ts";

/** By session, the prints of its slices that are known. */
const printsOfSessions = new WeakMap<DrawingSession, Map<number, ReadonlyMap<number, number>>>();

function printsOn(session: DrawingSession, sliceIndex: number): ReadonlyMap<number, number> {
  let known = printsOfSessions.get(session);
  if (!known) {
    const prints = new Map<number, ReadonlyMap<number, number>>();
    session.onLabels((slice) => prints.delete(slice));
    printsOfSessions.set(session, prints);
    known = prints;
  }
  const prints = known.get(sliceIndex) ?? slicePrints(session.slice(sliceIndex));
  known.set(sliceIndex, prints);
  return prints;
}

/** The key of a mark in a session's state. */
export function markKey(segment: number, sliceIndex: number): string {
  return `${segment}/${sliceIndex}`;
}

/** What a segment's work on a slice is. */
export function workOn(session: DrawingSession, segment: number, sliceIndex: number): SliceWork {
  return sliceWork(printsOn(session, sliceIndex).get(segment), session.state.value.done.get(markKey(segment, sliceIndex)));
}

/** What the work of all segments on a slice is. */
export function workOfAllOn(session: DrawingSession, sliceIndex: number): SliceWork {
  return workOfAll(session.state.value.segmentation.segments.map(({ number }) => workOn(session, number, sliceIndex)));
}

/** Says that a segment is finished on a slice, as it is now, or that it is not. */
export function setDone(session: DrawingSession, segment: number, sliceIndex: number, isDone: boolean): void {
  const done = new Map(session.state.value.done);
  if (isDone) done.set(markKey(segment, sliceIndex), printsOn(session, sliceIndex).get(segment) ?? 0);
  else done.delete(markKey(segment, sliceIndex));
  session.state.patch({ done });
}

/** On how many slices a segment is drawn or was said to be finished, is finished, and was changed since. */
export function countWork(
  session: DrawingSession,
  segment: number,
): { readonly slices: number; readonly done: number; readonly changed: number } {
  const each = Array.from({ length: session.volume.slices }, (_, sliceIndex) => workOn(session, segment, sliceIndex));
  return {
    slices: each.filter((work) => work !== "empty").length,
    done: each.filter((work) => work === "done").length,
    changed: each.filter((work) => work === "changed").length,
  };
}
