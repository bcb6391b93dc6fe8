import { basename, join, resolve, sep } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { databaseName, readManifest, type BackupFile } from "./backupManifest.ts";
import type { OnProgress } from "./backUp.ts";
import { copyFile } from "./copyFile.ts";
import { makeWhole } from "./makeWhole.ts";

/**
 * Makes a data folder of a backup, in a place where nothing is: every file is compared with its hash on its way. `admit` is called with
 * the folder when the database
 * is there and nothing else; what it throws takes all back. Answers when the backup was made. Throws PlainError where the
 * folder is there already or lies within the backup, or the backup is none, damaged, or lacks a file.
 */
export async function restore(
  backup: string,
  dataFolder: string,
  { admit, onProgress }: { readonly admit: (folder: string) => Promise<void>; readonly onProgress?: OnProgress },
): Promise<{ readonly madeAt: string; readonly files: number }> {
  const { madeAt, files } = await readManifest(backup);
  if (`${resolve(dataFolder)}${sep}`.startsWith(`${resolve(backup)}${sep}`))
    throw new PlainError("A data folder does not lie within a backup: name another place.");
  const copy = async (folder: string, { path, sha256, bytes }: BackupFile) => {
    const copied = await copyFile(join(backup, path), join(folder, path)).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === "ENOENT" ? faultOf(backup, path, "is not there") : cause;
    });
    if (copied.sha256 !== sha256 || copied.bytes !== bytes) throw faultOf(backup, path, "is damaged");
  };
  await makeWhole(dataFolder, async (folder) => {
    for (const [done, file] of files.entries()) {
      onProgress?.("restoring files", done, files.length);
      await copy(folder, file);
      if (file.path === databaseName) await admit(folder);
    }
  });
  return { madeAt, files: files.length };
}

function faultOf(backup: string, path: string, what: string): PlainError {
  return new PlainError(`${basename(backup)}: ${path} ${what}. Nothing was restored. Take another copy of the backup, or an earlier one.`);
}
