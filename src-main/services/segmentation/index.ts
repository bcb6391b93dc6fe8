export { createSegmentations, type LabelMap, type NewSegment, type Segmentations, type VolumeSource } from "./createSegmentations.ts";
