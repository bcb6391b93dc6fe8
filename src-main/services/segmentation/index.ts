export { checkLabelMaps } from "./checkLabelMaps.ts";
export { createSegmentations } from "./createSegmentations.ts";
export { createSegmentationHistories, type SegmentationHistories, type SegmentationHistory } from "./segmentationHistories.ts";
export type { LabelMap, NewSegment, Segmentations, VolumeSource } from "./segmentations.ts";
export type { SegmentationWatch } from "./segmentationWatch.ts";
