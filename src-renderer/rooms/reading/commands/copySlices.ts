import {
  IconClipboardPlus,
  IconCopy,
  IconStackBackward,
  IconStackForward,
  IconStackPop,
  IconStackPush,
  type Icon,
} from "@tabler/icons-react";
import { copyToSlice, pasteShape, takeShape } from "../../../drawing/copySlices.ts";
import { activeSession, type ReadingCommand } from "../readingCommand.ts";
import { whyNotOnSlice } from "../whyNotOnSlice.ts";

const group = "Drawing";

/** Copies to the slice before or after, and goes there. */
function copy(step: 1 | -1, isAll: boolean, icon: Icon): ReadingCommand {
  const place = step === 1 ? "next" : "previous";
  const what = isAll ? "all segments" : "the segment";
  return {
    id: `copy ${isAll ? "all" : "segment"} ${place}`,
    name: `Copy ${what} to the ${place} slice`,
    icon,
    keys: [`Ctrl+${isAll ? "Shift+" : ""}Arrow${step === 1 ? "Down" : "Up"}`],
    help: `Copy ${isAll ? "all segments" : "the active segment"} to the slice before or after, and go there`,
    group,
    ...(!isAll && { place: "slice edits" }),
    whyNot: whyNotOnSlice,
    run: (reading) => {
      const { desk, drawing } = reading;
      const session = activeSession(reading);
      const from = desk.activeViewport!.state.sliceIndex;
      const to = from + step;
      if (!session) return;
      if (to < 0 || to >= session.volume.slices) {
        drawing.say(`There is no ${place} slice.`);
        return;
      }
      const { isCopied, message } = copyToSlice(session, from, to, { isAll, isOnlyOnEmpty: drawing.settings.value.isOnlyOnEmpty });
      drawing.say(message);
      if (isCopied) desk.goTo(to);
    },
  };
}

/** What is carried from one slice to another. */
export const copySliceCommands: readonly ReadingCommand[] = [
  copy(-1, false, IconStackBackward),
  copy(1, false, IconStackForward),
  copy(-1, true, IconStackPop),
  copy(1, true, IconStackPush),
  {
    id: "take shape",
    name: "Take the segment's shape",
    icon: IconCopy,
    keys: ["Ctrl+C"],
    help: "Take the active segment's shape on this slice; paste it into the active segment on another",
    group,
    whyNot: whyNotOnSlice,
    run: (reading) => {
      const session = activeSession(reading);
      if (session) reading.drawing.say(takeShape(session, reading.desk.activeViewport!.state.sliceIndex));
    },
  },
  {
    id: "paste shape",
    name: "Paste the shape",
    icon: IconClipboardPlus,
    keys: ["Ctrl+V"],
    help: "Take the active segment's shape on this slice; paste it into the active segment on another",
    group,
    whyNot: whyNotOnSlice,
    run: (reading) => {
      const session = activeSession(reading);
      const { desk, drawing } = reading;
      if (session) drawing.say(pasteShape(session, desk.activeViewport!.state.sliceIndex, drawing.settings.value.isOnlyOnEmpty));
    },
  },
];
