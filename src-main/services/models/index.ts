export { answerInference } from "./answerInference.ts";
export { createInference, type ForkInference, type Inference, type InferenceProcess, type RunOptions } from "./inference.ts";
export type { InferenceRequest } from "./inferenceMessages.ts";
export { checkSettings, classify, describeInputs, pickInputs } from "./makePrediction.ts";
export { createModels, largestPictureBytes, type Models } from "./createModels.ts";
export { openBundle, runBundle, type OpenedBundle } from "./openBundle.ts";
export type { HashSettings } from "./readBundle.ts";
export { bundleInFolder } from "./stageBundle.ts";
export { writeLogisticRegression, type LogisticRegression } from "./onnx/writeLogisticRegression.ts";
