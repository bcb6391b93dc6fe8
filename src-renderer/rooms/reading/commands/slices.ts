import {
  IconArrowBarToDown,
  IconArrowBarToUp,
  IconArrowDown,
  IconArrowUp,
  IconChevronsDown,
  IconChevronsUp,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import type { ReadingCommand } from "../readingCommand.ts";

const group = "Slices";
const one = "One slice back or on";
const ten = "Ten slices back or on";
const ends = "First or last slice";

/** Moving through the slices of the active viewport. */
export const sliceCommands: readonly ReadingCommand[] = [
  { id: "slice back", name: "One slice back", icon: IconArrowUp, keys: ["ArrowUp"], help: one, group, run: ({ desk }) => desk.scroll(-1) },
  { id: "slice on", name: "One slice on", icon: IconArrowDown, keys: ["ArrowDown"], help: one, group, run: ({ desk }) => desk.scroll(1) },
  {
    id: "ten slices back",
    name: "Ten slices back",
    icon: IconChevronsUp,
    keys: ["PageUp"],
    help: ten,
    group,
    run: ({ desk }) => desk.scroll(-10),
  },
  {
    id: "ten slices on",
    name: "Ten slices on",
    icon: IconChevronsDown,
    keys: ["PageDown"],
    help: ten,
    group,
    run: ({ desk }) => desk.scroll(10),
  },
  { id: "first slice", name: "First slice", icon: IconArrowBarToUp, keys: ["Home"], help: ends, group, run: ({ desk }) => desk.goTo(0) },
  {
    id: "last slice",
    name: "Last slice",
    icon: IconArrowBarToDown,
    keys: ["End"],
    help: ends,
    group,
    run: ({ desk }) => desk.goTo(Number.MAX_SAFE_INTEGER),
  },
  {
    id: "cine",
    name: "Play the cine",
    nameWhenOn: "Stop the cine",
    icon: IconPlayerPlay,
    iconWhenOn: IconPlayerPause,
    keys: ["C"],
    help: "Cine: play or stop",
    group,
    place: "cine",
    isOn: ({ desk }) => desk.state.value.isPlaying,
    run: ({ desk }) => desk.play(!desk.state.value.isPlaying),
  },
];
