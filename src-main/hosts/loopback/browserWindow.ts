import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeLaunchFolder, removeLaunchFolder } from "../../app/launchFolders.ts";
import { browserArguments } from "./browserArguments.ts";
import { startPage } from "./entryPage.ts";
import { profileRoot } from "./profileRoot.ts";
import type { LoopbackServer } from "./serveLoopback.ts";

/** An app window of an installed browser. */
export interface BrowserWindow {
  /** Resolves when the browser has ended: true where it ended in order, false where it could not be started or broke down. */
  readonly ended: Promise<boolean>;
  /** Ends the browser, and removes its profile with all that is in it. */
  close(): Promise<void>;
}

/** How long a browser may take to start. */
const startMs = 60_000;

/**
 * Opens the workstation in an app window. The code that lets the window in stands in a file that only this user can read, in the profile's own folder
 * (where the browser can read it), and is good once, for a minute; the command line names that file. The file is removed as soon as the
 * code is used or has expired.
 */
export function openBrowserWindow(browser: string, dataFolder: string, server: LoopbackServer): BrowserWindow {
  const profileFolder = makeLaunchFolder(profileRoot(browser, dataFolder));
  const { url, ended: linkEnded } = server.issueLink(startMs);
  const page = join(profileFolder, "start.html");
  writeFileSync(page, startPage(url), { mode: 0o600, flag: "wx" });
  void linkEnded.then(() => rm(page, { force: true })).catch(() => undefined);

  const address = pathToFileURL(page).href;
  const child = spawn(browser, browserArguments({ browser, address, profileFolder, isRoot: process.getuid?.() === 0 }), {
    stdio: "ignore",
  });
  const ended = once(child, "exit").then(
    ([code]) => code === 0,
    () => false,
  );
  return {
    ended,
    close: async () => {
      child.kill();
      await ended;
      await removeLaunchFolder(profileFolder).catch(() => undefined);
    },
  };
}
