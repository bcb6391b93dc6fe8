import { parentPort, workerData } from "node:worker_threads";
import { watchMemory, type MemoryWatch } from "../services/models/index.ts";

if (parentPort) watchMemory(parentPort, workerData as MemoryWatch);
