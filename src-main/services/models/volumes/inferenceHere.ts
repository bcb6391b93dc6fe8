import type { Inference } from "../inference.ts";
import { answerBundle } from "./answerBundle.ts";

/** Runs bundles in this process, which is one of its own already and needs the drawing for what it does. It cannot be cancelled, and has no limit of time. */
export function inferenceHere(): Pick<Inference, "runBundle"> {
  return { runBundle: (request, { onProgress = () => undefined } = {}) => answerBundle(request, onProgress) };
}
