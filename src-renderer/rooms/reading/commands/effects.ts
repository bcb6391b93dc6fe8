import { IconCheck, IconShape } from "@tabler/icons-react";
import { activeSession, type ReadingCommand } from "../readingCommand.ts";

const group = "Drawing";

/** What is done to whole segments. */
export const effectCommands: readonly ReadingCommand[] = [
  {
    id: "shape",
    name: "Shape of the segment",
    icon: IconShape,
    keys: ["Shift+E"],
    help: "Shape: grow, shrink, smooth, islands, holes, combine, invert; open or close",
    group,
    whyNot: (reading) => {
      const volume = reading.desk.activeVolume?.volume;
      if (!volume) return "Nothing is shown in this viewport.";
      return activeSession(reading) ? null : reading.drawing.whyNoSession(volume.id);
    },
    run: ({ drawing }) => drawing.effects.toggle(),
  },
  {
    id: "apply effect",
    name: "Apply what is previewed",
    icon: IconCheck,
    keys: ["Ctrl+Enter"],
    help: "Apply the chosen effect to the active segment",
    group,
    whyNot: ({ drawing }) => (drawing.effects.state.value.chosen === null ? "No effect is chosen (Shift+E)." : null),
    run: ({ desk, drawing }) => void drawing.attempt(drawing.effects.apply(desk.activeTools, desk.openCase !== null)),
  },
];
