import { IconBucketDroplet, IconLayersOff } from "@tabler/icons-react";
import { activeSession, type ReadingCommand } from "../readingCommand.ts";
import { whyNotOnSlice } from "../whyNotOnSlice.ts";

const group = "Drawing";
const place = "slice edits";

/** What is done to the active segment on the slice on show. */
export const sliceEditCommands: readonly ReadingCommand[] = [
  {
    id: "fill holes",
    name: "Fill holes on this slice",
    icon: IconBucketDroplet,
    keys: ["Shift+F"],
    help: "Fill the holes on this slice",
    group,
    place,
    whyNot: whyNotOnSlice,
    run: (reading) => {
      const filled = activeSession(reading)?.fillHoles(reading.desk.activeTools!.sheet!) ?? 0;
      reading.drawing.say(filled === 0 ? "There are no holes on this slice." : `Filled ${filled} voxels.`);
    },
  },
  {
    id: "delete on slice",
    name: "Delete the segment on this slice",
    icon: IconLayersOff,
    keys: ["Delete"],
    help: "Delete the segment on this slice",
    group,
    place,
    whyNot: whyNotOnSlice,
    run: (reading) => activeSession(reading)?.deleteOnSlice(reading.desk.activeTools!.sheet!),
  },
];
