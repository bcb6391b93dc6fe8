/**
 * Colours of segments, 17 for the right side and 17 for the left, found by simulated annealing of their least distances in CIELAB (CIE
 * 1976, D65), each the least
 * of three: for normal vision and for readers without red or green cones (Machado, Oliveira and Fernandes, 2009, severity 1). In the order of domain/muscles,
 * at least: 20 units between any two of one side, 35 between neighbours, in the list and in the body, 35 between a muscle's two sides, 10
 * between any two of the 34.
 * All are coloured (chroma over 25) and not dark, so that they differ from grey images.
 */
export const segmentPalette = [
  "#ff4e18",
  "#ccfd9c",
  "#0e92b0",
  "#b0ffcb",
  "#0066ad",
  "#fbee59",
  "#bd2544",
  "#41bdb4",
  "#6237ff",
  "#51a3ff",
  "#c02316",
  "#ba1f6d",
  "#46c751",
  "#97ffff",
  "#3663df",
  "#69bc84",
  "#6bd3ff",
] as const;

/** The same for the left side: the colour at an index belongs to the muscle that has the same index on the right. */
export const leftSegmentPalette = [
  "#227cda",
  "#9dffe6",
  "#39754e",
  "#85e9ff",
  "#7cb768",
  "#116e70",
  "#f0f702",
  "#655dff",
  "#3dbffb",
  "#53bb97",
  "#e6f87e",
  "#839002",
  "#0c6a99",
  "#b9ffb3",
  "#b7c201",
  "#35a9b8",
  "#68661e",
] as const;

const all = [...segmentPalette, ...leftSegmentPalette];

/** The colour of a new segment: those of the right side, those of the left, and over again after 34. */
export function colorForSegment(segmentNumber: number): string {
  return all[(segmentNumber - 1) % all.length]!;
}
