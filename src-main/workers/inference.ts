import { answerInference, type InferenceAnswer, type InferenceRequest } from "../services/models/index.ts";

/** Electron's utility process gives its end of the line as process.parentPort; a child process of Node sends and receives itself. */
interface ParentPort {
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}
const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };

if (parentPort) {
  const send = (answer: InferenceAnswer) => parentPort.postMessage(answer);
  parentPort.on("message", ({ data }) => void answerInference(data as InferenceRequest, send).then(send));
} else {
  const send = (answer: InferenceAnswer) => void process.send?.(answer);
  process.on("message", (message) => void answerInference(message as InferenceRequest, send).then(send));
  // The program is gone: there is nobody to answer.
  process.on("disconnect", () => process.exit());
}
