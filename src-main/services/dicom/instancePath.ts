import { join } from "node:path";

/** Where the original of an instance lies, by the sha256 (hexadecimal) of its content. */
export function instancePath(instancesFolder: string, contentHash: string): string {
  return join(instancesFolder, contentHash.slice(0, 2), `${contentHash}.dcm`);
}
