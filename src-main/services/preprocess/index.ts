export { conformedGrid, conformImage, conformLabels } from "./conform.ts";
export { adviseLargePages, callEngine, type StepContext } from "./nativeSteps.ts";
export { refuseNotFinite, resampleImage, resampleOnto, resizeImage, resizeOfLabels, type ResizeOptions } from "./resample.ts";
export { runEngineStep, type EngineStep } from "./runStep.ts";
export { spacedGrid } from "./spacedGrid.ts";
export type { StepImage, StepOutcome } from "./stepImages.ts";
