export { createSampleProject, type SampleProject } from "./createSampleProject.ts";
export { drawCase, type CaseTask } from "./drawCases.ts";
export type { SampleTruth } from "./sampleTruth.ts";
export { serveSampleProject, type SampleProjectRequest } from "./serveSampleProject.ts";
