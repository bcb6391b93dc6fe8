/** A process of ours beside the main one: messages in, messages out, and its end. Node's child process or Electron's utility process. */
export interface ServiceProcess {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** `signal` where the system says by which it was ended. */
  onExit(listener: (code: number | null, signal?: string | null) => void): void;
  /** At once, whatever it is doing. */
  kill(): void;
}

/** Starts a module as a process of its own; the name is for the system's list of processes. */
export type ForkProcess = (modulePath: string, name?: string) => ServiceProcess;
