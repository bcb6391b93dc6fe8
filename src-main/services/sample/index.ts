export { createSample, type Sample } from "./createSample.ts";
export { drawSampleTruth, sampleCondition, sampleUnits, type SampleTruth, type SampleVolume } from "./truth.ts";
export { generateBenchFiles } from "./generateBenchFiles.ts";
export { generateSampleStudies, type GenerateOptions } from "./generateSampleStudies.ts";
export { writeUnitSlices, type SlicesTask } from "./writeUnitSlices.ts";
