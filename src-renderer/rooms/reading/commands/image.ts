import {
  IconContrast,
  IconFlipHorizontal,
  IconFlipVertical,
  IconHome,
  IconRotate2,
  IconRotateClockwise2,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from "@tabler/icons-react";
import type { Reading, ReadingCommand } from "../readingCommand.ts";

const group = "Image";
const place = "image";
const flip = "Flip sideways; upside down";
const turn = "Turn left; right";
const size = "Larger; smaller; fit";

/** Right and left of a reading are read by their place. */
const whyNotTurned = ({ desk }: Reading) => (desk.openCase ? "In a reading the image is not flipped or turned." : null);

/** How the active viewport shows its image. */
export const imageCommands: readonly ReadingCommand[] = [
  {
    id: "invert",
    name: "Invert grey values",
    icon: IconContrast,
    keys: ["I"],
    help: "Invert grey values",
    group,
    place,
    run: ({ desk: { activeViewport } }) => activeViewport?.setInverted(!activeViewport.state.isInverted),
  },
  {
    id: "flip sideways",
    name: "Flip sideways",
    icon: IconFlipVertical,
    keys: ["H"],
    help: flip,
    group,
    place,
    whyNot: whyNotTurned,
    run: ({ desk }) => desk.activeViewport?.flipHorizontally(),
  },
  {
    id: "flip upside down",
    name: "Flip upside down",
    icon: IconFlipHorizontal,
    keys: ["V"],
    help: flip,
    group,
    place,
    whyNot: whyNotTurned,
    run: ({ desk }) => desk.activeViewport?.flipVertically(),
  },
  {
    id: "turn left",
    name: "Turn left",
    icon: IconRotate2,
    keys: ["L"],
    help: turn,
    group,
    place,
    whyNot: whyNotTurned,
    run: ({ desk }) => desk.activeViewport?.rotate(-90),
  },
  {
    id: "turn right",
    name: "Turn right",
    icon: IconRotateClockwise2,
    keys: ["R"],
    help: turn,
    group,
    place,
    whyNot: whyNotTurned,
    run: ({ desk }) => desk.activeViewport?.rotate(90),
  },
  { id: "larger", name: "Larger", icon: IconZoomIn, keys: ["+"], help: size, group, run: ({ desk }) => desk.activeViewport?.zoomBy(1.2) },
  {
    id: "smaller",
    name: "Smaller",
    icon: IconZoomOut,
    keys: ["-"],
    help: size,
    group,
    run: ({ desk }) => desk.activeViewport?.zoomBy(1 / 1.2),
  },
  { id: "fit", name: "Fit", icon: IconZoomReset, keys: ["="], help: size, group, run: ({ desk }) => desk.activeViewport?.resetCamera() },
  {
    id: "reset view",
    name: "Reset the view",
    icon: IconHome,
    keys: ["Space"],
    help: "Reset size, place, turn and window",
    group,
    place,
    run: ({ desk }) => desk.resetView(),
  },
];
