import { randomUUID } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMarkAlive, processMark } from "./processMark.ts";

/**
 * A path in the system's temporary folder for a file or folder of this process, which is not made. Its name tells whose it is; what a kill
 * leaves there removeLeftTemporary removes.
 */
export function temporaryPath(purpose: "inference" | "bundle" | "prepare" | "registration"): string {
  return join(tmpdir(), `fascicle-${purpose}-${processMark()}-${randomUUID()}`);
}

/** Removes what processes of this user left at such paths that ended before they could. Nothing where the folder cannot be read. */
export function removeLeftTemporary(): void {
  for (const name of namesIn(tmpdir())) {
    const mark = /^fascicle-(?:inference|bundle|prepare|registration)-(\d+(?:_[^-]*)?)-[0-9a-f]{8}-/.exec(name)?.[1];
    if (mark === undefined || isMarkAlive(mark)) continue;
    const path = join(tmpdir(), name);
    try {
      if (process.getuid === undefined || lstatSync(path).uid === process.getuid()) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another program of this user's removes it at the same time.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
