import type { SegmentationView, SegmentLook } from "#shared/api/segmentation.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { labelsOfRuns } from "#shared/domain/runLength.ts";
import { isRefusal } from "../client/fetchBytes.ts";
import { plainWords } from "../client/plainWords.ts";
import {
  describeSegmentation,
  loadChanges,
  loadSegmentation,
  loadSteps,
  loadView,
  restoreSegmentation,
  reverseStep,
  sendStroke,
  whereabouts,
} from "../client/segmentationDoor.ts";
import { DrawingSession } from "./drawingSession.ts";
import type { DrawnStroke } from "../client/segmentationDoor.ts";

/** What a session needs of the window while it is saved. */
interface SessionKeeper {
  /** How segments look in a segmentation that the reader opens for the first time. */
  readonly look: SegmentLook;
  /** Shows the reader a sentence. */
  readonly say: (sentence: string) => void;
  /** The session's segmentation is gone with its study: what waits can be kept nowhere. Throws NothingToDrawOn. */
  readonly giveUp: (session: DrawingSession) => never;
}

/**
 * Loads a segmentation of a volume and opens it: what is drawn in the session goes to the door, and the session follows what others draw
 * there. Answers how the reader left it, too.
 */
export async function openSession(
  volume: Volume,
  segmentationId: string,
  keeper: SessionKeeper,
): Promise<{ readonly session: DrawingSession; readonly view: SegmentationView | null }> {
  const { segmentation, labels } = await loadSegmentation(segmentationId);
  const [view, steps] = await Promise.all([loadView(segmentationId), loadSteps(segmentationId, segmentation.revision)]);
  const session: DrawingSession = new DrawingSession(
    volume,
    segmentation,
    labels,
    {
      send: (base, drawn) => send(session, base, drawn, keeper),
      refresh: () => refresh(session, keeper),
      readChanges: (strokeId) => loadChanges(segmentationId, strokeId),
      reverse: (direction, reverses, strokeId) => reverseStep(segmentationId, direction, reverses, strokeId),
    },
    { view, steps, look: keeper.look },
  );
  return { session, view };
}

/** Sends a stroke; null where the label map on disk has become another, so that the session must follow it first. */
async function send(session: DrawingSession, base: number, drawn: DrawnStroke, { say, giveUp }: SessionKeeper): Promise<number | null> {
  const { id } = session.state.value.segmentation;
  try {
    return await sendStroke(id, base, drawn);
  } catch (error) {
    const notTaken = () => {
      throw new Error(plainWords(error), { cause: error });
    };
    const where = await whereabouts(session.volume.id, id).catch(notTaken);
    if (where === "gone") giveUp(session);
    if (where === "removed") {
      await restoreSegmentation(id).catch(notTaken);
      say(`“${session.state.value.segmentation.name}” had been deleted in another window. It is back, because it was drawn in here.`);
      return sendStroke(id, base, drawn).catch(() => null);
    }
    const { revision, segments } = await describeSegmentation(id).catch(notTaken);
    const isGone = (label: number) => label !== 0 && !segments.some(({ number }) => number === label);
    if (revision !== base || drawn.changes.some(({ after }) => labelsOfRuns(after).some(isGone))) {
      // Kept already, where only its answer was lost: the door knows it by its id. It then stays a step to undo.
      return sendStroke(id, base, drawn).catch(() => null);
    }
    throw new Error(plainWords(error), { cause: error });
  }
}

/**
 * Brings a session up to the label map on disk, because another window or program draws here too, or because an answer was lost. Nothing
 * drawn here or there is lost, and the session stays: its active segment, its steps, its view.
 */
async function refresh(session: DrawingSession, { say, giveUp }: SessionKeeper): Promise<void> {
  const active = session.activeSegment;
  const waiting = session.waiting.length;
  const { id } = session.state.value.segmentation;
  const { segmentation, labels } = await loadSegmentation(id).catch(async (error: unknown) => {
    if (isRefusal(error) && (await whereabouts(session.volume.id, id).catch(() => "listed")) === "gone") giveUp(session);
    throw new Error(plainWords(error), { cause: error });
  });
  session.rebase(labels, segmentation);
  const lost = waiting - session.waiting.length;
  if (active && !session.activeSegment) say(`“${active.name}” was deleted in another window. Choose the segment to draw in.`);
  else if (lost > 0)
    say(
      `${lost === 1 ? "One step" : `${lost} steps`} could not be kept: the segment, or all that was to change, is gone in another window.`,
    );
  else if (waiting > 0) say("This segmentation was changed in another window too; what was drawn there is shown now.");
}
