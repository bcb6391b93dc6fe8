import { IconBox, IconBoxAlignBottom, IconBoxAlignLeft, IconBoxAlignTop, type Icon } from "@tabler/icons-react";
import { whyNoReformat, type Plane } from "../../../viewer/planes.ts";
import type { ReadingCommand } from "../readingCommand.ts";

function cut(plane: Plane, name: string, key: string, icon: Icon): ReadingCommand {
  return {
    id: `plane ${plane}`,
    name,
    icon,
    keys: [key],
    help: "As acquired; axial; coronal; sagittal",
    group: "Screen",
    place: "plane",
    isOn: ({ desk }) => desk.activePane?.plane === plane,
    whyNot: ({ desk }) => {
      if (plane === "acquisition") return null;
      const active = desk.activeVolume;
      return active ? whyNoReformat(active.volume) : "Nothing is shown in this viewport.";
    },
    run: ({ desk }) => desk.setPlane(plane),
  };
}

/** The plane in which the active viewport cuts its volume. */
export const planeCommands: readonly ReadingCommand[] = [
  cut("acquisition", "As acquired", "Shift+Q", IconBox),
  cut("axial", "Axial reformat", "Shift+A", IconBoxAlignTop),
  cut("coronal", "Coronal reformat", "Shift+C", IconBoxAlignBottom),
  cut("sagittal", "Sagittal reformat", "Shift+S", IconBoxAlignLeft),
];
