import { posix } from "node:path";

const names = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** Whether a file of a folder or .zip, by its path in it, is one that macOS or Windows puts there unasked when it is looked at or packed: of no bundle. */
export function isSystemFile(path: string): boolean {
  return path.startsWith("__MACOSX/") || names.has(posix.basename(path));
}
