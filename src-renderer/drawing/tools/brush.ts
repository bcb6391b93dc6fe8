import { IconBrush } from "@tabler/icons-react";
import { brushHandlers } from "../brushHandlers.ts";
import type { Tool } from "../tool.ts";

export const brush: Tool = {
  id: "brush",
  name: "Brush",
  icon: IconBrush,
  key: "B",
  help: "Brush",
  group: "draw",
  brush: "ball",
  order: 1,
  cursor: "none",
  use: (pane) => brushHandlers(pane, { id: "brush", isEraser: false, range: () => null }),
};
