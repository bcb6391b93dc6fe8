import { IconCrosshair } from "@tabler/icons-react";
import type { Tool } from "../tool.ts";

export const crosshair: Tool = {
  id: "crosshair",
  name: "Crosshair",
  icon: IconCrosshair,
  key: "Shift+X",
  help: "Crosshair: press or drag, and all viewports of the same space go to that place and mark it",
  group: "view",
  order: 5,
  cursor: "crosshair",
  use: (pane) => ({
    down: (at) => {
      pane.point(at);
      return true;
    },
    move: (path) => {
      const at = path.at(-1);
      if (at) pane.point(at);
    },
    up: () => {},
    cancel: () => {},
    leave: () => {},
  }),
};
