import { copyFile, mkdir, rm } from "node:fs/promises";
import { existsSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { isPinned, unpinVolumes, type Author, type Store } from "../store/index.ts";
import { makeIncomingFolder, removeIncomingFolder, sha256OfFile, syncFolder } from "../system/index.ts";
import { cachedPath, derivedPath, type Recompute } from "../volumes/index.ts";
import type { OutcomeRow, OutcomeTables } from "./outcomeTables.ts";

interface Parts {
  readonly store: Store;
  readonly tables: OutcomeTables;
  readonly recompute: Recompute;
  /** Drops what is kept in memory of volumes that were removed. */
  readonly forget: (volumeIds: readonly string[]) => void;
}

/**
 * Accepts an outcome: its voxels are kept from now on, as what is drawn and measured on them needs them. Throws PlainError where it was decided already, or its
 * voxels cannot be computed again.
 */
export async function acceptOutcome({ store, tables, recompute }: Parts, by: Author, outcomeId: string, reason: string): Promise<void> {
  const outcome = openOutcome(tables, outcomeId);
  const folder = makeIncomingFolder(store.dataFolder, "derived");
  const contentHash = store.database
    .prepare<[string], string>("SELECT content_hash FROM derived_volume WHERE volume_id = ? AND is_cached = 1")
    .pluck();
  try {
    const copies: Array<{ readonly volumeId: string; readonly file: string; readonly hash: string }> = [];
    for (const { volumeId, role } of outcome.outputs) {
      if (volumeId === null) continue;
      const cached = cachedPath(store.cacheFolder, volumeId);
      const isWhole = async () => existsSync(cached) && (await sha256OfFile(cached)) === contentHash.get(volumeId);
      if (!(await isWhole())) await recompute(volumeId);
      const file = join(folder, `${role}.nrrd`);
      await copyFile(cached, file);
      copies.push({ volumeId, file, hash: await sha256OfFile(file) });
    }
    await mkdir(dirname(derivedPath(store.dataFolder, "")), { recursive: true, mode: 0o700 });
    store.write(by, (write) => {
      openOutcome(tables, outcomeId);
      for (const { volumeId, file, hash } of copies) {
        if (contentHash.get(volumeId) !== hash) throw new PlainError("A prepared image changed while it was accepted. Try again.");
        const path = derivedPath(store.dataFolder, hash);
        renameSync(file, path);
        syncFolder(dirname(path));
        write.database.prepare("UPDATE derived_volume SET is_cached = 0 WHERE volume_id = ?").run(volumeId);
      }
      tables.decide(write, outcomeId, "accepted", reason.trim() === "" ? null : reason.trim());
    });
    for (const { volumeId } of copies) await rm(cachedPath(store.cacheFolder, volumeId), { force: true });
  } finally {
    await removeIncomingFolder(folder);
  }
}

/**
 * Refuses an outcome: its images are removed, where nothing was drawn or measured on them, and the recipe can be run again. Throws PlainError where
 * no reason is given, or it was decided already.
 */
export async function refuseOutcome({ store, tables, forget }: Parts, by: Author, outcomeId: string, reason: string): Promise<void> {
  if (reason.trim() === "") throw new PlainError("Say why: a refusal needs a reason.");
  const removed = store.write(by, (write) => {
    const outcome = openOutcome(tables, outcomeId);
    const volumeIds: string[] = [];
    for (const { role, volumeId } of outcome.outputs) {
      if (volumeId === null || isPinned(write, volumeId)) continue;
      unpinVolumes(write, { kind: "derived volume", id: volumeId });
      write.database.prepare("DELETE FROM series WHERE id = (SELECT series_id FROM volume WHERE id = ?)").run(volumeId);
      tables.dropVolume(write, outcomeId, role);
      volumeIds.push(volumeId);
    }
    tables.decide(write, outcomeId, "refused", reason.trim());
    return volumeIds;
  });
  forget(removed);
  for (const volumeId of removed) await rm(cachedPath(store.cacheFolder, volumeId), { force: true });
}

function openOutcome(tables: OutcomeTables, outcomeId: string): OutcomeRow {
  const outcome = tables.find(outcomeId);
  if (!outcome) throw new PlainError("There is no such outcome of a recipe (any more).");
  if (outcome.state !== "new") throw new PlainError(`This outcome was ${outcome.state} already.`);
  return outcome;
}
