import { availableParallelism } from "node:os";
import type { EnginePool, TaskContext } from "../engine/index.ts";
import type { ImageSources } from "./recipeImage.ts";
import { runPart, type PartRequest, type PartResult } from "./runPart.ts";
import type { RecipeWorkers } from "./runRecipe.ts";

/** The tasks of a process of the engine that runs steps of recipes, by the names that partsInPool calls them by. */
export function recipeTasks(sources: ImageSources) {
  return { recipePart: (request: PartRequest, context: TaskContext) => runPart(sources, request, context) };
}

/** Has processes of the engine run steps: images are handed over as files, and none passes through a message. */
export function partsInPool(pool: EnginePool): Pick<RecipeWorkers, "part"> {
  return {
    part: async (request, { signal, progress }) =>
      (await pool.run("recipePart", request, { what: "images that are prepared", signal, onProgress: progress })) as PartResult,
  };
}

/** Runs steps in this process, which is one of the engine's and needs the images for what it measures. */
export function partsHere(sources: ImageSources): Pick<RecipeWorkers, "part"> {
  return {
    part: (request, context) =>
      runPart(sources, request, { ...context, cancelFlag: new SharedArrayBuffer(4), threads: availableParallelism() }),
  };
}
