import { letGoFirst } from "../engine/index.ts";
import { answerRegistration } from "./answerRegistration.ts";
import type { RegistrationAnswer, RegistrationTask } from "./registrationMessages.ts";

/** Electron's utility process gives its end of the line as process.parentPort; a child process of Node sends and receives itself. */
interface ParentPort {
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** The work of a registration process: answers the one task that it is sent, and is ended by whoever sent it. */
export function serveRegistration(): void {
  letGoFirst();
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  const post = async (answer: RegistrationAnswer): Promise<void> => {
    if (parentPort) parentPort.postMessage(answer);
    // The thread is held up right after: the word must be out by then.
    else await new Promise<void>((resolve) => void process.send!(answer, undefined, undefined, () => resolve()));
  };
  const take = (task: RegistrationTask) => void answerRegistration(task, post).then(post);
  if (parentPort) parentPort.on("message", ({ data }) => take(data as RegistrationTask));
  else {
    process.on("message", (message) => take(message as RegistrationTask));
    // The program is gone: there is nobody to answer.
    process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  }
}
