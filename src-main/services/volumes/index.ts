export { buildVolumes } from "./buildVolumes.ts";
