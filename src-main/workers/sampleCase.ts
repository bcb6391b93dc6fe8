import { parentPort } from "node:worker_threads";
import { drawCase, type CaseTask } from "../services/sampleProject/index.ts";

/** Draws cases of the sample project: a task in, what is true of the case out. */
parentPort!.on("message", (task: CaseTask) => parentPort!.postMessage(drawCase(task)));
