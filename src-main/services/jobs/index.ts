export { createJobs, type JobContext, type JobRequest, type Jobs } from "./createJobs.ts";
export { workerPath } from "./workerPath.ts";
