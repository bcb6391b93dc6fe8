import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import type { MeasureDesk } from "../../../drawing/measures/measureDesk.ts";
import { activeSession, type Reading, type ReadingCommand } from "../readingCommand.ts";

/** While a tool that measures is chosen, the steps are those of measures. */
function measuresOf({ desk, drawing }: Reading): MeasureDesk | null {
  return desk.isMeasuring && !desk.openCase ? drawing.measures : null;
}

/** One step back or forth; goes to the slice where it happens, so that the reader sees it, and says where it could not be done, or not whole. */
function step(reading: Reading, direction: "undo" | "redo"): void {
  const { desk, drawing } = reading;
  const measures = measuresOf(reading);
  if (measures) {
    measures[direction]();
    return;
  }
  const session = activeSession(reading);
  if (!session) return;
  const take = async () => {
    const { sliceIndex, message } = await session[direction]();
    if (message !== null) drawing.say(message);
    const view = desk.activeViewport?.state;
    if (sliceIndex !== null && view?.volume?.id === session.volume.id && view.plane === "acquisition" && view.sliceIndex !== sliceIndex)
      desk.goTo(sliceIndex);
  };
  void drawing.attempt(take());
}

/** The steps of the active segmentation, or of measures. */
export const historyCommands: readonly ReadingCommand[] = [
  {
    id: "undo",
    name: "Undo",
    icon: IconArrowBackUp,
    keys: ["Ctrl+Z"],
    help: "Undo",
    group: "Drawing",
    place: "history",
    whyNot: (reading) => {
      if (reading.desk.openCase && reading.desk.openCase.whyNotDrawn !== null) return reading.desk.openCase.whyNotDrawn;
      const measures = measuresOf(reading);
      if (measures) return measures.state.value.canUndo ? null : "Nothing measured to undo";
      const session = activeSession(reading);
      return session?.isStroking || session?.state.value.canUndo ? null : "Nothing to undo";
    },
    run: (reading) => step(reading, "undo"),
  },
  {
    id: "redo",
    name: "Redo",
    icon: IconArrowForwardUp,
    keys: ["Ctrl+Shift+Z", "Ctrl+Y"],
    help: "Redo",
    group: "Drawing",
    place: "history",
    whyNot: (reading) => {
      const measures = measuresOf(reading);
      if (measures) return measures.state.value.canRedo ? null : "Nothing measured to redo";
      return reading.desk.openCase?.whyNotDrawn ?? (activeSession(reading)?.state.value.canRedo ? null : "Nothing to redo");
    },
    run: (reading) => step(reading, "redo"),
  },
];
