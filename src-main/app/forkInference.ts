import { fork } from "node:child_process";
import type { InferenceProcess } from "./host.ts";

/** The inference process as a child process of Node: for every host that has none of its own. */
export function forkInference(modulePath: string): InferenceProcess {
  // Its own output is silenced: a runtime's log could name files.
  const child = fork(modulePath, [], { execArgv: [], serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] });
  return {
    postMessage: (message) => void child.send(message as object, (error) => error && child.kill("SIGKILL")),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => {
      let ended = false;
      const end = (code: number | null) => {
        if (!ended) listener(code);
        ended = true;
      };
      child.on("exit", (code) => end(code));
      // It could not even be started.
      child.on("error", () => end(null));
    },
    kill: () => void child.kill("SIGKILL"),
  };
}
