import type { Side } from "../segment.ts";
import type { Protocol } from "./protocolShape.ts";
import type { Region } from "./region.ts";
import { segmentsToDraw } from "./segmentsToDraw.ts";

/** What of a region's drawing features are of: one level, segment or side of it, or, with null in all three, all segments on all slices that are read. */
export interface FeaturePart {
  /** A level's id. */
  readonly level: string | null;
  /** A segment's name. */
  readonly segment: string | null;
  readonly side: Exclude<Side, "none"> | null;
}

export const wholeRegion: FeaturePart = { level: null, segment: null, side: null };

/** The parts of a region by what the protocol asks for, in its order. What has one level, segment or side alone is not parted by it. */
export function partsOfRegion({ levels, drawing }: Region, per: NonNullable<Protocol["agreement"]["featuresPer"]>): FeaturePart[] {
  const segments = segmentsToDraw(drawing);
  if (segments.length === 0) return [];
  const sides = [...new Set(segments.flatMap(({ side }) => (side === "none" ? [] : [side])))];
  const parts: Readonly<Record<(typeof per)[number], readonly FeaturePart[]>> = {
    level: levels.map(({ id }) => ({ ...wholeRegion, level: id })),
    segment: segments.map(({ name }) => ({ ...wholeRegion, segment: name })),
    side: sides.map((side) => ({ ...wholeRegion, side })),
  };
  return per.flatMap((by) => (parts[by].length < 2 ? [] : parts[by]));
}

/** The numbers of the segments that belong to a part; null for all. */
export function segmentsOfPart({ drawing }: Pick<Region, "drawing">, { segment, side }: FeaturePart): number[] | null {
  if (segment === null && side === null) return null;
  return segmentsToDraw(drawing)
    .filter((each) => (segment === null || each.name === segment) && (side === null || each.side === side))
    .map(({ number }) => number);
}

/** A part as a key: "" for all of a region, "level proximal", "segment vastus lateralis right", "side left". */
export function partKey({ level, segment, side }: FeaturePart): string {
  return level !== null ? `level ${level}` : segment !== null ? `segment ${segment}` : side !== null ? `side ${side}` : "";
}

/** "thigh, T1-weighted", and of a part "thigh, T1-weighted, level proximal". */
export function partInWords(region: Region, role: string, { level, ...part }: FeaturePart): string {
  const name = level === null ? null : (region.levels.find(({ id }) => id === level)?.name ?? level);
  const key = partKey({ level: name, ...part });
  return [region.name, role, ...(key === "" ? [] : [key])].join(", ");
}
