export { checkLabelMaps } from "./checkLabelMaps.ts";
export { createSegmentations } from "./createSegmentations.ts";
export { fitThrough } from "./fitThrough.ts";
export { createSegmentationHistories, type SegmentationHistories, type SegmentationHistory } from "./segmentationHistories.ts";
export type { FindKeptWay, LabelMap, NewSegment, Segmentations, VolumeSource } from "./segmentations.ts";
export type { SegmentationWatch } from "./segmentationWatch.ts";
