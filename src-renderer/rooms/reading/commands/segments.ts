import { IconArrowDown, IconArrowUp, IconCircleCheck, IconEye, IconPlus, IconTag } from "@tabler/icons-react";
import { toggleCheck } from "../segmentPanel/segmentChecks.ts";
import { activeSession, type Reading, type ReadingCommand } from "../readingCommand.ts";

const group = "Drawing";
const besides = "Segment before or after";

function activate(reading: Reading, step: 1 | -1): void {
  const session = activeSession(reading);
  if (!session) return;
  const { segmentation, activeSegment } = session.state.value;
  const at = segmentation.segments.findIndex(({ number }) => number === activeSegment);
  const next = segmentation.segments[Math.min(segmentation.segments.length - 1, Math.max(0, at + step))];
  if (next) session.activate(next.number);
}

/** The segments of the active volume: new ones, the active one, and how they are seen. */
export const segmentCommands: readonly ReadingCommand[] = [
  {
    id: "new segment",
    name: "Add segment",
    icon: IconPlus,
    keys: ["N"],
    help: "New segment; a new segmentation where there is none",
    group,
    whyNot: ({ desk }) => {
      if (desk.openCase) return "The segments of a reading are those of the protocol.";
      return desk.activeVolume ? null : "Nothing is shown in this viewport.";
    },
    run: ({ desk, drawing }) => {
      const active = desk.activeVolume;
      if (active) void drawing.attempt(drawing.newSegment(active.volume));
    },
  },
  {
    id: "segment before",
    name: "Segment before",
    icon: IconArrowUp,
    keys: ["Shift+ArrowUp"],
    help: besides,
    group,
    run: (reading) => activate(reading, -1),
  },
  {
    id: "segment after",
    name: "Segment after",
    icon: IconArrowDown,
    keys: ["Shift+ArrowDown"],
    help: besides,
    group,
    run: (reading) => activate(reading, 1),
  },
  {
    id: "check segment",
    name: "Segment is checked",
    icon: IconCircleCheck,
    keys: ["Shift+X"],
    help: "Mark the active segment as checked, or take the mark away",
    group,
    whyNot: (reading) => {
      if (reading.desk.openCase) return "In a reading it is the submission that says that all was looked at.";
      return activeSession(reading)?.activeSegment ? null : "No segment is active.";
    },
    run: (reading) => {
      const session = activeSession(reading);
      const active = session?.activeSegment;
      if (session && active) void reading.drawing.attempt(toggleCheck(session, active.number));
    },
  },
  {
    id: "segments shown",
    name: "Segments shown or hidden",
    icon: IconEye,
    keys: ["X"],
    help: "Segments shown or hidden",
    group,
    run: (reading) => {
      const session = activeSession(reading);
      session?.setAllHidden(session.state.value.hidden.size === 0);
    },
  },
  {
    id: "names",
    name: "Names on the image",
    icon: IconTag,
    keys: ["Shift+N"],
    help: "Names of the segments on the image, on or off",
    group,
    isOn: ({ drawing }) => drawing.settings.value.hasNames,
    run: ({ drawing }) => drawing.settings.patch({ hasNames: !drawing.settings.value.hasNames }),
  },
];
