import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isMarkAlive, processMark } from "./processMark.ts";
import { makeFolder } from "./makeFolder.ts";

/** Folders of this process: its number alone does not tell them from those of an earlier process with the same number. */
const own = new Set<string>();

function root(dataFolder: string): string {
  return join(dataFolder, "incoming");
}

/**
 * What a folder is for: files that are imported or uploaded, sample studies that are drawn, a derived volume before it has its row, voxels
 * that a model reads, images of a packet.
 */
export type IncomingPurpose = "import" | "upload" | "sample" | "derived" | "inference" | "packet";

/**
 * A new folder for files that are not kept yet, on the disk of the data folder; its name tells whose it is and what for. What a kill
 * leaves is removed at the next start.
 */
export function makeIncomingFolder(dataFolder: string, purpose: IncomingPurpose): string {
  makeFolder(root(dataFolder));
  const folder = mkdtempSync(join(root(dataFolder), `${processMark()}-${purpose}-`));
  own.add(folder);
  return folder;
}

/** Removes a folder of makeIncomingFolder with all that is in it. */
export async function removeIncomingFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  own.delete(folder);
}

/** Empties the folder of an import that failed. The folder itself stays: at the next start it tells that originals may lie in the store that no row names. */
export async function abandonIncomingFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) await rm(join(folder, name), { recursive: true, force: true });
  own.delete(folder);
}

/** Removes what processes left that ended before they could: after a crash or a power cut. Answers whether an import was among it. */
export function removeAbandonedFolders(dataFolder: string): boolean {
  makeFolder(root(dataFolder));
  let wasImporting = false;
  for (const name of readdirSync(root(dataFolder))) {
    const folder = join(root(dataFolder), name);
    const mark = name.split("-")[0]!;
    const isInUse = Number(mark.split("_")[0]) === process.pid ? own.has(folder) : isMarkAlive(mark);
    if (isInUse) continue;
    rmSync(folder, { recursive: true, force: true });
    if (!/-(upload|sample|derived|inference|packet)-/.test(name)) wasImporting = true;
  }
  return wasImporting;
}
