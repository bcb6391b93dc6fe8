export { imageFileFormatOf, type ImageFileFormat } from "./imageFileFormat.ts";
export { decodeImageFile, readImageFile, readLabelMapFile } from "./readImageFile.ts";
export { encodeImageFile, writeImageFile } from "./writeImageFile.ts";
export type { ImageFile, NamedLabel } from "./imageFile.ts";
export { inChunks } from "./inChunks.ts";
export { labelsIn } from "./labelsIn.ts";
export { readLabelNames, type LabelNames } from "./labelNames.ts";
