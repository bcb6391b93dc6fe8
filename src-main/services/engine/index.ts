export { createEnginePool, type EnginePool } from "./createEnginePool.ts";
export type { EngineProgress } from "./engineMessages.ts";
export { letGoFirst } from "./letGoFirst.ts";
export { nativeAddon } from "./nativeAddon.ts";
export { serveEngine, type TaskContext } from "./serveEngine.ts";
export type { ForkProcess, ServiceProcess } from "./serviceProcess.ts";
