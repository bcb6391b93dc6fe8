import {
  IconClipboardPlus,
  IconCopy,
  IconStackPop,
  IconStackPush,
  IconRowInsertTop,
  IconRowInsertBottom,
  type Icon,
} from "@tabler/icons-react";
import { copyToSlice, pasteShape, takeShape } from "../../../drawing/copySlices.ts";
import { sheetBeside } from "../../../drawing/sheet.ts";
import { activeSession, type ReadingCommand } from "../readingCommand.ts";
import { whyNotOnSlice } from "../whyNotOnSlice.ts";
import { withValues } from "../withValues.ts";

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
      const from = desk.activeTools?.sheet;
      if (!session || !from) return;
      const to = sheetBeside(desk.activeViewport!.state, step);
      if (!to) {
        drawing.say(`There is no ${place} slice.`);
        return;
      }
      void withValues(desk.activeTools, to, (paint) => {
        const { isCopied, message } = copyToSlice(session, from, to, { isAll, paint });
        drawing.say(message);
        if (isCopied) desk.goTo(to.sliceIndex);
      });
    },
  };
}

/** What is carried from one slice to another. */
export const copySliceCommands: readonly ReadingCommand[] = [
  copy(-1, false, IconRowInsertTop),
  copy(1, false, IconRowInsertBottom),
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
      if (session) reading.drawing.say(takeShape(session, reading.desk.activeTools!.sheet!));
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
      const sheet = desk.activeTools?.sheet;
      if (session && sheet) void withValues(desk.activeTools, sheet, (paint) => drawing.say(pasteShape(session, sheet, paint)));
    },
  },
];
