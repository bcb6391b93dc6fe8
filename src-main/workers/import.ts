import { parentPort, workerData } from "node:worker_threads";
import { type ImportRequest, serveImport } from "../services/import/index.ts";
import { buildVolumes, planImageVolumes } from "../services/volumes/index.ts";

if (parentPort) void serveImport(parentPort, workerData as ImportRequest, { buildVolumes, planImageVolumes });
