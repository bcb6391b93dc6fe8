import { open } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { keepPlaces } from "../originals/index.ts";
import { openForReading, snapshotDatabase, type Store } from "../store/index.ts";
import { sha256OfFile } from "../system/index.ts";
import { manifestName, manifestText, databaseName, type BackupFile } from "./backupManifest.ts";
import { copyFile } from "./copyFile.ts";
import { heldFiles, type HeldFile } from "./heldFiles.ts";
import { makeWhole } from "./makeWhole.ts";

/** What a backup holds. */
export interface Backup {
  readonly madeAt: string;
  readonly files: number;
  readonly bytes: number;
  /** Files that were damaged, or gone, in the data folder before: they are so in the backup too. Below the data folder. */
  readonly faults: readonly { readonly path: string; readonly problem: "damaged" | "gone" }[];
}

export type OnProgress = (phase: string, done: number, total: number) => void;

/**
 * Writes a backup of a data folder to a new folder, while programs work on it: the database as it is at one time, then the files that it
 * names, each on the disk
 * with its hash in the manifest. Caches and what nobody names are left out. Throws PlainError where the folder is there already or lies within the data
 * folder, a study was removed meanwhile, or it cannot be written.
 */
export async function backUp(store: Store, target: string, onProgress?: OnProgress): Promise<Backup> {
  const dataFolder = resolve(store.dataFolder);
  if (`${resolve(target)}${sep}`.startsWith(`${dataFolder}${sep}`))
    throw new PlainError("A backup does not lie within the data folder: name another place.");
  if (store.isReadOnly) throw new PlainError("The data folder may only be read, so that nobody changes it: copy it as it is.");
  return makeWhole(target, async (folder) => {
    snapshotDatabase(store, join(folder, databaseName));
    const madeAt = store.now();
    const files: BackupFile[] = [await describe(folder, databaseName)];
    const faults: Backup["faults"][number][] = [];
    const held = namedBy(folder, dataFolder);
    for (const [done, file] of held.entries()) {
      onProgress?.("copying files", done, held.length);
      const copied = await copyFile(join(dataFolder, file.path), join(folder, file.path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      if (!copied) {
        // Named still: it was gone before.
        if (!heldFiles(store, dataFolder).some(({ path }) => path === file.path))
          throw new PlainError("Something was removed from the data folder while it was backed up. Nothing was written; do it again.");
        faults.push({ path: file.path, problem: "gone" });
        continue;
      }
      if (file.hash !== null && copied.sha256 !== file.hash) faults.push({ path: file.path, problem: "damaged" });
      if (file.studyKeys) keepPlaces(join(folder, "instances"), hashOfNote(file), file.studyKeys);
      files.push(file.studyKeys ? await describe(folder, file.path) : { path: file.path, ...copied });
    }
    const manifest = await open(join(folder, manifestName), "wx", 0o600);
    try {
      await manifest.writeFile(manifestText(madeAt, files));
      await manifest.sync();
    } finally {
      await manifest.close();
    }
    return { madeAt, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), faults };
  });
}

/** The files that the database of a backup names. */
function namedBy(folder: string, dataFolder: string): HeldFile[] {
  const snapshot = openForReading(folder);
  try {
    return heldFiles(snapshot, dataFolder);
  } finally {
    snapshot.close();
  }
}

async function describe(folder: string, path: string): Promise<BackupFile> {
  const file = await open(join(folder, path), "r+");
  try {
    await file.sync();
    return { path, bytes: (await file.stat()).size, sha256: await sha256OfFile(join(folder, path)) };
  } finally {
    await file.close();
  }
}

const hashOfNote = ({ path }: HeldFile): string => path.split("/").at(-1)!.split(".")[0]!;
