import { IconArrowsMaximize } from "@tabler/icons-react";
import { grown } from "#shared/domain/drawing/margin.ts";
import { applyTo } from "#shared/domain/drawing/mask.ts";
import { numberOf, ownMask, withOwn, type Effect } from "../effect.ts";

export const grow: Effect = {
  id: "grow",
  name: "Grow",
  icon: IconArrowsMaximize,
  help: "Adds all voxels within a margin of the segment",
  order: 1,
  options: [{ id: "margin", name: "Margin", kind: "length", first: 2 }],
  has3D: true,
  reachMm: (values) => numberOf(values, "margin"),
  run: (input) =>
    withOwn(
      input,
      applyTo(ownMask(input), input.grid, input.is3D, (mask, grid) => grown(mask, grid, numberOf(input.values, "margin"))),
    ),
};
