import { IconArrowLeft, IconArrowRight, IconBlendMode, IconEyeOff } from "@tabler/icons-react";
import { compareWays } from "../../../viewer/comparePaint.ts";
import { compareWayNames } from "../comparison/compareWords.ts";
import type { Reading, ReadingCommand } from "../readingCommand.ts";

const group = "Image";
const part = "Of two images over each other: move the slider, or blend in less or more";

function whyNot({ desk }: Reading): string | null {
  return desk.comparison.state.value.shown ? null : "No two images are compared. Choose them under Prepare.";
}

/** Two images over each other: put away, looked at otherwise, moved. */
export const comparisonCommands: readonly ReadingCommand[] = [
  {
    id: "compared image",
    name: "Upper one of two images",
    icon: IconEyeOff,
    keys: ["Q"],
    help: "The upper one of two images that are compared, shown or hidden",
    group,
    whyNot,
    run: ({ desk }) => void desk.comparison.toggle(),
  },
  {
    id: "way of comparing",
    name: "Next way of comparing",
    icon: IconBlendMode,
    keys: ["Alt+Q"],
    help: "Slider, blend, colours, checkerboard, difference of two images",
    group,
    whyNot,
    run: ({ desk, drawing }) => {
      const { way } = desk.comparison.state.value;
      const next = compareWays[(compareWays.indexOf(way) + 1) % compareWays.length]!;
      desk.comparison.look({ way: next });
      drawing.say(`${compareWayNames[next]}.`);
    },
  },
  {
    id: "less of the upper image",
    name: "Slider to the left, or less of the upper image",
    icon: IconArrowLeft,
    keys: ["Shift+ArrowLeft"],
    help: part,
    group,
    whyNot,
    run: ({ desk }) => desk.comparison.shift(-0.05),
  },
  {
    id: "more of the upper image",
    name: "Slider to the right, or more of the upper image",
    icon: IconArrowRight,
    keys: ["Shift+ArrowRight"],
    help: part,
    group,
    whyNot,
    run: ({ desk }) => desk.comparison.shift(0.05),
  },
];
