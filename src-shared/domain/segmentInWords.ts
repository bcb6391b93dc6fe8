import type { Segment } from "./segment.ts";

/** A segment's name and side: "Tumour, left". The side is not said twice where the name already ends with it ("RFEM right"). */
export function segmentInWords({ name, side }: Pick<Segment, "name" | "side">): string {
  return side === "none" || new RegExp(`\\b${side}$`, "i").test(name.trim()) ? name : `${name}, ${side}`;
}
