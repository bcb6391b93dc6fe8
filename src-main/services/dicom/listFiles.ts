import { type Dirent, readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import { join } from "node:path";

/** A file that an import is to read, or a path of which it is clear without reading that it cannot. */
export interface ListedPath {
  readonly path: string;
  /** Why it cannot be read; undefined for a file. */
  readonly reason?: string;
}

/**
 * Lists the files of an import: files as they are, folders with all that is below them, by name. Links are followed, each folder once.
 * `exceptFolder` (the data folder, which may lie within) is left out. Ends early where `isCancelled` says so.
 */
export function* listFiles(paths: readonly string[], exceptFolder: string, isCancelled: () => boolean): Generator<ListedPath> {
  const visited = new Set<string>([realpathSync(exceptFolder)]);
  for (const path of paths) yield* listPath(path, visited, isCancelled);
}

function* listPath(path: string, visited: Set<string>, isCancelled: () => boolean): Generator<ListedPath> {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    yield { path, reason: reasonOf(error) };
    return;
  }
  if (stats.isFile()) yield { path };
  else if (stats.isDirectory()) yield* listFolder(path, visited, isCancelled);
  else yield { path, reason: "neither a file nor a folder" };
}

function* listFolder(folder: string, visited: Set<string>, isCancelled: () => boolean): Generator<ListedPath> {
  if (isCancelled()) return;
  let entries: Dirent[];
  try {
    const real = realpathSync(folder);
    if (visited.has(real)) return;
    visited.add(real);
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    yield { path: folder, reason: reasonOf(error) };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield { path };
    else if (entry.isDirectory()) yield* listFolder(path, visited, isCancelled);
    else yield* listPath(path, visited, isCancelled);
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "there is no such file or folder";
  if (code === "ELOOP") return "a link that leads to itself";
  if (code === "EACCES" || code === "EPERM") return "it may not be read; check its permissions";
  return "it cannot be read";
}
