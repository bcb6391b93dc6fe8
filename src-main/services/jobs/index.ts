export { createJobs, type JobContext, type JobRequest, type Jobs } from "./createJobs.ts";
export { laneBounds, type Lane } from "./createLanes.ts";
export { watchMemory, withinMemory, type MemoryWatch } from "./memoryWatch.ts";
export { workerPath } from "./workerPath.ts";
