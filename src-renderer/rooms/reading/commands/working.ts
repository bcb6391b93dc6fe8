import { IconCircleMinus, IconCirclePlus, IconPolygon, IconX } from "@tabler/icons-react";
import { nextRadius } from "../../../drawing/drawingSettings.ts";
import { closePolygon } from "../../../drawing/openPolygon.ts";
import type { Reading, ReadingCommand } from "../readingCommand.ts";

const group = "Drawing";
const size = "Smaller or larger brush";

function resize({ drawing }: Reading, step: 1 | -1): void {
  drawing.settings.patch({ brushRadiusMm: nextRadius(drawing.settings.value.brushRadiusMm, step) });
}

/** What is done with the work in progress, whatever tool is chosen. */
export const workingCommands: readonly ReadingCommand[] = [
  {
    id: "smaller brush",
    name: "Smaller brush",
    icon: IconCircleMinus,
    keys: ["["],
    help: size,
    group,
    run: (reading) => resize(reading, -1),
  },
  {
    id: "larger brush",
    name: "Larger brush",
    icon: IconCirclePlus,
    keys: ["]"],
    help: size,
    group,
    run: (reading) => resize(reading, 1),
  },
  {
    id: "close polygon",
    name: "Close the polygon and fill it",
    icon: IconPolygon,
    keys: ["Enter"],
    help: "Close the polygon and fill it",
    group,
    run: ({ desk }) => {
      if (desk.activeTools) closePolygon(desk.activeTools);
    },
  },
  {
    id: "give up",
    name: "Give up",
    icon: IconX,
    keys: ["Escape"],
    help:
      "Give up the stroke or contour being drawn, or the effect being previewed; else from one viewport over the whole back to the layout; " +
      "else back to the grey window",
    group,
    run: ({ desk, drawing }) => {
      if (desk.activeTools?.giveUp() || drawing.effects.giveUp()) return;
      if (desk.state.value.isMaximised) desk.setMaximised(false);
      else desk.setTool("window");
    },
  },
];
