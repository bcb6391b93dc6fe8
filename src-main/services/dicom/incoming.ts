import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isProcessAlive } from "../system/index.ts";

/** Folders of this process: its number alone does not tell them from those of an earlier process with the same number. */
const own = new Set<string>();

function root(dataFolder: string): string {
  return join(dataFolder, "incoming");
}

/** A new folder for files on their way in, on the disk of the data folder; its name tells whose it is. */
export function makeIncomingFolder(dataFolder: string): string {
  mkdirSync(root(dataFolder), { recursive: true });
  const folder = mkdtempSync(join(root(dataFolder), `${process.pid}-`));
  own.add(folder);
  return folder;
}

/** Removes a folder of makeIncomingFolder with all that is in it. */
export async function removeIncomingFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  own.delete(folder);
}

/** Removes what processes left that ended before they could: after a crash or a power cut. */
export function removeAbandonedFolders(dataFolder: string): void {
  mkdirSync(root(dataFolder), { recursive: true });
  for (const name of readdirSync(root(dataFolder))) {
    const folder = join(root(dataFolder), name);
    const processId = Number(name.split("-")[0]);
    const isInUse = processId === process.pid ? own.has(folder) : isProcessAlive(processId);
    if (!isInUse) rmSync(folder, { recursive: true, force: true });
  }
}
