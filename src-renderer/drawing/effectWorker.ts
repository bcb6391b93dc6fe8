import { answerJobs } from "./answerJobs.ts";
import { effectAnswer } from "./effectJob.ts";

/** The thread of effects. */
answerJobs(effectAnswer, ({ slices }) => slices.flatMap(({ before, labels }) => [before.buffer, labels.buffer]));
