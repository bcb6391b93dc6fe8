import { randomUUID } from "node:crypto";
import { readdirSync, renameSync, rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { readImageFile, writeImageFile } from "../imagefiles/index.ts";
import type { Store } from "../store/index.ts";
import { isProcessAlive } from "../system/index.ts";
import { createFeatureMapTable, type FeatureMapRow } from "./featureMapTable.ts";

/** The files of one computation, in a folder of its own until all of them are there. */
export interface Staging {
  write(id: string, image: Image): Promise<void>;
  /** Files and rows come together. */
  keep(rows: readonly FeatureMapRow[]): void;
  /** Takes away what was not kept. */
  discard(): Promise<void>;
}

/** The files of feature maps, NRRD, one for each row of the table. What an earlier run left unfinished is removed. */
export function createMapFiles(store: Store) {
  const { database, mapsFolder } = store;
  const table = createFeatureMapTable(store);
  const pathOf = (id: string) => join(mapsFolder, `${id}.nrrd`);
  removeUnfinished(store, table.has);
  return {
    stage: async (): Promise<Staging> => {
      const folder = join(mapsFolder, `unfinished-${process.pid}-${randomUUID()}`);
      await mkdir(folder, { mode: 0o700 });
      return {
        write: (id, image) => writeImageFile(join(folder, `${id}.nrrd`), image),
        // Under the database's lock, so that another program at its start does not take the files for leftovers.
        keep: (rows) => database.transaction(() => {
          for (const row of rows) {
            renameSync(join(folder, `${row.map.id}.nrrd`), pathOf(row.map.id));
            table.insert(row);
          }
        }).immediate(),
        discard: () => rm(folder, { recursive: true, force: true }),
      };
    },
    /** Throws PlainError where the file is gone. */
    read: async (id: string): Promise<Image> => readImageFile(pathOf(id)).catch((cause: unknown) => {
      throw new PlainError("The file of this map is gone from the data folder, or damaged. Remove the map and compute it again.", { cause });
    }),
    remove: async (id: string): Promise<void> => {
      table.remove(id);
      await rm(pathOf(id), { force: true });
    },
  };
}

/** Folders whose program is gone (those of a second program on the same data folder are left to it), and files that the database does not know: a computation or a removal ended on its way. */
function removeUnfinished({ database, mapsFolder }: Store, isKnown: (id: string) => boolean): void {
  database.transaction(() => {
    for (const name of readdirSync(mapsFolder)) {
      const processId = /^unfinished-(\d+)-/.exec(name)?.[1];
      const isStaging = processId !== undefined && (Number(processId) === process.pid || !isProcessAlive(Number(processId)));
      const id = /^(.+)\.nrrd$/.exec(name)?.[1];
      if (isStaging || (id !== undefined && !isKnown(id))) rmSync(join(mapsFolder, name), { recursive: true, force: true });
    }
  }).immediate();
}
