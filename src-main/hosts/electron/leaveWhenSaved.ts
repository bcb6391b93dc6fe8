import type { BrowserWindow } from "electron";

/** How a window is left without losing a stroke. */
export interface Leaving {
  /** The window is on its way to be closed. */
  readonly isClosing: boolean;
  /** Loads the page again as soon as all is saved. */
  reload(): void;
}

const retryMs = 250;
/** The page sends a stroke that was refused again after half a second to five. */
const mostTries = 60;

/**
 * Closes or reloads a window only when everything drawn is on the disk. The page keeps its unload back (`beforeunload`) for as long as a
 * stroke is on its way; the
 * attempt is then made again, a quarter of a second later. After fifteen seconds of that `askToLose` asks the reader: true leaves all the same, false stays.
 */
export function leaveWhenSaved(window: BrowserWindow, askToLose: () => Promise<boolean>): Leaving {
  let attempt: "close" | "reload" | undefined;
  let tries = 0;
  let mayLose = false;
  let timer: NodeJS.Timeout | undefined;

  const leave = () => {
    if (window.isDestroyed()) return;
    if (attempt === "close") window.close();
    else if (attempt === "reload") window.webContents.reload();
  };
  const forget = () => {
    clearTimeout(timer);
    timer = undefined;
    attempt = undefined;
    tries = 0;
  };
  const ask = async () => {
    mayLose = await askToLose();
    tries = 0;
    if (mayLose) leave();
    else forget();
  };

  window.on("close", () => {
    attempt = "close";
  });
  window.on("closed", forget);
  window.webContents.on("did-navigate", forget);
  window.webContents.on("will-prevent-unload", (event) => {
    if (mayLose) {
      // The reader said so: the page may go.
      mayLose = false;
      event.preventDefault();
      return;
    }
    if (attempt === undefined || timer !== undefined) return;
    tries += 1;
    timer = setTimeout(() => {
      timer = undefined;
      if (tries < mostTries) leave();
      else void ask();
    }, retryMs);
  });
  return {
    get isClosing() {
      return attempt === "close";
    },
    reload: () => {
      attempt ??= "reload";
      leave();
    },
  };
}
