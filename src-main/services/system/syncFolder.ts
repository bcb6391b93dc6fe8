import { closeSync, fsyncSync, openSync } from "node:fs";

/** A rename is on the disk when its folder is. Windows has no such call, and needs none: it journals renames by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
