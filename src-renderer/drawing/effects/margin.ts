import { IconBoxMargin } from "@tabler/icons-react";
import { rim, shrunk } from "#shared/domain/drawing/margin.ts";
import { applyTo } from "#shared/domain/drawing/mask.ts";
import { numberOf, ownMask, type Effect } from "../effect.ts";

export const margin: Effect = {
  id: "margin",
  name: "Margin to segment",
  icon: IconBoxMargin,
  help: "Gives a margin around the segment, or just inside it, to another segment",
  order: 3,
  options: [
    { id: "margin", name: "Margin", kind: "length", first: 5 },
    {
      id: "side",
      name: "Where",
      kind: "choice",
      first: "outside",
      choices: [
        { value: "outside", label: "Around it" },
        { value: "inside", label: "Inside it" },
      ],
    },
    { id: "other", name: "Goes to", kind: "segment", hasOthers: false },
  ],
  has3D: true,
  reachMm: (values) => numberOf(values, "margin"),
  run: (input) => {
    const { labels, grid, is3D, other, values } = input;
    const marginMm = numberOf(values, "margin");
    const own = ownMask(input);
    const isInside = values["side"] === "inside";
    const taken = applyTo(own, grid, is3D, (mask, of) => (isInside ? shrunk(mask, of, marginMm) : rim(mask, of, marginMm)));
    return labels.map((label, index) =>
      (isInside ? own[index] === 1 && taken[index] === 0 : taken[index] === 1) ? other!.number! : label,
    );
  },
};
