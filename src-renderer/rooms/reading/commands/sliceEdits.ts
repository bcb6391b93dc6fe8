import { IconBucketDroplet, IconLayersOff } from "@tabler/icons-react";
import { sheetInWords } from "../../../drawing/sheet.ts";
import { formatCounted } from "../../../ui/format.ts";
import { activeSession, type ReadingCommand } from "../readingCommand.ts";
import { whyNotOnSlice } from "../whyNotOnSlice.ts";
import { withValues } from "../withValues.ts";

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
      const session = activeSession(reading);
      const { activeTools } = reading.desk;
      const sheet = activeTools!.sheet!;
      void withValues(activeTools, sheet, (paint) => {
        const filled = session?.fillHoles(sheet, paint) ?? 0;
        reading.drawing.say(
          filled === 0 ? "There are no holes on this slice that may be painted." : `Filled ${formatCounted(filled, "voxel", "voxels")}.`,
        );
      });
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
    run: (reading) => {
      const session = activeSession(reading);
      const sheet = reading.desk.activeTools!.sheet!;
      const count = session?.deleteOnSlice(sheet) ?? 0;
      const name = session?.activeSegment?.name ?? "";
      reading.drawing.say(
        count === 0
          ? `“${name}” has no voxels on this slice.`
          : `Deleted “${name}” on ${sheetInWords(sheet)}: ${formatCounted(count, "voxel", "voxels")}.`,
      );
    },
  },
];
