import { IconContrast2 } from "@tabler/icons-react";
import { brushHandlers } from "../brushHandlers.ts";
import { rangeOf } from "../rangeOf.ts";
import type { Tool } from "../tool.ts";

export const thresholdBrush: Tool = {
  id: "threshold brush",
  name: "Brush within a range",
  icon: IconContrast2,
  key: "T",
  help: "Brush within a range of values; Alt+click, or Alt and a rectangle, takes the range from the image",
  group: "draw",
  brush: "ball",
  order: 3,
  cursor: "none",
  usesRange: true,
  use: (pane) =>
    brushHandlers(pane, {
      id: "threshold brush",
      isEraser: false,
      range: () => (pane.session ? rangeOf(pane.session, pane.windows) : [-Infinity, Infinity]),
    }),
};
