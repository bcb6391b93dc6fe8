import type { App as ElectronApp, BrowserWindow, MessageBoxOptions } from "electron";
import type { Leaving } from "./leaveWhenSaved.ts";

/** Asks the reader; answers the number of the button. An aborted signal takes the question away, which answers the last button. */
export type Ask = (options: MessageBoxOptions) => Promise<number>;

const kept = "Everything that was said to be saved is on the disk, and work in the background goes on.";

/** Tells the reader when the window's process or the graphics process has ended or does not answer, and opens the window again if wanted. */
export function watchProcesses({
  app,
  window,
  leaving,
  ask,
}: {
  app: ElectronApp;
  window: BrowserWindow;
  leaving: Leaving;
  ask: Ask;
}): void {
  const { webContents } = window;
  let isEndedByUs = false;
  let hanging: AbortController | undefined;
  let isAsking = false;
  /** One question at a time: what ends one process often ends another. */
  const once = async (options: MessageBoxOptions): Promise<number | undefined> => {
    if (isAsking || window.isDestroyed()) return undefined;
    isAsking = true;
    try {
      const answer = await ask(options);
      return window.isDestroyed() ? undefined : answer;
    } finally {
      isAsking = false;
    }
  };

  webContents.on("render-process-gone", async (_event, { reason }) => {
    hanging?.abort();
    if (reason === "clean-exit" || isEndedByUs) return;
    const isMemory = reason === "oom" || reason === "memory-eviction";
    const answer = await once({
      type: "error",
      buttons: ["Open again", "Quit"],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      message: isMemory ? "The window ran out of memory and was ended." : `The window's process ended unexpectedly (${reason}).`,
      detail: `${kept} A stroke of the last second may be missing: look at the last slice you drew on.${
        isMemory ? " Close other programs, or show fewer volumes at once." : ""
      }`,
    });
    if (answer === 0) webContents.reload();
    else if (answer === 1) app.quit();
  });

  window.on("unresponsive", async () => {
    hanging = new AbortController();
    const { isClosing } = leaving;
    const answer = await once({
      type: "warning",
      buttons: [isClosing ? "Close all the same" : "Open again", "Wait"],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
      signal: hanging.signal,
      message: "The window does not answer.",
      detail: `It may be at work on something large: wait a little first. ${kept} What was not saved yet is lost with the window.`,
    });
    hanging = undefined;
    if (answer !== 0) return;
    if (isClosing) {
      window.destroy();
      return;
    }
    // A page that hangs cannot be loaded again; its process is ended first.
    isEndedByUs = true;
    webContents.once("did-navigate", () => {
      isEndedByUs = false;
    });
    webContents.forcefullyCrashRenderer();
    webContents.reload();
  });
  window.on("responsive", () => hanging?.abort());

  app.on("child-process-gone", async (_event, { type, reason }) => {
    // The process that runs models tells its own end where it was asked for something.
    if (type !== "GPU" || reason === "clean-exit") return;
    const answer = await once({
      type: "warning",
      buttons: ["Open again", "Go on"],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
      message: "The graphics process ended, and was started again.",
      detail: `Images may be black until the window is opened again. ${kept} What is still being saved is saved first.`,
    });
    if (answer === 0) leaving.reload();
  });
}
