import { IconZoomIn } from "@tabler/icons-react";
import { dragHandlers } from "../dragHandlers.ts";
import type { Tool } from "../tool.ts";

export const zoom: Tool = {
  id: "zoom",
  name: "Zoom",
  icon: IconZoomIn,
  key: "Z",
  help: "Zoom about where the press began: down is larger",
  group: "view",
  order: 2,
  cursor: "zoom-in",
  use: ({ viewport }) =>
    dragHandlers(
      () =>
        ({ dy, start }) =>
          viewport.zoomBy(Math.exp(dy / 150), start),
    ),
};
