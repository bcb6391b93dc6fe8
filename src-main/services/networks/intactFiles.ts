import { join } from "node:path";
import { compareHashes, openBundle2, type OpenedBundle2 } from "../models/index.ts";
import { sha256OfFile } from "../system/index.ts";

/** Whether the files of a network are there, and those that were installed; nothing else lies among them. */
export async function hasIntactFiles({ folder }: OpenedBundle2, bundleHash: string): Promise<boolean> {
  try {
    if ((await sha256OfFile(join(folder, "bundle.json"))) !== bundleHash) return false;
    await compareHashes(await openBundle2(folder));
    return true;
  } catch {
    return false;
  }
}
