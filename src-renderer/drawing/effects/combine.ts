import { IconLayersUnion } from "@tabler/icons-react";
import { grown } from "#shared/domain/drawing/margin.ts";
import { applyTo } from "#shared/domain/drawing/mask.ts";
import { numberOf, type Effect } from "../effect.ts";

export const combine: Effect = {
  id: "combine",
  name: "Combine",
  icon: IconLayersUnion,
  help: "Union, subtraction or intersection with another segment, also of another segmentation of this volume",
  order: 7,
  options: [
    {
      id: "method",
      name: "How",
      kind: "choice",
      first: "union",
      choices: [
        { value: "union", label: "Union: add it" },
        { value: "subtract", label: "Subtract it" },
        { value: "intersect", label: "Intersect with it" },
      ],
    },
    { id: "other", name: "Segment", kind: "segment", hasOthers: true },
    { id: "margin", name: "Grown by", kind: "length", first: 0 },
  ],
  has3D: true,
  run: ({ labels, grid, is3D, segment, values, other }) => {
    const marginMm = numberOf(values, "margin");
    const operand = marginMm > 0 ? applyTo(other!.mask, grid, is3D, (mask, of) => grown(mask, of, marginMm)) : other!.mask;
    if (values["method"] === "union") return labels.map((label, index) => (operand[index] === 1 ? segment : label));
    const leaves = values["method"] === "subtract" ? 1 : 0;
    return labels.map((label, index) => (label === segment && operand[index] === leaves ? 0 : label));
  },
};
