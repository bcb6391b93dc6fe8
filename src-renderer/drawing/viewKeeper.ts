import type { SegmentationView } from "#shared/api/segmentation.ts";
import { isRefusal } from "../client/fetchBytes.ts";
import { keepView } from "../client/segmentationDoor.ts";
import type { DrawingSession } from "./drawingSession.ts";

const pauseMs = 2000;

/** Keeps how the reader sees a segmentation in the data folder: now, and at every change from now on, one after another, the newest last. */
export function keepViewOf(session: DrawingSession): void {
  let kept = "";
  let isKeeping = false;
  const keep = async (): Promise<void> => {
    if (isKeeping) return;
    isKeeping = true;
    for (let view = viewOf(session); JSON.stringify(view) !== kept; view = viewOf(session)) {
      try {
        await keepView(session.state.value.segmentation.id, view);
        kept = JSON.stringify(view);
      } catch (error) {
        // Gone with its study, in another window.
        if (isRefusal(error)) break;
        // The door does not answer: what is drawn says so.
        await new Promise((resolve) => {
          setTimeout(resolve, pauseMs);
        });
      }
    }
    isKeeping = false;
  };
  session.state.subscribe(() => void keep());
  void keep();
}

function viewOf(session: DrawingSession): SegmentationView {
  const { activeSegment, hidden, locked, polygon, look, looks, done } = session.state.value;
  return {
    activeSegment,
    hidden: [...hidden],
    locked: [...locked],
    polygon,
    look,
    looks: [...looks].map(([segment, own]) => ({ segment, ...own })),
    done: [...done].map(([key, print]) => {
      const [segment, slice] = key.split("/").map(Number);
      return { segment: segment!, slice: slice!, print };
    }),
  };
}
