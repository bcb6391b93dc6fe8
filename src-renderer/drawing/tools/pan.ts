import { IconArrowsMove } from "@tabler/icons-react";
import { dragHandlers } from "../dragHandlers.ts";
import type { Tool } from "../tool.ts";

export const pan: Tool = {
  id: "pan",
  name: "Pan",
  icon: IconArrowsMove,
  key: "P",
  help: "Pan",
  group: "view",
  order: 3,
  cursor: "grab",
  use: ({ viewport }) =>
    dragHandlers(
      () =>
        ({ dx, dy }) =>
          viewport.panBy(dx, dy),
    ),
};
