import { IconCircleHalf2 } from "@tabler/icons-react";
import type { Effect } from "../effect.ts";

export const invert: Effect = {
  id: "invert",
  name: "Invert",
  icon: IconCircleHalf2,
  help: "Takes what is background for the segment, and gives up what it had; within a range of values, or inside another segment",
  order: 8,
  options: [
    {
      id: "within",
      name: "Within",
      kind: "choice",
      first: "background",
      choices: [
        { value: "background", label: "All background" },
        { value: "segment", label: "A segment" },
      ],
    },
    { id: "other", name: "Segment", kind: "segment", hasOthers: true, isShown: ({ within }) => within === "segment" },
  ],
  has3D: false,
  run: ({ labels, segment, values, other }) => {
    const mask = values["within"] === "segment" ? other! : null;
    return labels.map((label, index) => {
      if (label === segment) return mask === null || mask.number !== null || mask.mask[index] === 1 ? 0 : label;
      if (mask === null) return label === 0 ? segment : label;
      return mask.mask[index] === 1 && (label === 0 || label === mask.number) ? segment : label;
    });
  },
};
