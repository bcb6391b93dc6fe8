import { app, BrowserWindow, dialog, protocol, session } from "electron";
import { createApp } from "../../app/createApp.ts";
import { defaultDataFolder } from "../../app/defaultDataFolder.ts";
import { errorWords } from "../../app/errorWords.ts";
import { confineContents, confineSession } from "./confine.ts";
import { forkInference } from "./forkInference.ts";
import { quietSwitches, webPreferences, windowOrigin } from "./guards.ts";
import { setMenu } from "./menu.ts";

for (const [name, value] of quietSwitches) app.commandLine.appendSwitch(name, value);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: "fascicle", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
]);
confineContents(app);

let window: BrowserWindow | undefined;

async function start(): Promise<void> {
  await app.whenReady();
  const door = createApp({
    dataFolder: app.commandLine.getSwitchValue("data") || defaultDataFolder(),
    host: { name: "electron", choosePaths, forkInference },
  });
  confineSession(session.defaultSession, app.isPackaged);
  protocol.handle("fascicle", (request) => door.fetch(request));
  setMenu(app.isPackaged);
  await openWindow();

  app.on("second-instance", () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  let closed = false;
  app.on("before-quit", (event) => {
    if (closed) return;
    event.preventDefault();
    void door.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  app.on("window-all-closed", () => app.quit());
}

async function openWindow(): Promise<void> {
  window = new BrowserWindow({ width: 1600, height: 1000, minWidth: 1024, minHeight: 680, backgroundColor: "#101214", title: "Fascicle", webPreferences, show: false });
  window.once("ready-to-show", () => window?.show());
  await window.loadURL(`${windowOrigin}/`);
}

async function choosePaths(kind: "folder" | "files"): Promise<string[]> {
  const options = { properties: kind === "folder" ? ["openDirectory" as const, "multiSelections" as const] : ["openFile" as const, "multiSelections" as const] };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return filePaths;
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    dialog.showErrorBox("Fascicle could not start", errorWords(error));
    app.exit(1);
  });
} else {
  app.quit();
}
