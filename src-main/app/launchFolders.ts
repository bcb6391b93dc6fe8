import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isMarkAlive, processMark } from "../services/system/index.ts";

/** A new folder in `root` for this launch of the program, which only this user can enter. What launches left that were killed is removed first. */
export function makeLaunchFolder(root: string): string {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  chmodSync(root, 0o700);
  for (const name of readdirSync(root)) {
    const owner = /^launch-(\d[^-]*)-/.exec(name)?.[1];
    if (owner === undefined || !isMarkAlive(owner)) rmSync(join(root, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(root, `launch-${processMark()}-`));
}

/** Removes a folder of makeLaunchFolder, also while a program that was just ended still writes its last files there. */
export async function removeLaunchFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
