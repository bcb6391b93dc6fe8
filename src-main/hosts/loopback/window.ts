import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createApp } from "../../app/createApp.ts";
import { defaultDataFolder } from "../../app/defaultDataFolder.ts";
import { errorWords } from "../../app/errorWords.ts";
import { browserArguments } from "./browserArguments.ts";
import { findBrowser } from "./findBrowser.ts";
import { serveLoopback } from "./serveLoopback.ts";

/** `npm start` without Electron: the door on 127.0.0.1 in an app window of an installed browser; without one, the link is printed and served. */
async function openWindow(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: "string" } } });
  const dataFolder = values.data ?? defaultDataFolder();
  const app = createApp({ dataFolder, host: { name: "loopback" } });
  const server = await serveLoopback(app.fetch);
  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    await server.close();
    await app.close();
    process.exit(0);
  };
  process.on("SIGINT", () => void close());
  process.on("SIGTERM", () => void close());

  const browser = findBrowser();
  const serveOnly = (why: string) => process.stdout.write(`${why} Open this link in a browser on this machine (it is served until you press Ctrl+C):\n${server.url}\n`);
  if (!browser || (process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"])) {
    serveOnly(browser ? "There is no display here." : "No Chrome, Chromium or Edge is installed.");
    return;
  }
  const profileFolder = join(dataFolder, "cache", "browser");
  mkdirSync(profileFolder, { recursive: true });
  const child = spawn(browser, browserArguments({ url: server.url, profileFolder, isRoot: process.getuid?.() === 0 }), { stdio: "ignore" });
  child.on("error", () => serveOnly("The browser could not be started."));
  child.on("exit", (code) => {
    if (code === 0) void close();
    else serveOnly("The browser could not be started.");
  });
}

openWindow().catch((error: unknown) => {
  // node:util parseArgs names the argument that it does not know.
  const isWrongUse = String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`Fascicle could not start. ${isWrongUse ? (error as Error).message : errorWords(error)}\n`);
  process.exit(1);
});
