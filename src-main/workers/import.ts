import { parentPort, workerData } from "node:worker_threads";
import { type ImportRequest, serveImport } from "../services/dicom/index.ts";
import { buildVolumes } from "../services/volumes/index.ts";

if (parentPort) void serveImport(parentPort, workerData as ImportRequest, buildVolumes);
