import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import { setAside, systemAuthor, type Store } from "../store/index.ts";
import { createFeatureMapTable } from "./featureMapTable.ts";
import { readMap } from "./mapFiles.ts";

const decompress = promisify(gunzip);

/**
 * Compares the file of every feature map with its hash and its grid, and the files with the rows, both ways. Mends: a map that cannot be
 * read any more is removed, for it can be computed again
 * (its damaged file is set aside); a file without a row is set aside.
 */
export async function checkMaps(store: Store, { repair, onProgress }: CheckOptions): Promise<Checked> {
  const table = createFeatureMapTable(store);
  const findings: Finding[] = [];
  const ids = table.ids();
  for (const [index, id] of ids.entries()) {
    const problem = await problemOf(store, id);
    if (problem !== undefined) {
      if (repair) {
        store.write(systemAuthor, (write) => table.remove(write, id));
        const file = `${id}.nrrd`;
        if (readdirSync(store.mapsFolder).includes(file)) setAside(store.dataFolder, join(store.mapsFolder, file));
      }
      findings.push({
        area: "feature map",
        name: `maps/${id}.nrrd`,
        problem,
        mended: repair,
        action: repair ? "The map was removed; compute it again." : "--repair removes the map; it can be computed again.",
      });
    }
    onProgress?.("verifying feature maps", index + 1, ids.length);
  }
  findings.push(...findStrays(store, ids, repair));
  return { count: ids.length, findings };
}

/**
 * Files that no row names, nor named at the beginning (`ids`). Where they are set aside, under the database's lock: maps that another program keeps
 * have files and rows at once.
 */
function findStrays(store: Store, ids: readonly string[], repair: boolean): Finding[] {
  const look = (): Finding[] => {
    const known = [...ids, ...createFeatureMapTable(store).ids()];
    // Of a removed study: it is deleted, not set aside.
    const leaving = store.database.prepare<[], string>("SELECT path FROM file_to_remove").pluck().all();
    const named = new Set([...known.map((id) => join("maps", `${id}.nrrd`)), ...leaving]);
    const paths = readdirSync(store.mapsFolder)
      .filter((name) => !name.startsWith("unfinished-"))
      .map((name) => relative(store.dataFolder, join(store.mapsFolder, name)));
    return paths
      .filter((path) => !named.has(path))
      .map((path) => ({
        area: "feature map",
        name: path,
        problem: "not in the database",
        mended: repair,
        action: repair
          ? `It was moved to ${setAside(store.dataFolder, join(store.dataFolder, path))}.`
          : "--repair moves it to set-aside/ in the data folder.",
      }));
  };
  return repair ? store.write(systemAuthor, look) : look();
}

async function problemOf(store: Store, id: string): Promise<string | undefined> {
  const table = createFeatureMapTable(store);
  try {
    const {
      grid: { size },
    } = await readMap(store, id);
    const stated = table.find(id)!.grid.size;
    if (size.some((length, axis) => length !== stated[axis])) return "its file has another size than the database says";
    const region = await decompress(table.region(id)).catch(() => undefined);
    return region?.length === size[0] * size[1] * size[2] ? undefined : "its region in the database is damaged";
  } catch {
    return "its file is gone or damaged";
  }
}
