import { IconArrowsMinimize } from "@tabler/icons-react";
import { shrunk } from "#shared/domain/drawing/margin.ts";
import { applyTo } from "#shared/domain/drawing/mask.ts";
import { numberOf, ownMask, withOwn, type Effect } from "../effect.ts";

export const shrink: Effect = {
  id: "shrink",
  name: "Shrink",
  icon: IconArrowsMinimize,
  help: "Takes away all voxels within a margin of what is outside the segment",
  order: 2,
  options: [{ id: "margin", name: "Margin", kind: "length", first: 2 }],
  has3D: true,
  reachMm: (values) => numberOf(values, "margin"),
  run: (input) =>
    withOwn(
      input,
      applyTo(ownMask(input), input.grid, input.is3D, (mask, grid) => shrunk(mask, grid, numberOf(input.values, "margin"))),
    ),
};
