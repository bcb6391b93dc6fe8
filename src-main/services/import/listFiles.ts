import { readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { imageFileEndingOf } from "../imagefiles/index.ts";
import { diskPath, pathFromBytes } from "../system/index.ts";
import { mayBeCompanion } from "./readCompanion.ts";

/** A file that an import is to read, or a path of which it is clear without reading that it cannot. */
export interface ListedPath {
  readonly path: string;
  /** Why it cannot be read; undefined for a file. */
  readonly reason?: string;
}

/**
 * Lists the files of an import: files as they are, folders with all that is below them, by name. Links are followed, each folder once. Names that are no UTF-8
 * are held as services/system/diskPath has it.
 * `exceptFolder` (the data folder, which may lie within) is left out. Ends early where `isCancelled` says so.
 */
export function* listFiles(paths: readonly string[], exceptFolder: string, isCancelled: () => boolean): Generator<ListedPath> {
  const visited = new Set<string>([realpathSync.native(exceptFolder, "buffer").toString("latin1")]);
  for (const path of paths) yield* listPath(path, visited, isCancelled);
}

/** The files that may say something of an image file that is named by itself: those of its name, and tables of labels in its folder. */
export function companionsBeside(path: string): string[] {
  const ending = imageFileEndingOf(path);
  if (ending === undefined) return [];
  const stem = basename(path).slice(0, -ending.length - 1);
  try {
    return readdirSync(diskPath(dirname(path)), { encoding: "buffer" })
      .map(pathFromBytes)
      .filter((name) => mayBeCompanion(name) && (name.replace(/\.[^.]*$/, "") === stem || /lut|dseg/i.test(name)))
      .map((name) => join(dirname(path), name));
  } catch {
    return [];
  }
}

function* listPath(path: string, visited: Set<string>, isCancelled: () => boolean): Generator<ListedPath> {
  let stats: Stats;
  try {
    stats = statSync(diskPath(path));
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
  let entries: Array<{ name: string; isFile: boolean; isDirectory: boolean }>;
  try {
    const real = realpathSync.native(diskPath(folder), "buffer").toString("latin1");
    if (visited.has(real)) return;
    visited.add(real);
    entries = readdirSync(diskPath(folder), { withFileTypes: true, encoding: "buffer" }).map((entry) => ({
      name: pathFromBytes(entry.name),
      isFile: entry.isFile(),
      isDirectory: entry.isDirectory(),
    }));
  } catch (error) {
    yield { path: folder, reason: reasonOf(error) };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const { name, isFile, isDirectory } of entries) {
    const path = join(folder, name);
    if (isFile) yield { path };
    else if (isDirectory) yield* listFolder(path, visited, isCancelled);
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
