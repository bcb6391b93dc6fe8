export { writeLogisticRegression, type LogisticRegression } from "./onnx/writeLogisticRegression.ts";
