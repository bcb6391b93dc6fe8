import { IconAdjustments } from "@tabler/icons-react";
import type { Desk } from "../desk.ts";
import type { ReadingCommand } from "../readingCommand.ts";

function presetsOf(desk: Desk) {
  const active = desk.activeVolume;
  return active ? desk.windows.presets(active.volume, active.series) : [];
}

/** The first nine grey windows of the active volume's list. */
export const windowPresetCommands: readonly ReadingCommand[] = Array.from({ length: 9 }, (_, at) => ({
  id: `window preset ${at + 1}`,
  name: `Grey window ${at + 1} of the list`,
  icon: IconAdjustments,
  keys: [String(at + 1)],
  help: "Grey window from the list of presets",
  group: "Image",
  whyNot: ({ desk }) => (presetsOf(desk)[at] ? null : `The list of grey windows has no number ${at + 1}.`),
  run: ({ desk }) => {
    const preset = presetsOf(desk)[at];
    if (preset) desk.activeViewport?.setWindow(preset.window);
  },
}));
