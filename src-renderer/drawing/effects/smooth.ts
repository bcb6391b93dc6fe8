import { IconRipple } from "@tabler/icons-react";
import { jointlySmoothed } from "#shared/domain/drawing/jointSmoothing.ts";
import { closed } from "#shared/domain/drawing/margin.ts";
import { applyTo } from "#shared/domain/drawing/mask.ts";
import { median } from "#shared/domain/drawing/median.ts";
import { numberOf, ownMask, withOwn, type Effect } from "../effect.ts";

const isJoint = ({ method }: Readonly<Record<string, number | string>>) => method === "joint";

export const smooth: Effect = {
  id: "smooth",
  name: "Smooth",
  icon: IconRipple,
  help: "Smooths the segment, or all segments together without gaps between them",
  order: 4,
  options: [
    {
      id: "method",
      name: "How",
      kind: "choice",
      first: "median",
      choices: [
        { value: "median", label: "Median" },
        { value: "closing", label: "Closing: fill bays" },
        { value: "joint", label: "Joint: all segments" },
      ],
    },
    { id: "radius", name: "Radius", kind: "length", first: 2, isShown: (values) => !isJoint(values) },
    { id: "sigma", name: "Width (SD)", kind: "length", first: 1.5, isShown: isJoint },
  ],
  has3D: true,
  reachMm: (values) => (isJoint(values) ? null : 2 * numberOf(values, "radius")),
  whyNot: ({ rule, values }) =>
    isJoint(values) && (rule.over !== "all" || rule.range !== null)
      ? "Joint smoothing moves borders between segments: paint over all, with no range, for it. Locked and hidden segments keep their voxels."
      : null,
  run: (input) => {
    if (isJoint(input.values))
      return jointlySmoothed(input.labels, input.grid, input.segments, {
        sigmaMm: numberOf(input.values, "sigma"),
        fixed: input.fixed,
        is3D: input.is3D,
      });
    const operation = input.values["method"] === "closing" ? closed : median;
    return withOwn(
      input,
      applyTo(ownMask(input), input.grid, input.is3D, (mask, grid) => operation(mask, grid, numberOf(input.values, "radius"))),
    );
  },
};
