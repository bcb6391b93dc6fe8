import { join } from "node:path";

/** The folder of a volume's decoded frames. Like its picture a copy of its pixels: it goes where the volume goes. */
export function decodedFolder(cacheFolder: string, volumeId: string): string {
  return join(cacheFolder, "decoded", volumeId);
}

/** The file of a volume's thumbnail. */
export function picturePath(cacheFolder: string, volumeId: string): string {
  return join(cacheFolder, "pictures", `${volumeId}.png`);
}

/** The file of a derived volume's voxels that can be computed again: it goes where the volume goes, and may be deleted at any time. */
export function cachedPath(cacheFolder: string, volumeId: string): string {
  return join(cacheFolder, "prepared", `${volumeId}.nrrd`);
}

/** The file of a derived volume's voxels that are kept, by the hash of the file: what was drawn on the volume needs it. */
export function derivedPath(dataFolder: string, contentHash: string): string {
  return join(dataFolder, "derived", `${contentHash}.nrrd`);
}
