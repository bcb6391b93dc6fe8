import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import { setAside, systemAuthor, type Store } from "../store/index.ts";
import { sha256OfFile } from "../system/index.ts";
import { derivedPath } from "./cachePlaces.ts";

/** Compares the files of derived volumes that are kept with their hashes, and with the rows, both ways. Mends: what no row names is set aside. */
export async function checkDerived(store: Store, { repair, onProgress }: CheckOptions): Promise<Checked> {
  const findings: Finding[] = [];
  const hashes = store.database
    .prepare<[], string>("SELECT DISTINCT content_hash FROM derived_volume WHERE is_cached = 0 ORDER BY 1")
    .pluck()
    .all();
  for (const [done, hash] of hashes.entries()) {
    onProgress?.("verifying derived volumes", done, hashes.length);
    const found = await sha256OfFile(derivedPath(store.dataFolder, hash)).catch((error: NodeJS.ErrnoException) => error);
    if (found === hash) continue;
    findings.push({
      area: "derived volume",
      name: join("derived", `${hash}.nrrd`),
      problem: typeof found === "string" ? "damaged: its content is no longer what was computed" : "gone or unreadable",
      mended: false,
      action: "Compute it again by its steps. Until then it is neither shown nor measured.",
    });
  }
  findings.push(...findStrays(store, repair));
  return { count: hashes.length, findings };
}

/** Files that no row names. Where they are set aside, under the database's lock: a volume that another program adds has its file and its row at once. */
function findStrays(store: Store, repair: boolean): Finding[] {
  const folder = join(store.dataFolder, "derived");
  const look = (): Finding[] => {
    const known = store.database
      .prepare<[], string>("SELECT content_hash || '.nrrd' FROM derived_volume WHERE is_cached = 0")
      .pluck()
      .all();
    // Of a removed study: it is deleted, not set aside.
    const leaving = store.database.prepare<[], string>("SELECT path FROM file_to_remove").pluck().all();
    const named = new Set([...known.map((name) => join("derived", name)), ...leaving]);
    const strays = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => !named.has(join("derived", name)));
    return strays.map((name) => ({
      area: "leftover",
      name: join("derived", name),
      problem: "no volume of the database",
      mended: repair,
      action: repair
        ? `It was moved to ${setAside(store.dataFolder, join(folder, name))}.`
        : "--repair moves it to set-aside/ in the data folder.",
    }));
  };
  return repair ? store.write(systemAuthor, look) : look();
}
