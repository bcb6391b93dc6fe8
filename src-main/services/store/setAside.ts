import { existsSync, renameSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { makeFolder } from "../system/index.ts";

/**
 * Moves a file or folder that nobody knows out of the way, into set-aside/ of the data folder: nothing is ever deleted that may be
 * somebody's. Answers where it lies now, below the data folder.
 */
export function setAside(dataFolder: string, path: string): string {
  const wanted = join(dataFolder, "set-aside", relative(dataFolder, path));
  let target = wanted;
  for (let number = 2; existsSync(target); number += 1) target = `${wanted}.${number}`;
  makeFolder(dirname(target));
  renameSync(path, target);
  return relative(dataFolder, target);
}
