import { muscleSegments } from "#shared/domain/muscles.ts";
import type { Segment } from "#shared/domain/segment.ts";

/** A set of segments that are added together. */
export interface SegmentTemplate {
  readonly name: string;
  readonly segments: readonly Segment[];
}

/** The muscles of the lower limb, by region and side. Numbers are given when they are added. */
export const segmentTemplates: readonly SegmentTemplate[] = [
  { name: "Thigh, both sides (22)", segments: muscleSegments("thigh", ["right", "left"]) },
  { name: "Thigh, right (11)", segments: muscleSegments("thigh", ["right"]) },
  { name: "Thigh, left (11)", segments: muscleSegments("thigh", ["left"]) },
  { name: "Calf, both sides (12)", segments: muscleSegments("calf", ["right", "left"]) },
  { name: "Calf, right (6)", segments: muscleSegments("calf", ["right"]) },
  { name: "Calf, left (6)", segments: muscleSegments("calf", ["left"]) },
];
