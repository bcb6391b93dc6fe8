import { IconCircles } from "@tabler/icons-react";
import { islandsOf, largestIsland, sizeOfVoxel, withoutSmallIslands } from "#shared/domain/drawing/islands.ts";
import { applyTo } from "#shared/domain/drawing/mask.ts";
import { numberOf, ownMask, withOwn, type Effect, type EffectInput } from "../effect.ts";

/** So many segments at most are made of one. */
const mostPieces = 30;

/** The islands of the active segment, 26-connected also through slices that are no neighbours, and how many are large enough to be split off. */
function pieces(input: EffectInput): { readonly parts: Int32Array; readonly count: number } {
  const { parts, sizes } = islandsOf(ownMask(input), input.grid);
  const least = numberOf(input.values, "least");
  return { parts, count: sizes.filter((size) => size * sizeOfVoxel(input.grid) >= least).length };
}

export const islands: Effect = {
  id: "islands",
  name: "Islands",
  icon: IconCircles,
  help: "Keeps the largest island, removes small ones, or makes a segment of each",
  order: 5,
  options: [
    {
      id: "method",
      name: "Islands",
      kind: "choice",
      first: "largest",
      choices: [
        { value: "largest", label: "Keep the largest" },
        { value: "small", label: "Remove small ones" },
        { value: "split", label: "A segment for each" },
      ],
    },
    { id: "least", name: "Least size", kind: "size", first: 20, isShown: ({ method }) => method === "small" || method === "split" },
  ],
  has3D: true,
  reachMm: () => 0,
  isWhole: ({ method }) => method === "split",
  whyNot: ({ values, hasFixedSegments }) =>
    values["method"] === "split" && hasFixedSegments ? "The segments of a reading are those of the protocol." : null,
  newSegments: (input) => (input.values["method"] === "split" ? Math.min(mostPieces, pieces(input).count) - 1 : 0),
  run: (input) => {
    const { labels, grid, is3D, values, segment, added } = input;
    if (values["method"] !== "split") {
      return withOwn(
        input,
        applyTo(ownMask(input), grid, is3D, (mask, of) =>
          values["method"] === "small" ? withoutSmallIslands(mask, of, numberOf(values, "least")) : largestIsland(mask, of),
        ),
      );
    }
    const { parts } = pieces(input);
    // The largest stays; what is too small for a segment of its own stays with it.
    return labels.map((label, index) => (parts[index]! > 1 ? (added[parts[index]! - 2] ?? segment) : label));
  },
};
