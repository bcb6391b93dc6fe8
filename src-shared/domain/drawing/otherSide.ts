import type { Segment } from "../segment.ts";

const sideWord = /\b(?:left|right)\b/giu;

/** A name without the words for a side. */
const withoutSide = (name: string): string => name.replace(sideWord, " ").replaceAll(/\s+/gu, " ").trim().toLowerCase();

/** The segment of the other side: of one that is left, the right one of the same name but for the side, and the reverse; null where there is none. */
export function otherSide(segment: Segment, segments: readonly Segment[]): Segment | null {
  if (segment.side !== "left" && segment.side !== "right") return null;
  const side = segment.side === "left" ? "right" : "left";
  return segments.find((each) => each.side === side && withoutSide(each.name) === withoutSide(segment.name)) ?? null;
}
