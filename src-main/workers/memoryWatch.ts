import { parentPort, workerData } from "node:worker_threads";
import { watchMemory, type MemoryWatch } from "../services/jobs/index.ts";

if (parentPort) watchMemory(parentPort, workerData as MemoryWatch);
