import { muscleSegments } from "#shared/domain/muscles.ts";
import type { Segment } from "#shared/domain/segment.ts";

/** A set of segments that are added together. */
export interface SegmentTemplate {
  readonly name: string;
  readonly segments: readonly Segment[];
}

/** The muscles of the lower limb, by region and side. Numbers are given when they are added. */
export const segmentTemplates: readonly SegmentTemplate[] = [
  { name: "thigh, both sides", segments: muscleSegments("thigh", ["right", "left"]) },
  { name: "thigh, right", segments: muscleSegments("thigh", ["right"]) },
  { name: "thigh, left", segments: muscleSegments("thigh", ["left"]) },
  { name: "calf, both sides", segments: muscleSegments("calf", ["right", "left"]) },
  { name: "calf, right", segments: muscleSegments("calf", ["right"]) },
  { name: "calf, left", segments: muscleSegments("calf", ["left"]) },
];
