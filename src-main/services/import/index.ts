export { checkLeftovers } from "./checkLeftovers.ts";
export { type DicomImport, createDicomImport } from "./createDicomImport.ts";
export type { FileThreadData, ImportRequest } from "./importMessages.ts";
export { serveFileThread } from "./serveFileThread.ts";
export { serveImport } from "./serveImport.ts";
