import type { ForkProcess } from "../services/engine/index.ts";

export type { ServiceProcess } from "../services/engine/index.ts";

/** What a host can do that the door cannot: each is absent where the host has no such thing. */
export interface Host {
  readonly name: "electron" | "loopback" | "cli";
  /** The system's dialog for a folder or files; answers the chosen paths, none where the reader cancelled. */
  readonly choosePaths?: (kind: "folder" | "files") => Promise<string[]>;
  /** Starts a module as a process of its own; Node's child process where absent. */
  readonly forkProcess?: ForkProcess;
}
