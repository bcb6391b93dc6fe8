import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isFormat2 } from "./readBundle2.ts";

/** Whether a path is a folder whose bundle.json says that it is of format 2. */
export function isNetworkFolder(path: string): boolean {
  try {
    return isFormat2(readFileSync(join(path, "bundle.json"), "utf8"));
  } catch {
    // Neither a folder, nor readable, nor JSON: whoever opens it tells.
    return false;
  }
}
