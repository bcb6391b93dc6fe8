import { parentPort, workerData } from "node:worker_threads";
import { type FileThreadData, serveFileThread } from "../services/import/index.ts";

if (parentPort) serveFileThread(parentPort, workerData as FileThreadData);
