export { readDirectoryRecords, referenceFinder } from "./file/dicomDirectory.ts";
export { type DicomFile, openDicomFile } from "./file/openDicomFile.ts";
export { transferSyntaxOf } from "./file/transferSyntaxes.ts";
export { readFieldStrength } from "./header/readFieldStrength.ts";
export type { FrameHeader, InstanceHeader, PixelHeader } from "./header/instanceHeader.ts";
export type { InstanceRecord } from "./header/instanceRecord.ts";
export { readInstance } from "./header/readInstance.ts";
export { type Rescale, type StoredFrame, decodeStoredFrame, rescaleFrame } from "./pixels/decodeFrame.ts";
