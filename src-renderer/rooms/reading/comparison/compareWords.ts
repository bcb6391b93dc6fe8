import type { CompareWay } from "../../../viewer/comparePaint.ts";

/** What the ways of comparing are called. */
export const compareWayNames: Readonly<Record<CompareWay, string>> = {
  slider: "Slider",
  blend: "Blend",
  colours: "Colours",
  checkerboard: "Checkerboard",
  difference: "Difference",
};

/** What is seen of two images, in words. */
export function wayInWords(way: CompareWay, { lower, upper }: { readonly lower: string; readonly upper: string }): string {
  switch (way) {
    case "slider":
      return `Left: ${lower}; right: ${upper}`;
    case "blend":
      return `${upper} over ${lower}`;
    case "colours":
      return `Green: ${lower}; magenta: ${upper}; grey: the same`;
    case "checkerboard":
      return `Squares of ${lower} and ${upper}`;
    case "difference":
      return `Grey: the same; lighter: ${upper} is lighter than ${lower}`;
  }
}
