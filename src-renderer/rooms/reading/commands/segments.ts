import {
  IconArrowDown,
  IconArrowUp,
  IconBorderOuter,
  IconCheck,
  IconCircleCheck,
  IconEye,
  IconLayersDifference,
  IconPencil,
  IconPlus,
  IconTag,
} from "@tabler/icons-react";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { setDone, workOn } from "../../../drawing/doneMarks.ts";
import { segmentStyles, styleWords } from "../../../drawing/segmentLook.ts";
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
    id: "rename segment",
    name: "Rename segment",
    icon: IconPencil,
    keys: ["F2"],
    help: "Rename the active segment",
    group,
    whyNot: (reading) => {
      if (reading.desk.openCase) return "The segments of a reading are those of the protocol.";
      return activeSession(reading)?.activeSegment ? null : "No segment is active.";
    },
    run: (reading) => reading.drawing.renaming.set(activeSession(reading)?.activeSegment?.number ?? null),
  },
  {
    id: "check segment",
    name: "Segment is checked",
    icon: IconCircleCheck,
    keys: ["Alt+C"],
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
  {
    id: "segment style",
    name: "Segments as fill and outline, fill, or outline",
    icon: IconBorderOuter,
    keys: ["Shift+O"],
    help: "Segments as fill and outline, fill, or outline",
    group,
    run: (reading) => {
      const session = activeSession(reading);
      if (!session) return;
      const { look } = session.state.value;
      const style = segmentStyles[(segmentStyles.indexOf(look.style) + 1) % segmentStyles.length]!;
      reading.drawing.setLook(session, { ...look, style }, null);
      reading.drawing.say(`Segments: ${styleWords[style].toLowerCase()}.`);
    },
  },
  {
    id: "done on slice",
    name: "Segment done on this slice",
    icon: IconCheck,
    keys: ["Shift+V"],
    help: "The active segment is done on this slice, or not; marks beside the slider show where segments are drawn and done",
    group,
    whyNot: (reading) => {
      const { desk, drawing } = reading;
      const view = desk.activeViewport?.state;
      if (!view?.volume) return "Nothing is shown in this viewport.";
      if (desk.openCase?.isCompared) return desk.openCase.whyNotDrawn;
      if (view.plane !== "acquisition") return "Slices are done as they were acquired (Shift+Q).";
      const session = activeSession(reading);
      if (!session) return drawing.whyNoSession(view.volume.id);
      return session.activeSegment ? null : "Choose the segment first.";
    },
    run: (reading) => {
      const session = activeSession(reading);
      const segment = session?.activeSegment;
      if (!session || !segment) return;
      const { sliceIndex } = reading.desk.activeViewport!.state;
      const isDone = workOn(session, segment.number, sliceIndex) !== "done";
      setDone(session, segment.number, sliceIndex, isDone);
      reading.drawing.say(`${segmentInWords(segment)} is ${isDone ? "done" : "not done"} on slice ${sliceIndex + 1}.`);
    },
  },
  {
    id: "difference",
    name: "Difference to another segmentation",
    icon: IconLayersDifference,
    keys: ["Shift+Y"],
    help: "Difference to another segmentation: choose it, or hide it",
    group,
    isOn: ({ drawing }) => drawing.difference.shown.value !== null,
    whyNot: (reading) => {
      const volume = reading.desk.activeVolume?.volume;
      if (reading.desk.openCase) return "In a reading nothing is compared with other segmentations.";
      if (!volume) return "Nothing is shown in this viewport.";
      return activeSession(reading) ? null : reading.drawing.whyNoSession(volume.id);
    },
    run: ({ drawing: { difference } }) => {
      if (difference.shown.value) difference.hide();
      else difference.isChoosing.set(true);
    },
  },
];
