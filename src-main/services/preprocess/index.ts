export type { StepContext } from "./nativeSteps.ts";
export { resampleImage, resizeImage, resizeOfLabels, type ResizeOptions } from "./resample.ts";
