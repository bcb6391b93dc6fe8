import { answerJobs } from "./answerJobs.ts";
import { seedAnswer } from "./seedJob.ts";

/** The thread in which seeds grow through slices. */
answerJobs(seedAnswer, (classes) => [classes.buffer]);
