import { IconSun } from "@tabler/icons-react";
import { dragWindow } from "../../viewer/window.ts";
import { dragHandlers } from "../dragHandlers.ts";
import type { Tool } from "../tool.ts";

export const greyWindow: Tool = {
  id: "window",
  name: "Grey window",
  icon: IconSun,
  key: "W",
  help: "Grey window: sideways width, up and down brightness",
  group: "view",
  order: 1,
  cursor: "default",
  use: (pane) =>
    dragHandlers(() => {
      let { window } = pane.viewport.state;
      return ({ dx, dy }) => {
        if (!window) return;
        window = dragWindow(window, dx, dy, pane.greyRange);
        pane.viewport.setWindow(window);
      };
    }),
};
