import { closeSync, openSync, readSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";

/**
 * Where the profiles of a browser's app windows may lie. In the data folder, unless the browser is confined: one that came as a snap cannot enter
 * hidden folders of the home and has a /tmp of its own, one that came as a flatpak sees little but its own folder under ~/.var/app.
 */
export function profileRoot(browser: string, dataFolder: string, home: string = homedir()): string {
  const snap = snapName(browser);
  if (snap !== undefined) return join(home, "snap", snap, "common", "fascicle");
  const flatpak = flatpakName(browser);
  if (flatpak !== undefined) return join(home, ".var", "app", flatpak, "data", "fascicle");
  return join(dataFolder, "cache", "browser");
}

/** The commands of snaps are links to one program, `snap`, or (Ubuntu's package chromium-browser) a script that runs /snap/bin/chromium. */
function snapName(browser: string): string | undefined {
  if (/(^|\/)snap\/bin\//.test(browser) || basename(realpath(browser)) === "snap") return basename(browser).split(".")[0];
  return /\/snap\/bin\/([a-z0-9-]+)/.exec(scriptOf(browser))?.[1];
}

/** Flatpak exports a script under the application's own name that runs it. */
function flatpakName(browser: string): string | undefined {
  const script = scriptOf(browser);
  return /\bflatpak\b.*\brun\b/.test(script) ? /\b((?:com|org)\.(?:\w+\.)*(?:Chrome|Chromium|Edge))\b/.exec(script)?.[1] : undefined;
}

function realpath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The beginning of a script; empty where the file is none. */
function scriptOf(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(4096);
      const text = bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)).toString("latin1");
      return text.startsWith("#!") ? text : "";
    } finally {
      closeSync(file);
    }
  } catch {
    return "";
  }
}
