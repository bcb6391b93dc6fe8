import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askForLink } from "../../src-main/hosts/loopback/linkFile.ts";

export const projectRoot = join(import.meta.dirname, "..", "..");
/** The built program for the command line. */
export const cli = join(projectRoot, "dist", "main", "cli.mjs");

/** The built program, served on loopback. */
export interface Program {
  /** A link that opens the workstation once: another one each time that it is asked for. */
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it wrote, for looking for what must not be there. */
  readonly output: () => string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it as Ctrl+C would. */
  stop(): Promise<void>;
}

/** Starts `fascicle serve` on a data folder. */
export async function startProgram(dataFolder: string, environment: Record<string, string> = {}): Promise<Program> {
  const child = spawn(process.execPath, [cli, "serve", "--data", dataFolder], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  let output = "";
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const first = await new Promise<string>((resolve, reject) => {
    const read = (part: Buffer) => {
      output += part.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/enter#\S+/.exec(output);
      if (found) resolve(found[0]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => reject(new Error(`fascicle serve ended: ${output}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  const links = [first, await askForLink(dataFolder)];
  const nextLink = () => {
    void askForLink(dataFolder).then(
      (link) => links.push(link),
      () => undefined,
    );
    const link = links.shift();
    if (link === undefined) throw new Error("a link was asked for before the next one was there");
    return link;
  };
  return {
    get url() {
      return nextLink();
    },
    process: child,
    output: () => output,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

/** Runs a verb of the built program; answers what it printed and its exit code. */
export async function runFascicle(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (part: Buffer) => {
    stdout += part.toString();
  });
  child.stderr.on("data", (part: Buffer) => {
    stderr += part.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}

/** A temporary data folder; `remove` deletes it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "fascicle-e2e-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
