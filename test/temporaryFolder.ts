import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** A new folder, removed with all that is in it when the test file has run (see removeTemporaryFolders). */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "fascicle-test-"));
  made.push(folder);
  return folder;
}

export function deleteTemporaryFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
