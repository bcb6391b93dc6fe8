import { IconCircleDot } from "@tabler/icons-react";
import { withHolesFilled } from "#shared/domain/drawing/holes.ts";
import { applyTo } from "#shared/domain/drawing/mask.ts";
import { ownMask, type Effect } from "../effect.ts";

export const fillAllHoles: Effect = {
  id: "fill all holes",
  name: "Fill holes",
  icon: IconCircleDot,
  help: "Fills holes with the segment, background only: on each slice those that it encloses there, in 3D those closed on all sides",
  order: 6,
  options: [],
  has3D: true,
  reachMm: () => 0,
  run: (input) => {
    const filled = applyTo(ownMask(input), input.grid, input.is3D, withHolesFilled);
    return input.labels.map((label, index) => (label === 0 && filled[index] === 1 ? input.segment : label));
  },
};
