import { IconEraser } from "@tabler/icons-react";
import { brushHandlers } from "../brushHandlers.ts";
import type { Tool } from "../tool.ts";

export const eraser: Tool = {
  id: "eraser",
  name: "Eraser",
  icon: IconEraser,
  key: "E",
  help: "Eraser: the active segment only",
  group: "draw",
  brush: "ball",
  order: 2,
  cursor: "none",
  use: (pane) => brushHandlers(pane, { id: "eraser", isEraser: true, range: () => null }),
};
