import { rmSync } from "node:fs";
import type { ImportResult } from "#shared/api/import.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { createDicomImport } from "../../../../src-main/services/import/index.ts";
import { instancePath } from "../../../../src-main/services/originals/index.ts";
import { createJobs } from "../../../../src-main/services/jobs/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { createVolumes } from "../../../../src-main/services/volumes/index.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

/** Imports paths into a data folder of its own, by the program's own import. */
export async function importVolumes(...paths: string[]) {
  const dataFolder = temporaryFolder();
  const store = openStore(dataFolder);
  const jobs = createJobs(store);
  const dicomImport = createDicomImport({ store, jobs });
  const job = await jobs.finished(dicomImport.start(by, paths));
  if (job.state !== "succeeded") throw new Error(`the import ${job.state}: ${job.error}`);
  const volumes = createVolumes({ store });
  const sources = store.database.prepare<[string], { contentHash: string; frameNumber: number; header: string }>(`
    SELECT content_hash AS contentHash, frame_number AS frameNumber, header FROM volume_frame
      JOIN instance ON instance.id = instance_id WHERE volume_id = ? ORDER BY slice_index`);
  return {
    result: job.result as ImportResult,
    store,
    volumes,
    all: store.database
      .prepare<[], { description: string }>("SELECT description FROM volume ORDER BY series_id, ordinal")
      .all()
      .map(({ description }) => JSON.parse(description) as Volume),
    /** The original file of each slice, and its frame from 1. */
    sourcesOf: (volumeId: string) =>
      sources.all(volumeId).map(({ contentHash, frameNumber, header }) => {
        const { tile } = JSON.parse(header).frames[frameNumber - 1] as { tile: { left: number; top: number } | null };
        return { path: instancePath(store.instancesFolder, contentHash), frameNumber: tile ? 1 : frameNumber, tile };
      }),
    close: async () => {
      await volumes.close();
      dicomImport.close();
      await jobs.close();
      store.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
export type ImportedVolumes = Awaited<ReturnType<typeof importVolumes>>;
