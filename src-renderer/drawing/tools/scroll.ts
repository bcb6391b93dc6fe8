import { IconArrowsVertical } from "@tabler/icons-react";
import { dragHandlers } from "../dragHandlers.ts";
import type { Tool } from "../tool.ts";

export const scroll: Tool = {
  id: "scroll",
  name: "Scroll through slices",
  icon: IconArrowsVertical,
  key: "S",
  help: "Scroll through the slices: the height of the viewport runs through all of them",
  group: "view",
  order: 4,
  cursor: "ns-resize",
  use: ({ viewport }) =>
    dragHandlers(() => {
      let slices = 0;
      return ({ dy }) => {
        // A volume of few slices is not scrolled by a tremor of the mouse.
        slices += dy / Math.max(3, viewport.element.clientHeight / Math.max(viewport.state.sliceCount, 8));
        const whole = Math.trunc(slices);
        slices -= whole;
        if (whole !== 0) viewport.scrollBy(whole);
      };
    }),
};
