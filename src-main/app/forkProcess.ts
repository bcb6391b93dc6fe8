import { fork } from "node:child_process";
import type { ServiceProcess } from "./host.ts";

/** A process of ours as a child process of Node: for every host that has no way of its own. */
export function forkProcess(modulePath: string): ServiceProcess {
  // Its own output is silenced: a runtime's log could name files.
  const child = fork(modulePath, [], { execArgv: [], serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] });
  return {
    postMessage: (message) => void child.send(message as object, (error) => error && child.kill("SIGKILL")),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => {
      let ended = false;
      const end = (code: number | null, signal: string | null) => {
        if (!ended) listener(code, signal);
        ended = true;
      };
      child.on("exit", (code, signal) => end(code, signal));
      // It could not even be started.
      child.on("error", () => end(null, null));
    },
    kill: () => void child.kill("SIGKILL"),
  };
}
