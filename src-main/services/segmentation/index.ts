export { checkLabelMaps } from "./checkLabelMaps.ts";
export { createSegmentations } from "./createSegmentations.ts";
export type { LabelMap, NewSegment, Segmentations, SegmentationWatch, VolumeSource } from "./segmentations.ts";
