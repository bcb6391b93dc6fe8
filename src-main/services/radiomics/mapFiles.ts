import { renameSync } from "node:fs";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { decodeImageFile, encodeImageFile } from "../imagefiles/index.ts";
import { removeUnfinished, type Author, type Store } from "../store/index.ts";
import { createFeatureMapTable, type FeatureMapRow } from "./featureMapTable.ts";
import { sha256, unfinishedName } from "../system/index.ts";

/** The files of one computation, in a folder of its own until all of them are there. */
export interface Staging {
  /** Where writeMapFile puts them. */
  readonly folder: string;
  /** Files and rows come together. Throws PlainError, and keeps none, where a volume that they need was removed meanwhile. */
  keep(by: Author, rows: readonly FeatureMapRow[]): void;
  /** Takes away what was not kept. */
  discard(): Promise<void>;
}

/** The files of feature maps, NRRD, one for each row of the table. What an earlier run left unfinished is removed. */
export function createMapFiles(store: Store) {
  const { mapsFolder } = store;
  const table = createFeatureMapTable(store);
  const pathOf = (id: string) => join(mapsFolder, `${id}.nrrd`);
  removeUnfinished(store, mapsFolder, (name) => {
    const id = /^(.+)\.nrrd$/.exec(name)?.[1];
    return id !== undefined && !table.has(id);
  });
  return {
    stage: async (): Promise<Staging> => {
      const folder = join(mapsFolder, unfinishedName());
      await mkdir(folder, { mode: 0o700 });
      return {
        folder,
        // Under the database's lock, so that another program at its start does not take the files for leftovers.
        keep: (by, rows) =>
          store.write(by, (write) => {
            for (const row of rows) table.insert(write, row);
            // Last, so that a row that is refused leaves no file.
            for (const { map } of rows) renameSync(join(folder, `${map.id}.nrrd`), pathOf(map.id));
          }),
        discard: () => rm(folder, { recursive: true, force: true }),
      };
    },
    /** Throws PlainError where the file is gone, or is not what was written. */
    read: (id: string): Promise<Image> => readMap(store, id),
    remove: async (by: Author, id: string): Promise<void> => {
      store.write(by, (write) => table.remove(write, id));
      await rm(pathOf(id), { force: true });
    },
  };
}

/** Writes a map as a file of a computation's folder, synced; answers its sha256 (hex). */
export async function writeMapFile(folder: string, id: string, image: Image): Promise<string> {
  const bytes = await encodeImageFile(`${id}.nrrd`, image);
  const file = await open(join(folder, `${id}.nrrd`), "wx", 0o600);
  await file
    .writeFile(bytes)
    .then(() => file.sync())
    .finally(() => file.close());
  return sha256(bytes);
}

/** The voxels of a map. Throws PlainError where its file is gone, or is not what was written. */
export async function readMap(store: Store, id: string): Promise<Image> {
  try {
    const bytes = await readFile(join(store.mapsFolder, `${id}.nrrd`));
    const expected = createFeatureMapTable(store).contentHash(id);
    if (expected !== null && (await sha256(bytes)) !== expected) throw new Error("the bytes of the map are not those that were written");
    return (await decodeImageFile(`${id}.nrrd`, bytes)).image;
  } catch (cause) {
    throw new PlainError("The file of this map is gone from the data folder, or damaged. Remove the map and compute it again.", { cause });
  }
}
