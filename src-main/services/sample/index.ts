export { generateSampleStudies, type GenerateOptions } from "./generateSampleStudies.ts";
export { writeUnitSlices, type SlicesTask } from "./writeUnitSlices.ts";
