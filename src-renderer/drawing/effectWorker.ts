import { effectAnswer, type EffectAnswer, type EffectJob } from "./effectJob.ts";

/** What the thread of effects answers: what came of the job, or why nothing did. */
export type EffectMessage = { readonly answer: EffectAnswer } | { readonly error: string };

/** Runs as a thread of its own: one job a message, one answer a job. */
self.addEventListener("message", ({ data }: MessageEvent<EffectJob>) => {
  try {
    const answer = effectAnswer(data);
    const message: EffectMessage = { answer };
    self.postMessage(message, { transfer: answer.slices.flatMap(({ before, labels }) => [before.buffer, labels.buffer]) });
  } catch (error) {
    const message: EffectMessage = { error: error instanceof Error ? error.message : String(error) };
    self.postMessage(message);
  }
});
