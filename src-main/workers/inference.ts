import { answerInference, type InferenceRequest } from "../services/models/index.ts";

/** Electron's utility process gives its end of the line as process.parentPort; a child process of Node sends and receives itself. */
interface ParentPort {
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}
const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };

if (parentPort) {
  parentPort.on("message", ({ data }) => void answerInference(data as InferenceRequest).then((answer) => parentPort.postMessage(answer)));
} else {
  process.on("message", (message) => void answerInference(message as InferenceRequest).then((answer) => process.send?.(answer)));
  // The program is gone: there is nobody to answer.
  process.on("disconnect", () => process.exit());
}
