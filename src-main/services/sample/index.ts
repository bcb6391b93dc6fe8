export { createSample, type Sample } from "./createSample.ts";
export { drawSampleTruth, sampleCondition, sampleUnits, type SampleTruth, type SampleVolume, type TruthOptions } from "./truth.ts";
export type { ConditionOf } from "./drawUnit.ts";
export { fatAreaOfGrade, type MercuriGrade, type MuscleCondition } from "./muscleTexture.ts";
export { muscleCodes, muscleLabel, type MuscleCode } from "./limbImage.ts";
export { createRandom, type Random } from "./random.ts";
export { generateBenchFiles } from "./generateBenchFiles.ts";
export { generateSampleStudies, type GenerateOptions } from "./generateSampleStudies.ts";
export { writeUnitSlices, type SlicesTask } from "./writeUnitSlices.ts";
