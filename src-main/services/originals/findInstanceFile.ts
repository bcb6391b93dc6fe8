import type { Store } from "../store/index.ts";
import { instancePath } from "./instancePath.ts";

/** The original file of an instance; `variant` tells apart files of one UID with different content, 0 is the first. Undefined where there is none. */
export function findInstanceFile(
  { database, instancesFolder }: Store,
  sopInstanceUid: string,
  variant: number,
): { path: string; contentHash: string; byteLength: number } | undefined {
  const row = database
    .prepare<[string, number], { contentHash: string; byteLength: number }>(
      "SELECT content_hash AS contentHash, byte_length AS byteLength FROM instance WHERE sop_instance_uid = ? AND variant = ?",
    )
    .get(sopInstanceUid, variant);
  return row && { ...row, path: instancePath(instancesFolder, row.contentHash) };
}
