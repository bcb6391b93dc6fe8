import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { vi } from "vitest";
import { findBrowser } from "../../src-main/hosts/loopback/findBrowser.ts";
import { projectRoot } from "./program.ts";

/** The program as `npm start` runs it where Electron is not: its own server, its own browser with the profile and the switches that it chooses. */
export interface AppWindow {
  readonly process: ChildProcess;
  readonly page: Page;
  /** The folder of the browser's profile. */
  readonly profileFolder: string;
  /** The browser's command line, as every user of the machine sees it. */
  readonly browserArguments: readonly string[];
  readonly output: () => string;
  /** Ends the program as Ctrl+C does; answers its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts the built program on an installed browser. The browser is found under a wrapper that adds what only the test needs: no display, and a port to
 * drive it by. Home and temporary folder are in `folder`, so that whatever is written there can be looked through.
 */
export async function openAppWindow(folder: string, dataFolder: string): Promise<AppWindow> {
  const bin = join(folder, "bin");
  const argumentsFile = join(bin, "arguments");
  for (const name of ["bin", "home", "tmp"]) mkdirSync(join(folder, name), { recursive: true });
  const switches = "--headless=new --remote-debugging-port=0 --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader";
  writeFileSync(
    join(bin, "google-chrome"),
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${argumentsFile}'\nexec '${findBrowser()!}' ${switches} "$@"\n`,
    { mode: 0o755 },
  );
  const environment = {
    ...process.env,
    PATH: `${bin}:${process.env["PATH"]}`,
    DISPLAY: ":99",
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    XDG_DATA_HOME: "",
    XDG_CONFIG_HOME: "",
    XDG_CACHE_HOME: "",
  };
  const child = spawn(process.execPath, [join(projectRoot, "dist", "main", "window.mjs"), "--data", dataFolder], {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => {
      output += part.toString();
    });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));

  const root = join(dataFolder, "cache", "browser");
  const profileFolder = await vi.waitFor(
    () => {
      const found = readdirSync(root)
        .map((name) => join(root, name))
        .find((name) => existsSync(join(name, "DevToolsActivePort")));
      if (found === undefined) throw new Error(`the browser did not start: ${output}`);
      return found;
    },
    { timeout: 60_000, interval: 100 },
  );
  const port = await vi.waitFor(() => /^(\d+)\n/.exec(readFileSync(join(profileFolder, "DevToolsActivePort"), "utf8"))![1]!, {
    timeout: 10_000,
    interval: 100,
  });
  const browser: Browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await vi.waitFor(
    () => {
      const [first] = browser.contexts().flatMap((context) => context.pages());
      if (!first) throw new Error("the browser has no page");
      return first;
    },
    { timeout: 10_000, interval: 100 },
  );
  return {
    process: child,
    page,
    profileFolder,
    output: () => output,
    browserArguments: readFileSync(argumentsFile, "utf8").trimEnd().split("\n"),
    stop: async () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}
