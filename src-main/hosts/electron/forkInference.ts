import { utilityProcess } from "electron";
import type { InferenceProcess } from "../../app/host.ts";

/** The inference process as Electron's utility process: the fuses leave no way to run the program itself as Node. */
export function forkInference(modulePath: string): InferenceProcess {
  const child = utilityProcess.fork(modulePath, [], { serviceName: "Fascicle inference", stdio: "ignore" });
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => void child.on("exit", (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
