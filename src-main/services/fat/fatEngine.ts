import type { FatRequest } from "#shared/api/fat.ts";
import type { EnginePool, TaskContext } from "../engine/index.ts";
import type { FatSources } from "./fatSources.ts";
import { measureFat, type MeasuredFat } from "./measureFat.ts";

/** Where fat is measured: in a process of the engine, or in the one that asks. See measureFat. */
export type FatEngine = (request: FatRequest, signal?: AbortSignal) => Promise<MeasuredFat>;

/** The task of a process of the engine, by the name that fatInPool calls it by. */
export function fatTasks(sources: FatSources) {
  return { fat: (request: FatRequest, { signal }: TaskContext) => measureFat(sources, request, signal) };
}

/** Has a process of the engine measure: it reads the voxels, and only what came out of them is sent here. */
export function fatInPool(pool: EnginePool): FatEngine {
  return async (request, signal) =>
    (await pool.run("fat", request, { what: "the fat of a segmentation", first: true, signal })) as MeasuredFat;
}
