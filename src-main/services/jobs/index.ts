export { createJobs, type JobContext, type JobRequest, type Jobs } from "./createJobs.ts";
export { laneBounds, type Lane } from "./createLanes.ts";
export { workerPath } from "./workerPath.ts";
