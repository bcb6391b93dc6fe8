import type { WorkMessage } from "./workThread.ts";

/**
 * Makes this thread answer jobs, one message each; for the entry of a thread that a WorkThread begins.
 * @param given what of an answer goes over to the window
 */
export function answerJobs<Answer>(work: (job: never) => Answer, given: (answer: Answer) => Transferable[]): void {
  self.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    try {
      const answer = work(data as never);
      const message: WorkMessage<Answer> = { answer };
      self.postMessage(message, { transfer: given(answer) });
    } catch (error) {
      const message: WorkMessage<Answer> = { error: error instanceof Error ? error.message : String(error) };
      self.postMessage(message);
    }
  });
}
