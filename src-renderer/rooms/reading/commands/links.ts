import { IconArrowsMove, IconLink, IconStack2, IconSun, IconZoomIn } from "@tabler/icons-react";
import type { ReadingCommand } from "../readingCommand.ts";

const group = "Screen";
const place = "links";
const help = "Link viewports, on or off: scrolling; grey window; zoom; pan";

/** What viewports have in common. */
export const linkCommands: readonly ReadingCommand[] = [
  {
    id: "link scrolling",
    name: "Link scrolling",
    icon: IconStack2,
    keys: ["K"],
    help,
    group,
    place,
    isOn: ({ desk }) => desk.state.value.isLinked,
    run: ({ desk }) => desk.state.patch({ isLinked: !desk.state.value.isLinked }),
  },
  {
    id: "link windows",
    name: "Link the grey window of like series",
    icon: IconSun,
    keys: ["Shift+K"],
    help,
    group,
    place,
    isOn: ({ desk }) => desk.state.value.links.window === "like",
    run: ({ desk }) => desk.link({ window: desk.state.value.links.window === "none" ? "like" : "none" }),
  },
  {
    id: "link all windows",
    name: "Link the grey window of all",
    icon: IconLink,
    keys: [],
    help: "Link the grey window of all viewports, on or off",
    group,
    place,
    isOn: ({ desk }) => desk.state.value.links.window === "all",
    run: ({ desk }) => desk.link({ window: desk.state.value.links.window === "all" ? "none" : "all" }),
  },
  {
    id: "link zoom",
    name: "Link zoom",
    icon: IconZoomIn,
    keys: ["Shift+Z"],
    help,
    group,
    place,
    isOn: ({ desk }) => desk.state.value.links.zoom,
    run: ({ desk }) => desk.link({ zoom: !desk.state.value.links.zoom }),
  },
  {
    id: "link pan",
    name: "Link pan",
    icon: IconArrowsMove,
    keys: ["Shift+P"],
    help,
    group,
    place,
    isOn: ({ desk }) => desk.state.value.links.pan,
    run: ({ desk }) => desk.link({ pan: !desk.state.value.links.pan }),
  },
];
