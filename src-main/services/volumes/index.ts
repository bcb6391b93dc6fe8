export { buildVolumes } from "./buildVolumes.ts";
export { createVolumes, type Volumes } from "./createVolumes.ts";
export type { FrameVoxels } from "./readVoxels.ts";
