import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const folder = join(import.meta.dirname, "..", "..", "shared", "data");

/** Why tests on real data are skipped here; undefined where they run. */
export const noSharedData: string | undefined = existsSync(folder)
  ? undefined
  : "skipped: ../shared/data (real test data) is not beside the project";
if (noSharedData) console.warn(noSharedData);

/** A file of ../shared/data. */
export function sharedData(...path: string[]): string {
  return join(folder, ...path);
}

const unpacked = new Map<string, string>();
/** The temporary folders of what was unpacked. */
const targets: string[] = [];

/** Unpacks an archive of ../shared/data into a temporary folder, once a process; answers the folder that it makes. */
export function unpackArchive(...path: string[]): string {
  const archive = sharedData(...path);
  const known = unpacked.get(archive);
  if (known) return known;
  const target = mkdtempSync(join(tmpdir(), "fascicle-data-"));
  execFileSync("tar", ["xf", archive, "-C", target]);
  const made = join(target, basename(archive).replace(/\.tar\.xz$/, ""));
  if (targets.push(target) === 1) process.once("exit", () => execFileSync("rm", ["-rf", ...targets]));
  unpacked.set(archive, made);
  return made;
}
