import { renameSync } from "node:fs";
import { dirname } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { systemAuthor, type Store } from "../store/index.ts";
import { makeFolder, makeIncomingFolder, removeIncomingFolder } from "../system/index.ts";
import { cachedPath, type Recompute } from "../volumes/index.ts";
import type { createOutcomeTables, OutcomeRow } from "./outcomeTables.ts";
import { bundlesOf, placesOf } from "./prepareImages.ts";
import { runRecipe, type RecipeWorkers } from "./runRecipe.ts";

/**
 * Makes prepared images anew that were deleted from the cache: the recipe is run again on the same images with the transforms that are kept, and what comes out
 * must have the hash that it had. Throws PlainError where it has not, or an image that it was made of is gone.
 */
export function createRecompute(
  store: Store,
  tables: Pick<ReturnType<typeof createOutcomeTables>, "findByVolume" | "transforms">,
  parts: Pick<RecipeWorkers, "part" | "draw">,
): Recompute {
  const underWay = new Map<string, Promise<void>>();
  const workers: RecipeWorkers = {
    ...parts,
    register: () => Promise.reject(new RangeError("the transforms of an outcome are kept")),
  };
  const setContentHash = store.database.prepare("UPDATE derived_volume SET content_hash = ? WHERE volume_id = ?");
  const contentHash = store.database.prepare<[string], string>("SELECT content_hash FROM derived_volume WHERE volume_id = ?").pluck();

  const run = async (outcome: OutcomeRow): Promise<void> => {
    const folder = makeIncomingFolder(store.dataFolder, "derived");
    try {
      const images = placesOf(outcome.recipe, outcome.inputs);
      const bundles = bundlesOf(outcome.inputs);
      const kept = tables.transforms(outcome.id);
      const context = { signal: new AbortController().signal, progress: () => undefined };
      const result = await runRecipe(workers, outcome.recipe, { images, bundles, folder, kept }, context);
      for (const { role, volumeId, imageHash } of outcome.outputs) {
        if (volumeId === null) continue;
        const made = result.outputs[role]!;
        if (made.imageHash !== imageHash)
          throw new PlainError(
            `This prepared image was deleted from the cache, and version ${outcome.engineVersion} of the engine, which made it, gave other grey values than ` +
              "this one does. Run the recipe again; what was measured on the old image stays as it is.",
          );
        // The same voxels in a file that another version of the program writes otherwise.
        if (made.contentHash !== contentHash.get(volumeId)) store.write(systemAuthor, () => setContentHash.run(made.contentHash, volumeId));
        const path = cachedPath(store.cacheFolder, volumeId);
        makeFolder(dirname(path));
        renameSync(made.path, path);
      }
    } finally {
      await removeIncomingFolder(folder);
    }
  };

  return async (volumeId) => {
    const outcome = tables.findByVolume(volumeId);
    if (!outcome)
      throw new PlainError("The voxels of this computed image are gone, and no recipe is known that made it. Compute it again.");
    const started = underWay.get(outcome.id) ?? run(outcome).finally(() => underWay.delete(outcome.id));
    underWay.set(outcome.id, started);
    await started;
  };
}
