import type { Segment } from "#shared/domain/segment.ts";
import {
  addSegment,
  addSegments as addAtOnce,
  orderSegments,
  removeSegment,
  updateSegment,
  type NewSegment,
} from "../client/segmentationDoor.ts";
import type { DrawingSession } from "./drawingSession.ts";

/** Adds segments, several of them as one step; the first becomes active. Until then nothing can be drawn: it would go into the segment that was active before. */
export async function addSegments(session: DrawingSession, wanted: readonly NewSegment[]): Promise<void> {
  const { id, segments } = session.state.value.segmentation;
  const before = new Set(segments.map(({ number }) => number));
  const count = (change: number) => session.state.patch({ additions: session.state.value.additions + change });
  count(1);
  try {
    const [one, ...more] = wanted;
    if (one && more.length === 0) await session.changeSegments({ send: () => addSegment(id, one), isStep: false, changesNumbers: true });
    if (more.length > 0)
      await session.changeSegments({ send: (strokeId) => addAtOnce(id, wanted, strokeId), isStep: true, changesNumbers: true });
    const first = session.state.value.segmentation.segments.find(({ number }) => !before.has(number));
    if (first) session.activate(first.number);
  } finally {
    count(-1);
  }
}

/** Changes a segment's name, colour or side. */
export async function changeSegment(
  session: DrawingSession,
  number: number,
  part: Partial<Pick<Segment, "name" | "color" | "side">>,
): Promise<void> {
  const { id } = session.state.value.segmentation;
  await session.changeSegments({ send: (strokeId) => updateSegment(id, number, part, strokeId), isStep: true });
}

/** Moves a segment up or down in the list: to where another one is. */
export async function moveSegment(session: DrawingSession, number: number, to: number): Promise<void> {
  const { id, segments } = session.state.value.segmentation;
  const numbers = segments.map((segment) => segment.number);
  const place = numbers.indexOf(to);
  const order = numbers.filter((each) => each !== number).toSpliced(place, 0, number);
  if (place < 0 || order.join() === numbers.join()) return;
  await session.changeSegments({ send: (strokeId) => orderSegments(id, order, strokeId), isStep: true });
}

/**
 * Deletes a segment and its voxels; a step to undo. Where it was the active one, none is active afterwards. Returns what to tell the reader, in
 * a sentence.
 */
export async function deleteSegment(session: DrawingSession, number: number): Promise<string> {
  const active = session.activeSegment;
  const { id, segments } = session.state.value.segmentation;
  const name = segments.find((segment) => segment.number === number)?.name ?? "";
  await session.changeSegments({
    send: (strokeId) => removeSegment(id, number, strokeId),
    isStep: true,
    changesNumbers: true,
    changesVoxels: true,
  });
  const mustChoose = active?.number === number && segments.length > 1;
  return `“${name}” was deleted; Ctrl+Z brings it back.${mustChoose ? " Choose the segment to draw in." : ""}`;
}
