import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Author, Store } from "../store/index.ts";
import { instancePath, type OriginalEnding } from "./instancePath.ts";
import { placeNotePath } from "./placeNote.ts";
import { readOriginal } from "./readOriginal.ts";

/** An original in the folder of originals, by the hash and the ending of its name. */
export interface OriginalFile {
  readonly hash: string;
  readonly ending: OriginalEnding;
}

const originalName = /^([0-9a-f]{64})\.(dcm|nii\.gz|nii|nrrd|mgz|mgh)$/;
const placeName = /^([0-9a-f]{64})\.place\.json$/;

/** What lies in the folder of originals. */
export interface OriginalFolder {
  /** As `<2 digits>/<hash>.<ending>`. */
  readonly originals: OriginalFile[];
  /** Hashes of the notes of places that have no original beside them. */
  readonly lonelyNotes: string[];
  /** Names of all else, below the folder. */
  readonly others: string[];
}

/** Lists the folder of originals. */
export function listOriginalFiles(instancesFolder: string): OriginalFolder {
  const originals: OriginalFile[] = [];
  const lonelyNotes: string[] = [];
  const others: string[] = [];
  for (const folder of readdirSync(instancesFolder, { withFileTypes: true })) {
    if (!folder.isDirectory() || !/^[0-9a-f]{2}$/.test(folder.name)) {
      others.push(folder.name);
      continue;
    }
    const notes: string[] = [];
    for (const file of readdirSync(join(instancesFolder, folder.name), { withFileTypes: true })) {
      const [, hash, ending] = originalName.exec(file.name) ?? [];
      if (file.isFile() && hash?.startsWith(folder.name)) originals.push({ hash, ending: ending as OriginalEnding });
      else if (file.isFile() && placeName.test(file.name)) notes.push(placeName.exec(file.name)![1]!);
      else others.push(join(folder.name, file.name));
    }
    const here = new Set(originals.map(({ hash }) => hash));
    lonelyNotes.push(...notes.filter((hash) => !here.has(hash)));
  }
  return { originals, lonelyNotes, others };
}

/** Of notes without an original beside them those that no row names; the others wait for their file to be imported again. */
export function strayNotes({ database }: Pick<Store, "database">, lonelyNotes: readonly string[]): string[] {
  const isKnown = database.prepare<[string], number>("SELECT 1 FROM image_file WHERE content_hash = ? LIMIT 1");
  return lonelyNotes.filter((hash) => isKnown.get(hash) === undefined);
}

/**
 * Removes notes of places whose import was killed before their originals were there. Nothing where another program works on this data folder:
 * its import may be between the two. To be called within a job.
 */
export function removeStrayNotes(store: Store, by: Author): void {
  const { lonelyNotes } = listOriginalFiles(store.instancesFolder);
  if (lonelyNotes.length === 0) return;
  store.write(by, ({ database }) => {
    const running = database.prepare<[], number>("SELECT count(*) FROM job WHERE state = 'running'").pluck().get()!;
    if (running > 1) return;
    for (const hash of strayNotes(store, lonelyNotes)) rmSync(placeNotePath(store.instancesFolder, hash), { force: true });
  });
}

/**
 * Originals that no row names. Those of a removed study that are still to be deleted (services/studies) are not among them:
 * nothing takes them in again.
 */
export function unknownOriginals({ database }: Pick<Store, "database">, originals: readonly OriginalFile[]): OriginalFile[] {
  const known = new Set(
    database
      .prepare<[], string>(
        `SELECT content_hash || '.dcm' FROM instance UNION ALL SELECT content_hash || '.' || ending FROM image_file
         UNION ALL SELECT content_hash FROM file_to_remove WHERE content_hash IS NOT NULL`,
      )
      .pluck()
      .all(),
  );
  return originals.filter(({ hash, ending }) => !known.has(`${hash}.${ending}`) && !known.has(hash));
}

/**
 * Paths of whole originals that no row names: of an import that ended between the file and its row. What is damaged is left where it is;
 * `fascicle check` names it.
 */
export function listUnknownOriginals(store: Store): string[] {
  return unknownOriginals(store, listOriginalFiles(store.instancesFolder).originals)
    .map(({ hash, ending }) => instancePath(store.instancesFolder, hash, ending))
    .filter((path) => {
      try {
        readOriginal(path);
        return true;
      } catch {
        return false;
      }
    });
}
