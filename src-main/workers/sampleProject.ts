import { parentPort, workerData } from "node:worker_threads";
import { serveSampleProject, type SampleProjectRequest } from "../services/sampleProject/index.ts";

if (parentPort) void serveSampleProject(parentPort, workerData as SampleProjectRequest);
