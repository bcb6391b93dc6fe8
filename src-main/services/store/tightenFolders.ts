import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** From this version of the database on, everything is made with the permissions it is to have. */
const privateSince = 10;
const sticky = 0o1000;

/**
 * Takes from everyone but its owner what an earlier version or another program gave them: folders become 0700, files 0600. All that lies in
 * our folders is looked at once,
 * when the database is of a version before that; the folders themselves at every start. The data folder is left as it is where it is not the user's own (/tmp).
 */
export function tightenFolders(dataFolder: string, databaseVersion: number): void {
  // Windows has lists of its own; a profile's folder is its user's alone.
  if (process.platform === "win32") return;
  const { uid, mode } = lstatSync(dataFolder);
  if (uid === process.getuid?.() && (mode & sticky) === 0) tighten(dataFolder);
  for (const name of ["instances", "models", "maps", "derived", "cache", "incoming", "set-aside"])
    tightenTree(join(dataFolder, name), databaseVersion > 0 && databaseVersion < privateSince);
}

/** The database and the files that SQLite keeps beside it. */
export function tightenDatabase(file: string): void {
  if (process.platform === "win32") return;
  for (const path of [file, `${file}-wal`, `${file}-shm`]) tighten(path);
}

function tightenTree(path: string, all: boolean): void {
  const wasOpen = tighten(path);
  if (!all && !wasOpen) return;
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const below = join(path, entry.name);
      if (entry.isDirectory()) tightenTree(below, true);
      else if (entry.isFile()) tighten(below);
    }
  } catch {
    // Gone meanwhile, or another user's: what cannot be changed is left.
  }
}

/** True where something was taken away. */
function tighten(path: string): boolean {
  try {
    const { mode } = lstatSync(path);
    if ((mode & 0o077) === 0) return false;
    chmodSync(path, mode & 0o700);
    return true;
  } catch {
    return false;
  }
}
