import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { app, BrowserWindow, dialog, powerMonitor, protocol, session } from "electron";
import { createApp, type App } from "../../app/createApp.ts";
import { defaultDataFolder } from "../../app/defaultDataFolder.ts";
import { errorWords } from "../../app/errorWords.ts";
import { answerScheme } from "./answerScheme.ts";
import { confineContents, confineSession } from "./confine.ts";
import { dataArgument } from "./dataArgument.ts";
import { forkProcess } from "./forkProcess.ts";
import { quietSwitches, webPreferences, windowOrigin } from "./guards.ts";
import { leaveWhenSaved } from "./leaveWhenSaved.ts";
import { setMenu } from "./menu.ts";
import { pageSignals } from "./pageSignals.ts";
import { watchProcesses } from "./watchProcesses.ts";

for (const [name, value] of quietSwitches) app.commandLine.appendSwitch(name, value);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: "fascicle", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
]);
confineContents(app);

let window: BrowserWindow | undefined;
/** No page, no signal: what is asked for then is asked for by nobody. */
let pageSignal: () => AbortSignal = () => AbortSignal.abort();

/** After this long the program ends all the same: whatever is on the disk survives that. */
const closeMs = 10_000;

async function start(dataFolder: string): Promise<void> {
  await app.whenReady();
  const door = createApp({ dataFolder, host: { name: "electron", choosePaths, forkProcess } });
  quitInOrder(door);
  confineSession(session.defaultSession, app.isPackaged);
  protocol.handle(
    "fascicle",
    answerScheme(door.fetch, () => pageSignal()),
  );
  setMenu(app.isPackaged);
  app.on("second-instance", () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  await openWindow();
}

/** Windows close first, each when it has saved; then the services; then the program ends. A window that stays open stops the rest. */
function quitInOrder(door: App): void {
  let closed = false;
  app.on("window-all-closed", () => app.quit());
  app.on("will-quit", (event) => {
    if (closed) return;
    event.preventDefault();
    const late = new Promise<void>((resolve) => {
      setTimeout(resolve, closeMs);
    });
    void Promise.race([door.close().catch(() => undefined), late]).finally(() => {
      closed = true;
      app.quit();
    });
  });
  // macOS and Linux; Windows closes programs without asking, which costs at most a stroke that is on its way.
  powerMonitor.on("shutdown", (event?: Electron.Event) => {
    event?.preventDefault();
    app.quit();
  });
}

async function openWindow(): Promise<void> {
  const opened = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 1024,
    minHeight: 680,
    backgroundColor: "#101214",
    title: "Fascicle",
    webPreferences,
    show: false,
  });
  window = opened;
  pageSignal = pageSignals(opened.webContents);
  const ask = async (options: Electron.MessageBoxOptions) => (await dialog.showMessageBox(opened, options)).response;
  const leaving = leaveWhenSaved(
    opened,
    async () =>
      (await ask({
        type: "warning",
        buttons: ["Stay", "Leave without saving"],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
        message: "Not everything that was drawn could be saved.",
        detail:
          "The window goes on trying for as long as it is open; it says why below the list of segments. To leave now loses the last strokes.",
      })) === 1,
  );
  watchProcesses({ app, window: opened, leaving, ask });
  opened.once("ready-to-show", () => opened.show());
  opened.on("closed", () => {
    window = undefined;
  });
  await opened.loadURL(`${windowOrigin}/`);
}

async function choosePaths(kind: "folder" | "files"): Promise<string[]> {
  const options = {
    properties:
      kind === "folder" ? ["openDirectory" as const, "multiSelections" as const] : ["openFile" as const, "multiSelections" as const],
  };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return filePaths;
}

/** Puts what Chromium keeps into the data folder, private as that is. The single-instance lock goes by this folder: one program on each data folder. */
function keepProfileIn(dataFolder: string): void {
  try {
    const folder = join(dataFolder, "cache", "electron");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of ["userData", "sessionData"] as const) app.setPath(name, realpathSync(folder));
  } catch {
    // A folder that cannot be written is reported when it is opened.
  }
}

function fail(error: unknown): void {
  dialog.showErrorBox("Fascicle could not start", errorWords(error));
  app.exit(1);
}

try {
  // A program that is not packaged is started as `electron FOLDER ...`.
  const dataFolder = dataArgument(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd()) ?? defaultDataFolder();
  keepProfileIn(dataFolder);
  if (app.requestSingleInstanceLock()) start(dataFolder).catch(fail);
  else app.quit();
} catch (error) {
  fail(error);
}
