/**
 * Colours of segments: 17, chosen to lie as far apart as may be (CIELAB, at least 21 units between any two) for normal vision and for readers
 * without red or green cones (Machado, Oliveira and Fernandes, 2009, full severity). Neighbours in the list are far apart in hue.
 */
export const segmentPalette = [
  "#38e9ff", "#d635bb", "#996b0c", "#08d006", "#553bff", "#da8381", "#b7fd31", "#4c76ff", "#af2f4b",
  "#dafa83", "#50acff", "#964376", "#e6f0b1", "#9407be", "#b3a95a", "#80ffe0", "#cc8fbb",
] as const;

/** The colour of a new segment: the palette from its beginning, over again after 17. */
export function colorForSegment(segmentNumber: number): string {
  return segmentPalette[(segmentNumber - 1) % segmentPalette.length]!;
}
