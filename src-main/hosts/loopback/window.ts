import { parseArgs } from "node:util";
import { createApp } from "../../app/createApp.ts";
import { defaultDataFolder } from "../../app/defaultDataFolder.ts";
import { errorWords } from "../../app/errorWords.ts";
import { openBrowserWindow, type BrowserWindow } from "./browserWindow.ts";
import { findBrowser } from "./findBrowser.ts";
import { keepLinkFile } from "./linkFile.ts";
import { printedLinkMs, serveLoopback } from "./serveLoopback.ts";

/** `npm start` without Electron: the door on 127.0.0.1 in an app window of an installed browser; without one, a link is printed and served. */
async function openWindow(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: "string" } } });
  const dataFolder = values.data ?? defaultDataFolder();
  const app = createApp({ dataFolder, host: { name: "loopback" } });
  const server = await serveLoopback(app.fetch);
  const removeLinkFile = await keepLinkFile(dataFolder, server);
  let window: BrowserWindow | undefined;
  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    await window?.close();
    await removeLinkFile();
    await server.close();
    await app.close();
    process.exit(0);
  };
  process.on("SIGINT", () => void close());
  process.on("SIGTERM", () => void close());

  const serveOnly = (why: string) =>
    process.stdout.write(
      `${why} Open this link in a browser on this machine, within ten minutes (it is good once; \`fascicle serve --link\` prints ` +
        `another). Fascicle runs until you press Ctrl+C:\n${server.issueLink(printedLinkMs).url}\n`,
    );
  const browser = findBrowser();
  if (!browser || (process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"])) {
    serveOnly(browser ? "There is no display here." : "No Chrome, Chromium or Edge is installed.");
    return;
  }
  try {
    window = openBrowserWindow(browser, dataFolder, server);
  } catch {
    serveOnly("The browser could not be started.");
    return;
  }
  const inOrder = await window.ended;
  if (closing) return;
  if (inOrder) await close();
  else serveOnly("The browser could not be started, or broke down.");
}

openWindow().catch((error: unknown) => {
  // node:util parseArgs names the argument that it does not know.
  const isWrongUse = String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`Fascicle could not start. ${isWrongUse ? (error as Error).message : errorWords(error)}\n`);
  process.exit(1);
});
