import { utilityProcess } from "electron";
import type { ServiceProcess } from "../../app/host.ts";

/** A process of ours as Electron's utility process: the fuses leave no way to run the program itself as Node. */
export function forkProcess(modulePath: string, name = "Fascicle inference"): ServiceProcess {
  const child = utilityProcess.fork(modulePath, [], { serviceName: name, stdio: "ignore" });
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => void child.on("exit", (code) => listener(code)),
    kill: () => {
      // Electron's own kill asks (SIGTERM); native code that runs away does not listen.
      if (child.pid === undefined || !endAtOnce(child.pid)) child.kill();
    },
  };
}

function endAtOnce(processId: number): boolean {
  try {
    return process.kill(processId, "SIGKILL");
  } catch {
    return false;
  }
}
