import { parentPort } from "node:worker_threads";
import { writeUnitSlices, type SlicesTask } from "../services/sample/index.ts";

/** Draws slices of the sample studies: a task in, a message for every slice and one at the end out. */
parentPort!.on("message", (task: SlicesTask) => {
  writeUnitSlices(task, (files) => parentPort!.postMessage({ files }));
  parentPort!.postMessage({ finished: true });
});
