import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ImportResult } from "#shared/api/import.ts";
import { createDicomImport } from "../../../../src-main/services/import/index.ts";
import { createJobs } from "../../../../src-main/services/jobs/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { dicomFile, type MadeUpSlice } from "../../../dicomFiles.ts";
import { by } from "../../author.ts";

/** A small file of its own content; what is given replaces the defaults. */
export function sliceBytes(slice: number, change: Partial<MadeUpSlice> = {}): Buffer {
  const pixels = Buffer.alloc(8 * 8 * 2, slice + 1);
  return dicomFile({
    studyInstanceUid: "2.25.1",
    seriesInstanceUid: "2.25.2",
    sopInstanceUid: `2.25.3.${slice}`,
    slice,
    size: 8,
    pixels,
    ...change,
  });
}

/** A temporary folder, and a data folder in it with an import. */
export function openImport(folder: string) {
  const dataFolder = join(folder, "data");
  const store = openStore(dataFolder);
  const jobs = createJobs(store);
  const dicomImport = createDicomImport({ store, jobs });
  const count = (table: string) => store.database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!;
  return {
    folder,
    dataFolder,
    store,
    jobs,
    dicomImport,
    count,
    /** Imports and answers the result of a job that succeeded. */
    run: async (...paths: string[]): Promise<ImportResult> => {
      const job = await jobs.finished(dicomImport.start(by, paths));
      if (job.state !== "succeeded") throw new Error(`${job.state}: ${job.error}`);
      return job.result as ImportResult;
    },
    close: async ({ keep = false } = {}) => {
      dicomImport.close();
      await jobs.close();
      store.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}
