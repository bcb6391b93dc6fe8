export { createFat, type Fat } from "./createFat.ts";
export { fatInPool, fatTasks } from "./fatEngine.ts";
export type { FatSources } from "./fatSources.ts";
