import { IconBucketDroplet, IconLayersOff } from "@tabler/icons-react";
import { acquisitionOnly } from "../../../drawing/paneTools.ts";
import { activeSession, type Reading, type ReadingCommand } from "../readingCommand.ts";

const group = "Drawing";
const place = "slice edits";

/** Nothing is changed out of sight: the slice must be on show, as acquired. */
function whyNot(reading: Reading): string | null {
  const { desk, drawing } = reading;
  if (desk.openCase && desk.openCase.whyNotDrawn !== null) return desk.openCase.whyNotDrawn;
  const view = desk.activeViewport?.state;
  if (!view?.volume) return "Nothing is shown in this viewport.";
  if (view.plane !== "acquisition") return acquisitionOnly;
  const session = activeSession(reading);
  return session ? session.whyNotDrawable() : drawing.whyNoSession(view.volume.id);
}

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
    whyNot,
    run: (reading) => {
      const filled = activeSession(reading)?.fillHoles(reading.desk.activeViewport!.state.sliceIndex) ?? 0;
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
    whyNot,
    run: (reading) => activeSession(reading)?.deleteOnSlice(reading.desk.activeViewport!.state.sliceIndex),
  },
];
