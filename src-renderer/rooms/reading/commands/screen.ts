import {
  IconChevronLeft,
  IconChevronRight,
  IconCube,
  IconLayoutColumns,
  IconLayoutGrid,
  IconLayoutRows,
  IconLetterCase,
  IconLine,
  IconMap,
  IconMaximize,
  IconMinimize,
  IconSquare,
  type Icon,
} from "@tabler/icons-react";
import type { Layout } from "#shared/domain/layout.ts";
import { whyNoReformat } from "../../../viewer/planes.ts";
import type { ReadingCommand } from "../readingCommand.ts";

const group = "Screen";
const besides = "Viewport before or after";

function layout(id: Layout, name: string, key: string, icon: Icon): ReadingCommand {
  return {
    id: `layout ${id}`,
    name,
    icon,
    keys: [key],
    help: "One viewport; two side by side; two stacked; four",
    group,
    place: "layout",
    isOn: ({ desk }) => desk.state.value.layout === id,
    run: ({ desk }) => desk.setLayout(id),
  };
}

/** Which viewports there are, and what lies over them. */
export const screenCommands: readonly ReadingCommand[] = [
  {
    id: "viewport before",
    name: "Viewport before",
    icon: IconChevronLeft,
    keys: ["ArrowLeft"],
    help: besides,
    group,
    run: ({ desk }) => desk.activateNext(-1),
  },
  {
    id: "viewport after",
    name: "Viewport after",
    icon: IconChevronRight,
    keys: ["ArrowRight"],
    help: besides,
    group,
    run: ({ desk }) => desk.activateNext(1),
  },
  layout("1x1", "One viewport", "Shift+1", IconSquare),
  layout("1x2", "Two viewports side by side", "Shift+2", IconLayoutColumns),
  layout("2x1", "Two viewports stacked", "Shift+3", IconLayoutRows),
  layout("2x2", "Four viewports", "Shift+4", IconLayoutGrid),
  {
    id: "mpr",
    name: "All planes of the active series",
    nameWhenOn: "Back from all planes",
    icon: IconCube,
    keys: ["Shift+5"],
    help: "The active series axial, coronal, sagittal and as acquired, with a crosshair; again: back to what was before",
    group,
    place: "layout",
    isOn: ({ desk }) => desk.state.value.isMpr,
    whyNot: ({ desk }) => {
      if (desk.state.value.isMpr) return null;
      const active = desk.activeVolume;
      return active ? whyNoReformat(active.volume) : "Nothing is shown in this viewport.";
    },
    run: ({ desk }) => desk.mpr.toggle(),
  },
  {
    id: "maximise",
    name: "One viewport over the whole",
    nameWhenOn: "Back to the layout",
    icon: IconMaximize,
    iconWhenOn: IconMinimize,
    keys: ["U"],
    help: "One viewport over the whole, and back; a double-click and Esc too. With a tool that draws, only the key",
    group,
    place: "layout",
    isOn: ({ desk }) => desk.state.value.isMaximised,
    whyNot: ({ desk }) => (desk.state.value.layout === "1x1" ? "There is only one viewport" : null),
    run: ({ desk }) => desk.setMaximised(!desk.state.value.isMaximised),
  },
  {
    id: "reference lines",
    name: "Reference lines",
    icon: IconLine,
    keys: ["J"],
    help: "Reference lines, on or off",
    group,
    place: "switches",
    isOn: ({ desk }) => desk.state.value.hasReferenceLines,
    run: ({ desk }) => desk.state.patch({ hasReferenceLines: !desk.state.value.hasReferenceLines }),
  },
  {
    id: "texts",
    name: "Texts over the image",
    icon: IconLetterCase,
    keys: ["O"],
    help: "Texts over the image, on or off",
    group,
    place: "switches",
    isOn: ({ desk }) => desk.state.value.hasOverlay,
    run: ({ desk }) => desk.state.patch({ hasOverlay: !desk.state.value.hasOverlay }),
  },
  {
    id: "feature map",
    name: "Feature map",
    icon: IconMap,
    keys: ["M"],
    help: "Feature map over the image, shown or hidden",
    group,
    whyNot: ({ desk }) => {
      if (desk.openCase) return "A reading has no feature maps.";
      return desk.maps.state.value.shown ? null : "No feature map is shown. Compute one under Maps.";
    },
    run: ({ desk }) => desk.maps.toggle(),
  },
];
